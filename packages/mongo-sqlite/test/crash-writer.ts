import { MongoClient } from 'mongodb'
import { serve } from '../src/serve.js'

/**
 * The process that is killed: serves a folder, writes from several clients at once and prints each write once it has
 * been acknowledged. Started by crash.test.ts with the folder as its argument.
 */
const [dataDir = ''] = process.argv.slice(2)
const served = await serve({ dataDir, listen: 'default', password: '', log: () => undefined })
const client = await new MongoClient(served.uri).connect()
const db = client.db('crash')
const round = Date.now()

async function write(writer: number): Promise<never> {
  const notes = db.collection<{ _id: string; n: number; tags: string[] }>('notes')
  for (let n = 0; ; n++) {
    const _id = `${round}-${writer}-${n}`
    await notes.insertOne({ _id, n, tags: [`w${writer}`, `n${n % 10}`] })
    process.stdout.write(`insert ${_id}\n`)
    if (n % 3 !== 2) continue
    const earlier = `${round}-${writer}-${n - 1}`
    await notes.updateOne({ _id: earlier }, { $set: { n: -1, tags: ['changed'] } })
    process.stdout.write(`update ${earlier}\n`)
    const gone = `${round}-${writer}-${n - 2}`
    await notes.deleteOne({ _id: gone })
    process.stdout.write(`delete ${gone}\n`)
  }
}

async function transfer(): Promise<never> {
  const accounts = db.collection<{ _id: number; money: number }>('accounts')
  for (let n = 0; ; n++) {
    await client.withSession((session) =>
      session.withTransaction(async () => {
        await accounts.updateOne({ _id: n % 4 }, { $inc: { money: -1 } }, { session })
        await accounts.updateOne({ _id: (n + 1) % 4 }, { $inc: { money: 1 } }, { session })
        await db.collection<{ _id: string }>('journal').insertOne({ _id: `${round}-${n}` }, { session })
      }),
    )
    process.stdout.write(`transfer ${round}-${n}\n`)
  }
}

process.stdout.write('ready\n')
await Promise.all([write(0), write(1), write(2), transfer()])
