import assert from 'node:assert/strict'
import { createConnection } from 'mongoose'
import { portal } from '../../src/applications/index.js'
import { createDeps, type Deps } from '../../src/deps.js'
import { createLogger } from '../../src/log/index.js'
import { newRecordId } from '../../src/db/index.js'
import { startApp, today, type TestApp } from '../support/app.js'
import { applicant, submission, submitted, wan } from './applying.js'

const TWENTY = 20

describe('twenty submissions at once', function () {
  this.timeout(120_000)
  let test: TestApp
  /** The same use cases over a connection of their own, as another process has them. */
  let other: Deps
  before(async () => {
    test = await startApp()
    const { uri, connection: own } = test.deps.db
    const options = { dbName: own.name, autoIndex: false, autoCreate: false, sanitizeFilter: true }
    const connection = await createConnection(uri, options).asPromise()
    const db = { connection, uri, kind: 'attached', close: () => connection.close() } as const
    const { config } = test.deps
    other = await createDeps({ config, log: createLogger(config), db, now: () => today })
  })
  after(async () => {
    await other.registers.idle()
    await other.db.close()
    await test.close()
  })

  const halves = <T>(make: (deps: Deps, place: number) => Promise<T>) =>
    Promise.all(Array.from({ length: TWENTY }, (_, place) => make(place % 2 === 0 ? test.deps : other, place)))

  it('on one project never ask for more than the whole of it', async () => {
    const who = await applicant(test)
    const one = await submission(test, who, { amountFen: wan(15) })
    const outcomes = await halves(({ requests }) =>
      requests.submit(who.enterpriseId, { ...one, key: newRecordId() }, who.mover),
    )
    const through = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.request] : []))
    assert.equal(through.length, 6, 'six times fifteen of a hundred go through, a seventh would be too much')
    assert.deepEqual(await test.deps.requests.leftOf(who.need), { heldFen: wan(90), leftFen: wan(10) })
    assert.equal(new Set(through.map(({ number }) => number)).size, through.length)
    for (const outcome of outcomes) {
      if (!outcome.ok) assert.match(outcome.faults[0]?.message ?? '', /还可申请 10 万元/)
    }
    const numbers = through.map(({ number }) => Number(number.slice(-6))).sort((a, b) => a - b)
    assert.equal((numbers.at(-1) ?? 0) - (numbers[0] ?? 0), 5, 'a refused submission uses up no number')
    assert.equal((await test.deps.audit.verify()).sound, true)
  })

  it('pledge one thing once, however each spells it', async () => {
    const who = await applicant(test)
    const one = await submission(test, who, { amountFen: wan(1) })
    const spellings = ['新2024 a-01', '新２０２４Ａ—０１', ' 新2024A-01']
    const outcomes = await halves(({ requests }, place) => {
      const reference = spellings[place % spellings.length] ?? ''
      const securities = [{ kind: '房产', reference, valueFen: null, pledgedFen: null }]
      return requests.submit(who.enterpriseId, { ...one, key: newRecordId(), securities }, who.mover)
    })
    assert.equal(outcomes.filter(({ ok }) => ok).length, 1)
    assert.equal((await test.deps.requests.leftOf(who.need)).heldFen, wan(1), 'the refused ones hold no share either')
  })

  it('of one form make one request', async () => {
    const who = await applicant(test)
    const one = await submission(test, who)
    const outcomes = await halves(({ requests }) => requests.submit(who.enterpriseId, one, who.mover))
    assert.equal(new Set(outcomes.map((outcome) => (outcome.ok ? outcome.request.id : 'refused'))).size, 1)
    const [only] = await test.deps.requests.ofNeed(who.enterpriseId, who.need.id)
    assert.equal((await test.deps.applications.ofRequest('all', only?.id ?? '')).length, 1)
    assert.equal((await test.deps.enterprises.consentsOf(who.enterpriseId)).length, 1)
  })

  it('keep share and pledge as long as a loan runs on them, and give both back when it is paid back', async () => {
    const who = await applicant(test)
    const securities = [{ kind: '设备', reference: '锅炉 2', valueFen: wan(80), pledgedFen: null }]
    const first = await submitted(test, who, { amountFen: wan(90), securities })
    const [own] = await test.deps.applications.ofRequest('all', first.id)
    assert.ok(own)
    const lent = { _id: own.id as never }
    await test.deps.db.connection
      .collection('applications')
      .updateOne(lent, { $set: { state: 'disbursing', step: null } })
    await test.deps.applications.move('all', own.id, { action: 'complete', mover: portal })
    const again = await submission(test, who, { amountFen: wan(90), securities })
    const refused = await test.deps.requests.submit(who.enterpriseId, again, who.mover)
    assert.deepEqual(refused.ok ? [] : refused.faults.map(({ field }) => field), ['amount', 'ref-1'])
    await test.deps.applications.move('all', own.id, { action: 'close', mover: portal })
    assert.ok((await test.deps.requests.submit(who.enterpriseId, again, who.mover)).ok)
  })

  it('that end without a contract give back their share and what they pledged', async () => {
    const who = await applicant(test)
    const securities = [{ kind: '设备', reference: '锅炉 1', valueFen: wan(80), pledgedFen: wan(50) }]
    const first = await submitted(test, who, { amountFen: wan(90), securities })
    const again = await submission(test, who, { amountFen: wan(90), securities })
    const refused = await test.deps.requests.submit(who.enterpriseId, again, who.mover)
    assert.ok(!refused.ok)
    assert.deepEqual(
      refused.faults.map(({ field }) => field),
      ['amount', 'ref-1'],
    )
    const [own] = await test.deps.applications.ofRequest('all', first.id)
    assert.ok(own)
    const scope = { enterpriseId: who.enterpriseId }
    await test.deps.requests.withdraw(scope, own.id, { reason: '另有安排', shown: own.version }, who.mover)
    assert.equal((await test.deps.requests.get(scope, first.id)).holding, false)
    assert.equal((await test.deps.requests.leftOf(who.need)).leftFen, wan(100))
    const second = await test.deps.requests.submit(who.enterpriseId, again, who.mover)
    assert.ok(second.ok)
    assert.equal((await test.deps.audit.verify()).sound, true)
  })
})
