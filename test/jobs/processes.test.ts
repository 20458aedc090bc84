import assert from 'node:assert/strict'
import type { Database } from '../../src/db/index.js'
import { startChild, type Child } from '../support/child.js'
import { openTestDatabase } from '../support/database.js'

const script = new URL('./worker.ts', import.meta.url)

describe('jobs of several processes on one database', function () {
  this.timeout(60_000)
  let db: Database
  const children: Child[] = []
  before(async () => {
    db = await openTestDatabase()
  })
  beforeEach(() => Promise.all(['jobs', 'runs'].map((name) => db.connection.collection(name).deleteMany({}))))
  afterEach(async () => {
    for (const child of children.splice(0)) await child.kill()
  })
  after(() => db.close())

  const rows = () => db.connection.collection('jobs')
  const runs = () => db.connection.collection<{ pid: number; at: Date }>('runs').find().sort({ at: 1 }).toArray()

  async function worker(mode: string, leaseMs = 60_000): Promise<Child> {
    const child = await startChild(script, [db.uri, db.connection.name, mode, String(leaseMs)])
    children.push(child)
    return child
  }

  it('are run by one of them, each time anew', async () => {
    const both = await Promise.all([worker('look'), worker('look')])
    for (let round = 1; round <= 10; round += 1) {
      for (const one of both) one.send('go')
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
    await dying.kill()
    const held = await rows().findOne({})
    const other = await worker('watch', leaseMs)
    await other.next(/^began$/)
    const [first, second, ...more] = await runs()
    assert.deepEqual([first?.pid, second?.pid, more.length], [dying.process.pid, other.process.pid, 0])
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
      idle.send('go')
      assert.equal(await idle.next(/^ran /), 'ran 0')
      until = (await rows().findOne({}))?.lockedUntil as Date
    }
    assert.equal((await runs()).length, 1)
  })
})
