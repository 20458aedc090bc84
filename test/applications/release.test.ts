import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  portal,
  type MoveAction,
  type Application,
  type MoveOrder,
  type FinancingRequest,
} from '../../src/applications/index.js'
import type { ReservedItem } from '../../src/applications/reservations/reservation.js'
import { securityItem } from '../../src/applications/reservations/reserve.js'
import { remainingReservation, type Standing } from '../../src/applications/reservations/release.js'
import { inTransaction, newRecordId } from '../../src/db/index.js'
import { startApp, type TestApp } from '../support/app.js'
import { clerk } from '../support/loans.js'
import { applicant, submission, submitted, wan, type Applicant } from './applying.js'
import { refusedWith } from '../support/refusals.js'

const HOUSE = '新2024-A-01'
const house = { kind: '房产', reference: HOUSE, valueFen: wan(150), pledgedFen: null }
const offerOf = (takenFen: number | null): NonNullable<Application['offer']> => ({
  id: newRecordId(),
  terms: {
    ...{ amountFen: wan(50), rateBp: 360, months: 12, method: '等额本金', dayCount: 'month', fees: [] },
    securities: takenFen === 0 ? [] : [{ kind: '房产', reference: ` ${HOUSE.toLowerCase()}`, valueFen: takenFen }],
    conditions: '',
    validUntil: '2026-12-31',
  },
  at: new Date('2026-11-20T02:00:00Z'),
  by: '客户经理李',
})
const refusal: NonNullable<Application['refusal']> = {
  code: 'condition-failed',
  text: '现金流不足',
  condition: null,
  wayOn: '可以换一家银行',
  at: new Date('2026-11-20T02:00:00Z'),
  by: '客户经理李',
}

describe('what a request still has set aside', () => {
  const request = { amountFen: 50, securities: [{ ...house, valueFen: 100 }] }
  const standing = (state: Application['state'], signedFen = 0, taken: number | null = 0): Standing => ({
    ...{ state, signedFen },
    offer: offerOf(taken),
  })

  it('is all of it while one application is open, then what is signed, then nothing', () => {
    assert.equal(remainingReservation(request, [standing('contracted', 10), standing('offered')]), request)
    assert.deepEqual(remainingReservation(request, [standing('contracted', 10, 30), standing('declined')]), {
      amountFen: 10,
      securities: [{ ...house, valueFen: 100, pledgedFen: 30 }],
    })
    assert.deepEqual(remainingReservation(request, [standing('disbursing', 10), standing('repaying', 15)]), {
      ...{ amountFen: 25, securities: [] },
    })
    assert.equal(remainingReservation(request, [standing('closed', 10, 30), standing('withdrawn')]), null)
  })

  it('keeps every pledge where no offer says what a contract rests on, and a thing of unknown value whole', () => {
    assert.deepEqual(remainingReservation(request, [{ state: 'contracted', signedFen: 10, offer: null }])?.securities, [
      { ...house, valueFen: 100 },
    ])
    const unknown = { ...house, valueFen: null }
    const taking = { ...request, securities: [unknown] }
    assert.deepEqual(remainingReservation(taking, [standing('contracted', 10, 30)])?.securities, [unknown])
  })

  it('never passes what was asked for and pledged', () => {
    const one = fc.record({
      state: fc.constantFrom('contracted' as const, 'repaying' as const, 'declined' as const),
      signedFen: fc.integer({ min: 1, max: 90 }),
      taken: fc.integer({ min: 0, max: 200 }),
    })
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 3 }), (all) => {
        const kept = remainingReservation(
          request,
          all.map(({ state, signedFen, taken }) => standing(state, signedFen, taken)),
        )
        assert.ok((kept?.amountFen ?? 0) <= 50)
        const pledged = (kept?.securities ?? []).reduce((sum, { pledgedFen }) => sum + (pledgedFen ?? 100), 0)
        assert.ok(pledged <= 100)
      }),
    )
  })
})

describe('share and pledge of a request', function () {
  this.timeout(120_000)
  let test: TestApp
  before(async () => {
    test = await startApp()
  })
  after(() => test.close())

  const heldOf = async ({ need }: Applicant) => (await test.deps.requests.leftOf(need)).heldFen
  const pledgedOf = async ({ enterpriseId }: Applicant) => {
    const guard = await test.deps.db.connection
      .collection<ReservedItem & { readonly _id: string }>('application_guards')
      .findOne({ _id: securityItem(enterpriseId, HOUSE) })
    return (guard?.holds ?? []).reduce((sum, { fen, ofFen }) => sum + (fen ?? ofFen ?? 0), 0)
  }

  const banksOf = async ({ id }: FinancingRequest) =>
    (await test.deps.applications.ofRequest('all', id)).filter(({ kind }) => kind === 'bank')
  /** A second bank of the same request. */
  async function alsoAt(request: FinancingRequest): Promise<void> {
    const [first] = await banksOf(request)
    assert.ok(first)
    const second = { ...first, id: newRecordId(), number: `${first.number}x`, bankId: 'bank-2' }
    await inTransaction(test.deps.db.connection, (session) =>
      test.deps.applications.context.applications.insert(session, [second]),
    )
  }
  const stand = (id: string, fields: Partial<Application>) =>
    test.deps.db.connection
      .collection('applications')
      .updateOne({ _id: id as never }, { $set: { step: null, ...fields } })
  async function sign(id: string, amountFen: number, takenFen: number): Promise<void> {
    await stand(id, { state: 'approved', offer: offerOf(takenFen) })
    await move(id, 'sign', { detail: { loanId: newRecordId(), amountFen } })
  }
  const move = (id: string, action: MoveAction, order: Partial<MoveOrder> = {}) =>
    test.deps.applications.move('all', id, { action, mover: clerk, ...order })

  it('shrink to what is signed: asked 50, signed 10 leaves 90 of 100 and all of the house but what the bank takes', async () => {
    const who = await applicant(test)
    const request = await submitted(test, who, { securities: [house] })
    const [own] = await banksOf(request)
    assert.ok(own)
    assert.deepEqual([await heldOf(who), await pledgedOf(who)], [wan(50), wan(150)])
    await sign(own.id, wan(10), wan(30))
    assert.deepEqual([await heldOf(who), await pledgedOf(who)], [wan(10), wan(30)])
    const more = await submission(test, who, {
      amountFen: wan(90),
      securities: [{ ...house, pledgedFen: wan(120) }],
    })
    const again = await test.deps.requests.submit(who.enterpriseId, more, who.mover)
    assert.ok(again.ok, again.ok ? '' : JSON.stringify(again.faults))
    assert.equal(await heldOf(who), wan(100))
    assert.equal((await test.deps.audit.verify()).sound, true)
  })

  it('are taken again for a refused application that is opened anew, and not where somebody else has them', async () => {
    const who = await applicant(test)
    const request = await submitted(test, who, { amountFen: wan(50), securities: [house] })
    await alsoAt(request)
    const [one, other] = await banksOf(request)
    assert.ok(one && other)
    await sign(one.id, wan(10), wan(30))
    assert.equal(await heldOf(who), wan(50), 'the other bank may still lend the rest')
    await move(other.id, 'decline', { set: { refusal } })
    assert.equal(await heldOf(who), wan(10))
    await move(other.id, 'reopen', { reason: '补充了材料' })
    assert.deepEqual([await heldOf(who), await pledgedOf(who)], [wan(50), wan(150)])
    await move(other.id, 'decline', { set: { refusal } })
    await submitted(test, who, { amountFen: wan(80) })
    await assert.rejects(
      move(other.id, 'reopen', { reason: '补充了材料' }),
      refusedWith({ status: 409, title: /不能重新审查/ }),
    )
    assert.equal(await heldOf(who), wan(90))
  })

  it('shrink, too, when the last two applications are signed and refused at the same moment', async () => {
    const who = await applicant(test)
    const request = await submitted(test, who, { securities: [house] })
    await alsoAt(request)
    const [one, other] = await banksOf(request)
    assert.ok(one && other)
    await stand(one.id, { state: 'approved', offer: offerOf(wan(30)) })
    await Promise.all([
      move(one.id, 'sign', { detail: { loanId: newRecordId(), amountFen: wan(10) } }),
      move(other.id, 'decline', { set: { refusal } }),
    ])
    assert.deepEqual([await heldOf(who), await pledgedOf(who)], [wan(10), wan(30)])
  })

  it('never pass the need, and never what could still be lent, whatever happens in whatever order', async () => {
    const step = fc.record({
      what: fc.constantFrom('submit', 'submit', 'sign', 'sign', 'decline', 'withdraw', 'reopen', 'close'),
      which: fc.nat(7),
      amount: fc.integer({ min: 1, max: 60 }),
    })
    let counted = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        const who = await applicant(test)
        const requests: FinancingRequest[] = []
        const signed = new Map<string, number>()
        for (const { what, which, amount } of steps) {
          if (what === 'submit') {
            const pledged = { ...house, pledgedFen: wan(amount) }
            const given = await submission(test, who, { amountFen: wan(amount), securities: [pledged] })
            const outcome = await test.deps.requests.submit(who.enterpriseId, given, who.mover)
            if (outcome.ok) {
              requests.push(outcome.request)
              if (which % 2 === 0) await alsoAt(outcome.request)
            }
          } else {
            const all = (await Promise.all(requests.map(banksOf))).flat()
            const one = all[which % Math.max(1, all.length)]
            if (one) await happen(what, one, amount, signed)
          }
          const needed = (await Promise.all(requests.map((request) => lendable(request, signed)))).reduce(
            (a, b) => a + b,
            0,
          )
          const held = await heldOf(who)
          assert.equal(held, needed)
          assert.ok(held <= wan(100))
          assert.ok((await pledgedOf(who)) <= wan(150))
          counted += 1
        }
      }),
      { numRuns: 12, seed: 20261122 },
    )
    assert.ok(counted > 40)
  })

  async function happen(what: string, one: Application, amount: number, signed: Map<string, number>): Promise<void> {
    const { id, state } = one
    if (what === 'sign' && state === 'submitted') {
      const fen = Math.min(wan(amount), Math.floor(one.amountFen / 2))
      await sign(id, fen, fen)
      signed.set(id, fen)
    } else if (what === 'decline' && ['submitted', 'due_diligence'].includes(state)) {
      await move(id, 'decline', { set: { refusal } })
    } else if (what === 'withdraw' && ['submitted', 'due_diligence'].includes(state)) {
      await move(id, 'withdraw', { mover: portal, reason: '另有安排' })
    } else if (what === 'reopen' && state === 'declined') {
      await move(id, 'reopen', { reason: '补充了材料' }).catch((error: unknown) => {
        refusedWith({ status: 409 })(error)
      })
    } else if (what === 'close' && state === 'contracted') {
      await stand(id, { state: 'repaying' })
      await move(id, 'close')
    }
  }

  /** All that is asked for while a bank may lend it; then what is lent. */
  async function lendable(request: FinancingRequest, signed: ReadonlyMap<string, number>): Promise<number> {
    const states = (await banksOf(request)).map(({ id, state }) => ({ id, state }))
    if (states.some(({ state }) => ['submitted', 'due_diligence'].includes(state))) return request.amountFen
    return states.reduce((sum, { id, state }) => sum + (state === 'contracted' ? (signed.get(id) ?? 0) : 0), 0)
  }
})
