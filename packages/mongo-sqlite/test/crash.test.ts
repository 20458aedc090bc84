import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { inspectAll } from '../src/storage/integrity.js'
import { freshFolder, freshServer } from './fresh-server.js'

const writer = new URL('./crash-writer.ts', import.meta.url).pathname
const ROUNDS = 2
const ACCOUNTS = 4
const START = 1000

type Note = { _id: string; n: number }

/** Lets the writer run until it has acknowledged `enough` writes, kills it, and answers all it had acknowledged. */
async function writeAndDie(dataDir: string, enough: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', writer, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    // Killed here; what was already in the pipe still counts as acknowledged.
    if (lines.length === enough) child.kill('SIGKILL')
  }
  const [, signal] = (await exited) as [number | null, string | null]
  assert.equal(signal, 'SIGKILL')
  return lines
}

describe('the embedded server, killed while it writes', () => {
  it('has every acknowledged write, whole transfers only, and sound indexes', async function () {
    // A few seconds alone; two processes are started from sources, which a busy machine takes its time for.
    this.timeout(60_000)
    const dataDir = freshFolder()
    const first = await freshServer({ dataDir: `${dataDir}/db` })
    await first.client
      .db('crash')
      .collection('notes')
      .createIndexes([{ key: { tags: 1 } }, { key: { n: 1, _id: -1 } }])
    const accounts = Array.from({ length: ACCOUNTS }, (_, i) => ({ _id: i as never, money: START }))
    await first.client.db('crash').collection('accounts').insertMany(accounts)
    await first.stop()
    const lines: string[] = []
    for (let round = 0; round < ROUNDS; round++) {
      lines.push(...(await writeAndDie(`${dataDir}/db`, 120 + Math.floor(Math.random() * 150))))
      const server = await freshServer({ dataDir: `${dataDir}/db` })
      const db = server.client.db('crash')
      const notes = new Map((await db.collection<Note>('notes').find().toArray()).map((note) => [note._id, note.n]))
      const journal = await db.collection<{ _id: string }>('journal').find().toArray()
      check(lines, notes, new Set(journal.map(({ _id }) => _id)))
      const money = await db.collection('accounts').find().toArray()
      assert.equal(
        money.reduce((sum, account) => sum + Number(account.money), 0),
        ACCOUNTS * START,
      )
      assert.deepEqual(inspectAll(server.server.main), [])
      await server.stop()
    }
    rmSync(dataDir, { recursive: true, force: true })
  })
})

/** Every line the writer printed is true of what was found. */
function check(lines: readonly string[], notes: ReadonlyMap<string, number>, journal: ReadonlySet<string>): void {
  const deleted = new Set(lines.filter((line) => line.startsWith('delete ')).map((line) => line.slice(7)))
  for (const line of lines) {
    const [what, id = ''] = line.split(' ')
    if (what === 'delete') assert.ok(!notes.has(id), `${id} is back`)
    if (what === 'update' && !deleted.has(id)) assert.equal(notes.get(id), -1, `${id} lost its update`)
    if (what === 'transfer') assert.ok(journal.has(id), `transfer ${id} is lost`)
    // The delete of the last note may have been carried out without having been acknowledged.
    if (what === 'insert' && !deleted.has(id)) assert.ok(notes.has(id) || isLast(id, lines), `${id} is lost`)
  }
}

/** True for a note whose deletion was the next thing its writer did when it was killed. */
function isLast(id: string, lines: readonly string[]): boolean {
  const writerPrefix = id.slice(0, id.lastIndexOf('-') + 1)
  const n = Number(id.slice(writerPrefix.length))
  return n % 3 === 0 && lines.includes(`update ${writerPrefix}${n + 1}`)
}
