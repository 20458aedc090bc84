import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Database } from '../../src/db/index.js'
import { openTestDatabase } from '../support/database.js'

const script = new URL('./worker.ts', import.meta.url).pathname

type Worker = { readonly child: ChildProcess; next(wanted: RegExp): Promise<string>; send(): void }

describe('jobs of several processes on one database', function () {
  this.timeout(60_000)
  let db: Database
  const children: ChildProcess[] = []
  before(async () => {
    db = await openTestDatabase()
  })
  beforeEach(() => Promise.all(['jobs', 'runs'].map((name) => db.connection.collection(name).deleteMany({}))))
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  })
  after(() => db.close())

  const rows = () => db.connection.collection('jobs')
  const runs = () => db.connection.collection<{ pid: number; at: Date }>('runs').find().sort({ at: 1 }).toArray()

  async function worker(mode: string, leaseMs = 60_000): Promise<Worker> {
    const dbName = db.connection.name
    const child = spawn(process.execPath, ['--import', 'tsx', script, db.uri, dbName, mode, String(leaseMs)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    children.push(child)
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]() as AsyncIterator<string, undefined>
    const next = async (wanted: RegExp): Promise<string> => {
      for (;;) {
        const line = await lines.next()
        assert.ok(!line.done, `the process ended before it said ${wanted}`)
        if (wanted.test(line.value)) return line.value
      }
    }
    await next(/^ready$/)
    return { child, next, send: () => void child.stdin.write('go\n') }
  }

  it('are run by one of them, each time anew', async () => {
    const both = await Promise.all([worker('look'), worker('look')])
    for (let round = 1; round <= 10; round += 1) {
      for (const one of both) one.send()
      const ran = await Promise.all(both.map((one) => one.next(/^ran /)))
      assert.deepEqual(ran.sort(), ['ran 0', 'ran 1'], `round ${round}`)
      assert.equal((await runs()).length, round)
      await rows().updateOne({}, { $set: { nextRunAt: new Date(0) } })
    }
  })

  it('are taken over from a process that was killed in the middle of one, once its lease is over and not before', async () => {
    const leaseMs = 1500
    const dying = await worker('hang', leaseMs)
    await dying.next(/^began$/)
    dying.child.kill('SIGKILL')
    await once(dying.child, 'exit')
    const held = await rows().findOne({})
    const other = await worker('watch', leaseMs)
    await other.next(/^began$/)
    const [first, second, ...more] = await runs()
    assert.deepEqual([first?.pid, second?.pid, more.length], [dying.child.pid, other.child.pid, 0])
    assert.ok(second && second.at >= (held?.lockedUntil as Date), 'taken over while it was still held')
  })

  it('are held by a process that goes on for longer than its lease', async () => {
    const leaseMs = 1500
    const busy = await worker('hang', leaseMs)
    await busy.next(/^began$/)
    const first = (await rows().findOne({}))?.lockedUntil as Date
    const idle = await worker('look', leaseMs)
    // As long as it takes for the lease to be renewed well past its first end.
    for (let until = first; until < new Date(first.getTime() + leaseMs);) {
      idle.send()
      assert.equal(await idle.next(/^ran /), 'ran 0')
      until = (await rows().findOne({}))?.lockedUntil as Date
    }
    assert.equal((await runs()).length, 1)
  })
})
