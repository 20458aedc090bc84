import assert from 'node:assert/strict'
import { afterMoveSteps } from '../../src/after-move.js'
import {
  applicationsService,
  MoveRefused,
  Overtaken,
  type Application,
  type FinancingRequest,
} from '../../src/applications/index.js'
import { inTransaction } from '../../src/db/index.js'
import { offersService, SETTLED_REASON, type ChoiceCommand } from '../../src/offers/index.js'
import { pageErrorOf } from '../../src/error-pages.js'
import { ChoiceOvertaken } from '../../src/offers/use-cases/choose-offers.js'
import { startApp, type TestApp } from '../support/app.js'
import { enterHall, enterOffer, enterRequest, moverAs, offeredTerms, statesOf, WAN } from '../support/offers.js'
import { openPerson } from '../support/people.js'
import { notFound } from '../support/refusals.js'

const START = new Date('2026-11-20T02:00:00Z')

describe('choosing offers', () => {
  let test: TestApp
  let now = START
  let enterpriseId = ''

  before(async () => {
    test = await startApp({ now: () => now })
    enterpriseId = (await openPerson(test, 'owner')).organisation.id
  })
  beforeEach(() => {
    now = START
  })
  after(() => test.close())

  const bank = (name: string) => ({ bankId: `bank-${name}`, bankName: `${name}行` })
  const offered = (request: FinancingRequest, name: string, changes = {}) =>
    enterOffer(test, request, { ...bank(name), terms: offeredTerms(changes) })
  const pick = ({ id, version }: Application, wan: number) => ({
    ...{ applicationId: id, amountFen: wan * WAN },
    shown: version,
  })
  const choose = (request: FinancingRequest, order: Partial<ChoiceCommand>, offers = test.deps.offers) =>
    offers.choose({
      ...{ enterpriseId, requestId: request.id, picks: [], rest: null, choice: 0 },
      mover: moverAs('enterprise', '张三', enterpriseId),
      ...order,
    })
  const noticesOf = async (bankId: string): Promise<readonly string[]> => {
    const person = await openPerson(test, 'manager', { organisation: { kind: 'bank', id: bankId } })
    const { notices } = await test.deps.notices.list({ ...person }, { skip: 0, limit: 50 })
    return notices.map(({ text }) => text)
  }
  const moveOn = (application: Application, action: 'decline' | 'approve' | 'sign' | 'withdraw', set = {}) =>
    test.deps.applications.move('all', application.id, {
      action,
      mover: action === 'withdraw' ? moverAs('enterprise') : moverAs('officer', '王经理', application.bankId),
      ...(action === 'withdraw' && { reason: '不再需要' }),
      ...(action === 'sign' && { detail: { loanId: 'loan-1' } }),
      set,
    })
  const refusal = {
    ...{ code: 'quota-used', text: '额度用完', condition: null, wayOn: '可改投其他银行。', at: START, by: '王经理' },
  } as const
  const decision = (wan: number) => ({
    ...{ amountFen: wan * WAN, rateBp: 345, months: 36, conditions: '', at: START, by: '王经理', proposedBy: null },
  })

  it('lets the chosen bank go on, withdraws the others with the reason and tells everybody', async () => {
    const request = await enterRequest(test, enterpriseId)
    const [one, other] = [await offered(request, '甲'), await offered(request, '乙')]
    await enterOffer(test, request, { ...bank('丙'), terms: null })
    const chosen = await choose(request, { picks: [pick(one, 800)] })
    assert.ok(chosen.ok)
    assert.deepEqual(await statesOf(test, request.id), { 甲行: 'chosen', 乙行: 'withdrawn', 丙行: 'withdrawn' })
    const [last] = (await test.deps.applications.movesOf(other.id)).toReversed()
    assert.deepEqual([last?.action, last?.by.kind, last?.reason], ['withdraw', 'system', SETTLED_REASON])
    assert.ok((await noticesOf('bank-甲')).some((text) => text.includes('企业选定方案')))
    assert.ok((await noticesOf('bank-丙')).some((text) => text.includes(SETTLED_REASON)))
  })

  it('takes a combination, each with the amount that was chosen of it', async () => {
    const request = await enterRequest(test, enterpriseId)
    const [one, other] = [await offered(request, '甲'), await offered(request, '乙', { amountFen: 500 * WAN })]
    assert.ok((await choose(request, { picks: [pick(one, 300.5), pick(other, 499.5)] })).ok)
    const all = await test.deps.applications.ofRequest('all', request.id)
    assert.deepEqual(
      all.map(({ state, amountFen, offer }) => [state, amountFen, offer?.terms.amountFen]),
      [
        ['chosen', 30_050_000_000 / 100, 800 * WAN],
        ['chosen', 49_950_000_000 / 100, 500 * WAN],
      ],
    )
  })

  it('keeps the others at work for the rest when the enterprise says so, and ends them with the choice that covers it', async () => {
    const request = await enterRequest(test, enterpriseId, { channel: 'hall' })
    await enterHall(test, request)
    const [one, other] = [await offered(request, '甲'), await offered(request, '乙')]
    await offered(request, '丙')
    const first = await choose(request, { picks: [pick(one, 500)], rest: 'keep' })
    assert.ok(first.ok && first.value.kept)
    assert.deepEqual(await statesOf(test, request.id), {
      ...{ 大厅: 'claimed', 甲行: 'chosen', 乙行: 'offered', 丙行: 'offered' },
    })
    const second = await choose(request, { picks: [pick(other, 300)], rest: 'keep', choice: 1 })
    assert.ok(second.ok && !second.value.kept, 'nothing is left to keep anybody for')
    assert.deepEqual(await statesOf(test, request.id), {
      ...{ 大厅: 'chosen', 甲行: 'chosen', 乙行: 'chosen', 丙行: 'withdrawn' },
    })
  })

  it('ends the others at once when the rest is not needed', async () => {
    const request = await enterRequest(test, enterpriseId)
    const one = await offered(request, '甲')
    await offered(request, '乙')
    assert.ok((await choose(request, { picks: [pick(one, 500)], rest: 'end' })).ok)
    assert.deepEqual(await statesOf(test, request.id), { 甲行: 'chosen', 乙行: 'withdrawn' })
  })

  it('writes nothing when the guard refuses', async () => {
    const request = await enterRequest(test, enterpriseId)
    const [one, other] = [await offered(request, '甲'), await offered(request, '乙')]
    const refused = await choose(request, { picks: [pick(one, 500), pick(other, 301)] })
    assert.ok(!refused.ok)
    assert.deepEqual(await statesOf(test, request.id), { 甲行: 'offered', 乙行: 'offered' })
    assert.equal((await test.deps.offers.requestOf(enterpriseId, request.id)).choice.version, 0)
  })

  it('refuses an offer that has run out, though nothing has noted it yet', async () => {
    const request = await enterRequest(test, enterpriseId)
    const one = await offered(request, '甲', { validUntil: '2026-11-25' })
    now = new Date('2026-11-25T16:00:00Z')
    const refused = await choose(request, { picks: [pick(one, 800)] })
    assert.ok(!refused.ok)
    assert.match(refused.error[0]?.message ?? '', /已经过期/)
  })

  it('is refused when the bank has changed its offer since the page was shown', async () => {
    const request = await enterRequest(test, enterpriseId)
    const one = await offered(request, '甲')
    const offer = { id: 'offer-2', terms: offeredTerms({ rateBp: 400 }), at: now, by: '王经理' }
    const mover = moverAs('officer')
    await test.deps.applications.move('all', one.id, { action: 'revise', mover, set: { offer } })
    await assert.rejects(choose(request, { picks: [pick(one, 800)] }), Overtaken)
    const declined = await moveOn(one, 'decline', { refusal })
    await assert.rejects(choose(request, { picks: [pick(declined, 800)] }), MoveRefused)
    assert.deepEqual(await statesOf(test, request.id), { 甲行: 'declined' })
  })

  it('is not found for another enterprise, nor with an offer of another request', async () => {
    const request = await enterRequest(test, enterpriseId)
    const elsewhere = await offered(await enterRequest(test, enterpriseId), '甲')
    const stranger = (await openPerson(test, 'owner')).organisation.id
    const one = await offered(request, '甲')
    await assert.rejects(choose(request, { enterpriseId: stranger, picks: [pick(one, 800)] }), notFound)
    await assert.rejects(choose(request, { picks: [pick(elsewhere, 800)] }), notFound)
  })

  it('lets one of two people win who choose at once, and tells the other', async () => {
    for (const rest of ['keep', 'end'] as const) {
      const request = await enterRequest(test, enterpriseId)
      const [one, other] = [await offered(request, '甲'), await offered(request, '乙')]
      const outcomes = await Promise.allSettled([
        choose(request, { picks: [pick(one, 500)], rest, mover: moverAs('enterprise', '张三') }),
        choose(request, { picks: [pick(other, 500)], rest, mover: moverAs('enterprise', '李四') }),
      ])
      const lost = outcomes.filter((outcome) => outcome.status === 'rejected')
      assert.equal(lost.length, 1)
      assert.ok(lost[0]?.reason instanceof ChoiceOvertaken, String(lost[0]?.reason))
      assert.match(pageErrorOf(lost[0].reason)?.publicMessage ?? '', /(张三|李四)于 2026年11月20日/)
      const states = Object.values(await statesOf(test, request.id))
      assert.equal(states.filter((state) => state === 'chosen').length, 1)
    }
  })

  it('brings the request back to the hall when the only chosen bank declines, and tells the enterprise what it can do', async () => {
    const owner = await openPerson(test, 'owner')
    const mine = owner.organisation.id
    const request = await enterRequest(test, mine, { channel: 'hall' })
    await enterHall(test, request)
    const one = await offered(request, '甲')
    await offered(request, '乙')
    const order = { enterpriseId: mine, picks: [pick(one, 800)] }
    assert.ok((await choose(request, order)).ok)
    await moveOn(one, 'decline', { refusal })
    assert.deepEqual(await statesOf(test, request.id), { 大厅: 'open', 甲行: 'declined', 乙行: 'withdrawn' })
    const { notices } = await test.deps.notices.list({ ...owner }, { skip: 0, limit: 50 })
    const told = notices.find(({ subject }) => subject.includes('接下来可以怎么办'))
    assert.match(told?.text ?? '', /甲行未能批准.*\n需求已经回到需求大厅.*\n.*再次申请，请先撤回大厅的申请/)
    assert.equal(told?.href, `/enterprise/requests/${request.id}/offers`)
  })

  it('leaves the hall settled while another chosen bank goes on, and done with once all that were chosen have signed', async () => {
    const request = await enterRequest(test, enterpriseId, { channel: 'hall' })
    await enterHall(test, request)
    const [one, other] = [await offered(request, '甲'), await offered(request, '乙')]
    assert.ok((await choose(request, { picks: [pick(one, 400), pick(other, 400)] })).ok)
    await moveOn(one, 'decline', { refusal })
    assert.equal((await statesOf(test, request.id)).大厅, 'chosen')
    await moveOn(other, 'approve', { decision: decision(400) })
    assert.equal((await statesOf(test, request.id)).大厅, 'chosen')
    await moveOn(other, 'sign')
    assert.deepEqual(await statesOf(test, request.id), { 大厅: 'closed', 甲行: 'declined', 乙行: 'contracted' })
  })

  it('is done with the hall, too, when the last bank that was to decide declines after another has signed', async () => {
    const request = await enterRequest(test, enterpriseId, { channel: 'hall' })
    await enterHall(test, request)
    const [one, other] = [await offered(request, '甲'), await offered(request, '乙')]
    assert.ok((await choose(request, { picks: [pick(one, 400), pick(other, 400)] })).ok)
    await moveOn(one, 'approve', { decision: decision(400) })
    await moveOn(one, 'sign')
    assert.equal((await statesOf(test, request.id)).大厅, 'chosen')
    await moveOn(other, 'decline', { refusal })
    assert.deepEqual(await statesOf(test, request.id), { 大厅: 'closed', 甲行: 'contracted', 乙行: 'declined' })
  })

  it('does not leave the hall settled on nothing when the enterprise takes its chosen application back', async () => {
    const request = await enterRequest(test, enterpriseId, { channel: 'hall' })
    await enterHall(test, request)
    const one = await offered(request, '甲')
    assert.ok((await choose(request, { picks: [pick(one, 800)] })).ok)
    await moveOn(one, 'withdraw')
    assert.deepEqual(await statesOf(test, request.id), { 大厅: 'open', 甲行: 'withdrawn' })
  })

  it('leaves one audit event of the choice beside those of the moves, and a sound chain', async () => {
    const request = await enterRequest(test, enterpriseId)
    const one = await offered(request, '甲')
    assert.ok((await choose(request, { picks: [pick(one, 800)] })).ok)
    const { events } = await test.deps.audit.list({}, { number: 1, size: 2 })
    assert.deepEqual(
      events.map(({ name }) => name),
      ['OFFERS_CHOSEN', 'APPLICATION_CHOOSE'],
    )
    const detail = { kept: false, picks: [{ amountFen: 800 * WAN, applicationId: one.id }] }
    assert.equal(events[0]?.detail, JSON.stringify(detail))
    assert.ok((await test.deps.audit.verify()).sound)
  })

  describe('as days go by', () => {
    it('lets an offer expire on the day after its last one, once, whoever asks', async () => {
      const request = await enterRequest(test, enterpriseId)
      const ends = await offered(request, '甲', { validUntil: '2026-11-23' })
      await offered(request, '乙', { validUntil: '2026-11-24' })
      now = new Date('2026-11-23T15:59:59Z')
      assert.equal(await test.deps.offers.expireDue(), 0)
      now = new Date('2026-11-23T16:00:00Z')
      const expired = await Promise.all([test.deps.offers.expireDue(), test.deps.offers.expireDue()])
      assert.equal(expired[0] + expired[1], 1)
      assert.deepEqual(await statesOf(test, request.id), { 甲行: 'expired', 乙行: 'offered' })
      const [last] = (await test.deps.applications.movesOf(ends.id)).toReversed()
      assert.match(last?.reason ?? '', /2026年11月23日/)
    })

    it('leaves samples and offers that were chosen as they are', async () => {
      const request = await enterRequest(test, enterpriseId)
      const one = await offered(request, '甲', { validUntil: '2026-11-25' })
      assert.ok((await choose(request, { picks: [pick(one, 800)] })).ok)
      const sample = await enterRequest(test, enterpriseId, { isSample: true })
      await offered(sample, '乙', { validUntil: '2026-11-25' })
      now = new Date('2027-01-10T02:00:00Z')
      await test.deps.offers.expireDue()
      assert.deepEqual(await statesOf(test, request.id), { 甲行: 'chosen' })
      assert.deepEqual(await statesOf(test, sample.id), { 乙行: 'offered' })
    })
  })

  it('does not survive half: a choice whose transaction ends in a fault leaves everything as it was', async () => {
    const request = await enterRequest(test, enterpriseId)
    const one = await offered(request, '甲')
    await offered(request, '乙')
    // A hook that fails at the last moment stands for a process that dies there.
    const parts = { ...test.deps, connection: test.deps.db.connection }
    const applications = applicationsService({
      ...parts,
      afterMove: () => [
        ...afterMoveSteps(test.deps),
        (_session, { move }) =>
          move.requestId === request.id && move.action === 'withdraw'
            ? Promise.reject(new Error('stopped here'))
            : Promise.resolve(),
      ],
    })
    const stopped = offersService({ ...parts, applications })
    await assert.rejects(choose(request, { picks: [pick(one, 800)] }, stopped), /stopped here/)
    assert.deepEqual(await statesOf(test, request.id), { 甲行: 'offered', 乙行: 'offered' })
    const count = await inTransaction(test.deps.db.connection, (session) =>
      test.deps.applications.ofRequest('all', request.id, session),
    )
    assert.ok(count.every(({ version }) => version === one.version))
  })
})
