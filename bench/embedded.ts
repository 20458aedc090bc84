import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient, type Collection } from 'mongodb'
import { startEmbedded } from '../src/db/embedded/start.js'

/**
 * Measures the embedded server through the driver and its Unix socket, and prints a table in ms. The targets are those
 * of the design: durable insertOne 1.2, findOne by index 0.5, $group over 10,000 documents 92, start 250.
 */
const DOCUMENTS = 10_000

type Item = { _id: number; group: string; value: number; text: string }

function percentile(times: number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

async function measure(
  name: string,
  target: number,
  times: number,
  run: (i: number) => Promise<unknown>,
): Promise<void> {
  const taken: number[] = []
  for (let i = 0; i < times; i++) {
    const from = performance.now()
    await run(i)
    taken.push(performance.now() - from)
  }
  const [best, middle, high] = [0, 0.5, 0.95].map((share) => percentile(taken, share).toFixed(2).padStart(8))
  console.log(`${name.padEnd(36)} best ${best}  p50 ${middle}  p95 ${high}  target ${target}`)
}

async function fill(items: Collection<Item>): Promise<void> {
  const documents = Array.from({ length: DOCUMENTS }, (_, _id) => {
    return { _id, group: `g${_id % 20}`, value: _id * 7, text: `document number ${_id}` }
  })
  await items.insertMany(documents)
  await items.createIndex({ group: 1, value: -1 })
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'))
  const from = performance.now()
  const server = await startEmbedded({ dataDir })
  console.log(`start ${(performance.now() - from).toFixed(0)} ms (from sources it includes the TypeScript loader)`)
  const client = await new MongoClient(server.uri).connect()
  const db = client.db('bench')
  const items = db.collection<Item>('items')
  await fill(items)
  const inserts = db.collection('inserts')
  await measure('durable insertOne', 1.2, 500, (i) => inserts.insertOne({ i, text: 'some text to store' }))
  await measure('32 insertOne at once, each durable', 10, 20, () =>
    Promise.all(Array.from({ length: 32 }, (_, i) => inserts.insertOne({ i }))),
  )
  await measure('findOne by _id', 0.5, 1000, (i) => items.findOne({ _id: (i * 37) % DOCUMENTS }))
  await measure('findOne by compound index', 0.5, 1000, (i) =>
    items.findOne({ group: `g${i % 20}`, value: { $lt: 50_000 } }),
  )
  await measure('updateOne by _id', 1.2, 300, (i) => items.updateOne({ _id: i }, { $inc: { value: 1 } }))
  await measure('find 100 by index, sorted', 5, 100, (i) =>
    items.find({ group: `g${i % 20}` }, { sort: { value: -1 }, limit: 100 }).toArray(),
  )
  await measure('$group over 10,000', 92, 20, () =>
    items.aggregate([{ $group: { _id: '$group', sum: { $sum: '$value' }, n: { $sum: 1 } } }]).toArray(),
  )
  await measure('read all 10,000', 150, 10, () => items.find({}).toArray())
  await measure('transaction of two updates', 4, 100, (i) =>
    client.withSession((session) =>
      session.withTransaction(async () => {
        await items.updateOne({ _id: i }, { $inc: { value: 1 } }, { session })
        await items.updateOne({ _id: i + 1 }, { $inc: { value: -1 } }, { session })
      }),
    ),
  )
  await client.close()
  await server.close()
  rmSync(dataDir, { recursive: true, force: true })
}

await main()
