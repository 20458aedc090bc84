import assert from 'node:assert/strict'
import { once } from 'node:events'
import { ensureIndexes, type Database } from '../../src/db/index.js'
import { jobsService, type Jobs } from '../../src/jobs/index.js'
import { openTestDatabase } from '../support/database.js'

const minute = 60_000

describe('a job', () => {
  let db: Database
  let clock = Date.parse('2026-11-22T04:00:00Z')
  let logged: string[] = []
  before(async () => {
    db = await openTestDatabase()
    process()
    await ensureIndexes(db.connection)
  })
  after(() => db.close())
  beforeEach(async () => {
    logged = []
    await db.connection.collection('jobs').deleteMany({})
  })

  /** As another process on the same database would have it. */
  function process(leaseMs = 10 * minute): Jobs {
    const log = { error: (_: object, text: string) => void logged.push(text), warn: () => undefined }
    return jobsService({ connection: db.connection, now: () => new Date(clock), log: log as never, leaseMs })
  }

  /** Work that waits until it is told to go on. */
  function held() {
    let begun: () => void = () => undefined
    let goOn: () => void = () => undefined
    const started = new Promise<void>((resolve) => (begun = resolve))
    const done = new Promise<void>((resolve) => (goOn = resolve))
    const work = async () => {
      begun()
      await done
    }
    return { work, started, goOn }
  }

  it('runs when it is new, then whenever its interval is over, and not in between', async () => {
    const jobs = process()
    let runs = 0
    jobs.define('count', { everyMs: minute }, () => Promise.resolve((runs += 1)))
    const ran = []
    for (const wait of [0, minute - 1, 1, 0, minute]) {
      clock += wait
      ran.push(await jobs.runDue())
    }
    assert.deepEqual([ran, runs], [[1, 0, 1, 0, 1], 3])
  })

  it('that was due many times while no process ran is run once', async () => {
    const before = process()
    before.define('count', { everyMs: minute }, () => Promise.resolve())
    await before.runDue()
    await before.stop()
    clock += 7 * 24 * 60 * minute
    const jobs = process()
    let runs = 0
    jobs.define('count', { everyMs: minute }, () => Promise.resolve((runs += 1)))
    assert.deepEqual([await jobs.runDue(), await jobs.runDue(), runs], [1, 0, 1])
  })

  it('is run by one of two processes that look at the same moment', async () => {
    const runs: string[] = []
    const both = ['one', 'other'].map((name) => {
      const jobs = process()
      jobs.define('count', { everyMs: minute }, () => Promise.resolve(runs.push(name)))
      return jobs
    })
    const ran = []
    for (let round = 0; round < 5; round += 1) {
      ran.push((await Promise.all(both.map((jobs) => jobs.runDue()))).reduce((a, b) => a + b))
      clock += minute
    }
    assert.deepEqual([ran, runs.length], [[1, 1, 1, 1, 1], 5])
  })

  it('is left alone while another process runs it, however late, and taken over when that process no longer renews', async () => {
    const [dying, other] = [process(), process()]
    const first = held()
    dying.define('count', { everyMs: minute }, first.work)
    other.define('count', { everyMs: minute }, () => Promise.resolve())
    const running = dying.runDue()
    await first.started
    clock += 10 * minute - 1
    assert.equal(await other.runDue(), 0)
    clock += 1
    assert.equal(await other.runDue(), 1)
    const [taken] = await other.list()
    first.goOn()
    await running
    assert.deepEqual(await other.list(), [taken], 'who lost it notes nothing')
  })

  it('that another process has taken is told so while it runs, and notes nothing', async () => {
    const jobs = process(30)
    const rows = db.connection.collection('jobs')
    jobs.define('count', { everyMs: minute }, async (stopped) => {
      const aborted = once(stopped, 'abort')
      await rows.updateOne({}, { $set: { holder: 'another' } })
      await aborted
      stopped.throwIfAborted()
    })
    assert.equal(await jobs.runDue(), 1)
    const row = await rows.findOne({})
    assert.deepEqual([row?.holder, row?.lastFinishedAt, row?.lastError, logged], ['another', null, null, []])
  })

  it('that fails is noted, tried again later and later, and keeps neither the process nor other jobs from going on', async () => {
    const jobs = process()
    let fails = true
    let runs = 0
    jobs.define('bad', { everyMs: 5 * minute }, () =>
      fails ? Promise.reject(new Error('no route')) : Promise.resolve(),
    )
    jobs.define('good', { everyMs: 1000 * minute }, () => Promise.resolve((runs += 1)))
    assert.equal(await jobs.runDue(), 2)
    const bad = async () => (await jobs.list()).find(({ name }) => name === 'bad')
    assert.deepEqual(
      [(await bad())?.lastError, (await bad())?.failures, (await bad())?.lastFinishedAt],
      ['no route', 1, null],
    )
    assert.deepEqual(logged, ['a job failed'])
    for (const minutes of [1, 2, 4, 5, 5]) {
      clock += minutes * minute - 1
      assert.equal(await jobs.runDue(), 0, `too early, ${minutes}`)
      clock += 1
      assert.equal(await jobs.runDue(), 1)
    }
    fails = false
    clock += 5 * minute
    await jobs.runDue()
    const { lastError, failures, lastFinishedAt } = (await bad()) ?? {}
    assert.deepEqual([lastError, failures, lastFinishedAt], [null, 0, new Date(clock)])
    assert.equal(runs, 1)
  })

  it('is waited for at a stop, and none begins after it', async () => {
    const jobs = process()
    const one = held()
    jobs.define('long', { everyMs: minute }, one.work)
    const running = jobs.runDue()
    await one.started
    let stopped = false
    const stopping = jobs.stop().then(() => (stopped = true))
    await db.connection.collection('jobs').findOne({})
    assert.equal(stopped, false)
    one.goOn()
    await stopping
    assert.equal(await running, 1)
    clock += minute
    assert.equal(await jobs.runDue(), 0)
  })

  it('that ends early because of a stop has not failed, and stays due for the next process', async () => {
    const jobs = process()
    const one = held()
    jobs.define('long', { everyMs: minute }, async (stopped) => {
      await one.work()
      stopped.throwIfAborted()
    })
    const running = jobs.runDue()
    await one.started
    const stopping = jobs.stop()
    one.goOn()
    await Promise.all([stopping, running])
    const next = process()
    let runs = 0
    next.define('long', { everyMs: minute }, () => Promise.resolve((runs += 1)))
    assert.deepEqual(
      (await next.list()).map(({ lastError, lastFinishedAt }) => [lastError, lastFinishedAt]),
      [[null, null]],
    )
    assert.deepEqual([await next.runDue(), runs, logged], [1, 1, []])
  })

  it('comes sooner when its interval has become shorter, and at a start when it asks for that', async () => {
    const before = process()
    for (const name of ['shorter', 'at start', 'daily'])
      before.define(name, { everyMs: 24 * 60 * minute }, () => Promise.resolve())
    await before.runDue()
    const jobs = process()
    const runs: string[] = []
    const run = (name: string) => () => Promise.resolve(runs.push(name))
    jobs.define('shorter', { everyMs: minute }, run('shorter'))
    const one = held()
    jobs.define('at start', { everyMs: 24 * 60 * minute, atStart: true }, async () => {
      runs.push('at start')
      await one.work()
    })
    jobs.define('daily', { everyMs: 24 * 60 * minute }, run('daily'))
    await jobs.start()
    await one.started
    one.goOn()
    await jobs.stop()
    clock += minute
    const later = process()
    later.define('shorter', { everyMs: minute }, run('shorter'))
    await later.runDue()
    assert.deepEqual(runs, ['at start', 'shorter'])
  })

  it('is defined once, before anything runs', async () => {
    const jobs = process()
    jobs.define('count', { everyMs: minute }, () => Promise.resolve())
    assert.throws(() => jobs.define('count', { everyMs: minute }, () => Promise.resolve()), /twice/)
    await jobs.runDue()
    assert.throws(() => jobs.define('other', { everyMs: minute }, () => Promise.resolve()), /too late/)
  })
})
