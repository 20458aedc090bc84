import assert from 'node:assert/strict'
import fc from 'fast-check'
import { datedSchedule } from '../../src/finance/index.js'
import { addDays, addMonths } from '../../src/kernel/dates.js'
import { loanBalance, type LoanEvent } from '../../src/loans/rules/loan-balance.js'
import type { Contract } from '../../src/loans/rules/loan.js'
import { unpaidAmounts, overdueOn } from '../../src/loans/rules/overdue.js'

const METHODS = ['等额本息', '等额本金', '先息后本', '到期一次还本付息', '按计划还本'] as const
const DAY_COUNTS = ['month', 'actual/360', 'actual/365'] as const

export const contractWith = (given: Partial<Contract> = {}): Contract => ({
  contractNumber: 'HT-1',
  amountFen: 120_000_000,
  rateBp: 360,
  months: 12,
  method: '等额本金',
  dayCount: 'month',
  plan: [],
  signedOn: '2026-01-15',
  firstDueOn: '2026-02-20',
  maturity: '2027-01-20',
  guarantee: '信用',
  fees: [],
  ...given,
})

const draw = (on: string, amountFen: number): LoanEvent => ({ kind: 'draw', on, amountFen })
const pay = (on: string, principalFen: number, interestFen = 0, prepaidFen = 0): LoanEvent => {
  return { kind: 'pay', on, principalFen, interestFen, prepaidFen }
}
const account = (contract: Contract, events: readonly LoanEvent[]) => {
  const worked = loanBalance(contract, events)
  assert.ok(worked.ok, worked.ok ? '' : worked.error)
  return worked.value
}

const plan = [
  { dueOn: '2026-06-20', principalFen: 20_000_000 },
  { dueOn: '2026-12-31', principalFen: 40_000_000 },
  { dueOn: '2027-01-20', principalFen: 60_000_000 },
]
const anyContract = fc
  .record({
    method: fc.constantFrom(...METHODS),
    dayCount: fc.constantFrom(...DAY_COUNTS),
    rateBp: fc.integer({ min: 0, max: 2400 }),
    day: fc.integer({ min: 0, max: 30 }),
    months: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ day, months, method, ...rest }) => {
    const firstDueOn = addDays('2026-02-01', day)
    const maturity = addMonths(firstDueOn, months - 1)
    const planned = [...plan.filter(({ dueOn }) => dueOn < maturity), { dueOn: maturity, principalFen: 60_000_000 }]
    return contractWith({ ...rest, method, months, firstDueOn, maturity, plan: method === '按计划还本' ? planned : [] })
  })

/** Payments and drawdowns at random; those that the account refuses are left out, as the portal would. */
const anyStep = fc.record({
  after: fc.integer({ min: 0, max: 45 }),
  kind: fc.constantFrom('draw' as const, 'pay' as const, 'ahead' as const),
  share: fc.double({ min: 0.01, max: 1, noNaN: true }),
})

describe('the account of a loan', () => {
  it('has exactly the balance left in its due list, whatever was drawn and paid, and never less than nothing', () => {
    fc.assert(
      fc.property(anyContract, fc.array(anyStep, { maxLength: 14 }), (contract, steps) => {
        let day = contract.signedOn
        let events: readonly LoanEvent[] = []
        let [drawn, paid] = [0, 0]
        for (const { after, kind, share } of steps) {
          day = addDays(day, after)
          const amount =
            kind === 'draw' ? Math.ceil(contract.amountFen * share) : Math.max(1, Math.floor((drawn - paid) * share))
          const interest = Math.floor(amount / 100)
          const event = kind === 'draw' ? draw(day, amount) : pay(day, amount, interest, kind === 'ahead' ? amount : 0)
          const next = loanBalance(contract, [...events, event])
          if (!next.ok) continue
          events = [...events, event]
          if (kind === 'draw') drawn += amount
          else paid += amount
          const { dues, balanceFen, drawnFen, creditFen } = next.value
          assert.equal(drawnFen, drawn)
          assert.equal(balanceFen, drawn - paid)
          assert.ok(balanceFen >= 0 && drawnFen <= contract.amountFen)
          assert.equal(unpaidAmounts(dues).principalFen, balanceFen, 'the due list')
          for (const due of dues) {
            assert.ok([due.principalFen, due.interestFen, due.paidPrincipalFen].every(Number.isSafeInteger))
            assert.ok(due.principalFen >= 0 && due.interestFen >= 0)
            assert.ok(due.paidPrincipalFen <= due.principalFen && due.paidInterestFen <= due.interestFen)
          }
          const given = events.reduce((sum, one) => sum + (one.kind === 'pay' ? one.interestFen : 0), 0)
          assert.equal(dues.reduce((sum, { paidInterestFen }) => sum + paidInterestFen, 0) + creditFen, given)
          assert.deepEqual(
            [...dues].map(({ dueOn }) => dueOn),
            [...new Set(dues.map(({ dueOn }) => dueOn))].sort(),
          )
          assert.ok(dues.every(({ dueOn }) => dueOn <= contract.maturity))
        }
      }),
      { numRuns: 120 },
    )
  })

  it('is the same whatever the order in which events of different days were entered', () => {
    const contract = contractWith()
    const events = [
      draw('2026-01-20', 60_000_000),
      pay('2026-02-20', 5_000_000, 180_000),
      draw('2026-03-01', 60_000_000),
    ]
    assert.deepEqual(account(contract, events), account(contract, events.toReversed()))
  })

  it('is paid off to the fen when each due is paid on its day, by every method and day count', () => {
    for (const method of METHODS) {
      for (const dayCount of DAY_COUNTS) {
        const contract = contractWith({ method, dayCount, plan: method === '按计划还本' ? plan : [] })
        let events: readonly LoanEvent[] = [draw('2026-01-20', 99_999_999)]
        for (const due of account(contract, events).dues) {
          events = [...events, pay(due.dueOn, due.principalFen, due.interestFen)]
        }
        const { balanceFen, dues, creditFen } = account(contract, events)
        assert.equal(balanceFen, 0, method)
        assert.equal(creditFen, 0)
        assert.deepEqual(unpaidAmounts(dues), { principalFen: 0, interestFen: 0 }, `${method} ${dayCount}`)
      }
    }
  })

  it('divides a loan of 100 万 over three months, each within a fen of the third', () => {
    const contract = contractWith({ amountFen: 100_000_000, firstDueOn: '2026-02-15', maturity: '2026-04-15' })
    const { dues } = account(contract, [draw('2026-01-15', 100_000_000)])
    assert.deepEqual(
      dues.map(({ principalFen }) => principalFen),
      [33_333_333, 33_333_334, 33_333_333],
    )
    assert.deepEqual(
      dues.map(({ interestFen }) => interestFen),
      [300_000, 200_000, 100_000],
    )
  })

  it('counts the interest of a second drawdown from its own day', () => {
    const contract = contractWith({ method: '先息后本', dayCount: 'actual/360', rateBp: 360 })
    const { dues } = account(contract, [draw('2026-01-20', 36_000_000), draw('2026-02-10', 36_000_000)])
    // 36 万 × 3.6% ÷ 360 is 36 元 a day: 31 days on the first, 10 on the second.
    assert.equal(dues[0]?.interestFen, 31 * 3_600 + 10 * 3_600)
    assert.equal(dues[1]?.interestFen, 28 * 7_200)
  })

  it('leaves what has fallen due as it is when more is drawn', () => {
    const contract = contractWith()
    const before = account(contract, [draw('2026-01-20', 60_000_000)])
    const after = account(contract, [draw('2026-01-20', 60_000_000), draw('2026-04-20', 60_000_000)])
    assert.deepEqual(after.dues.slice(0, 3), before.dues.slice(0, 3))
    assert.equal(unpaidAmounts(after.dues).principalFen, 120_000_000)
    assert.ok((after.dues[3]?.principalFen ?? 0) > (before.dues[3]?.principalFen ?? 0))
  })

  it('lets interest end on the day of a prepayment, and not for an instalment that comes early', () => {
    const contract = contractWith({ method: '到期一次还本付息', dayCount: 'actual/365', rateBp: 365 })
    const drawn = draw('2026-01-20', 100_000_000)
    // 100 万 at 3.65 % is 100 元 a day; 365 days to maturity, 100 of them for the part paid ahead.
    const ahead = account(contract, [drawn, pay('2026-04-30', 50_000_000, 0, 50_000_000)])
    assert.deepEqual(
      ahead.dues.map(({ interestFen }) => interestFen),
      [100 * 10_000 + 265 * 5_000],
    )
    const early = account(contract, [drawn, pay('2026-04-30', 50_000_000)])
    assert.deepEqual(
      early.dues.map(({ interestFen }) => interestFen),
      [365 * 10_000],
    )
  })

  it('asks for the interest that has run up when all is paid ahead, and nothing more', () => {
    const contract = contractWith({ method: '先息后本', dayCount: 'actual/360', rateBp: 360 })
    const events = [draw('2026-01-20', 36_000_000), pay('2026-02-01', 36_000_000, 0, 36_000_000)]
    const { dues, balanceFen } = account(contract, events)
    assert.equal(balanceFen, 0)
    assert.deepEqual(
      dues.map(({ principalFen, interestFen }) => [principalFen, interestFen]),
      [[0, 12 * 3_600]],
    )
  })

  it('refuses more than the contract, less than nothing, and money after the maturity', () => {
    const contract = contractWith()
    const drawn = draw('2026-01-20', 120_000_000)
    assert.deepEqual(loanBalance(contract, [drawn, draw('2026-01-21', 1)]), { ok: false, error: 'over-contract' })
    assert.deepEqual(loanBalance(contract, [drawn, pay('2026-02-20', 120_000_001)]), { ok: false, error: 'below-zero' })
    assert.deepEqual(loanBalance(contract, [draw('2027-01-20', 1)]), { ok: false, error: 'after-maturity' })
    assert.deepEqual(loanBalance(contract, [pay('2026-01-19', 1), drawn]), { ok: false, error: 'below-zero' })
  })

  it('follows the plan to the fen when all is drawn, and in proportion when less is', () => {
    const contract = contractWith({ method: '按计划还本', plan })
    const parts = (amountFen: number) =>
      account(contract, [draw('2026-01-20', amountFen)])
        .dues.filter(({ principalFen }) => principalFen > 0)
        .map(({ dueOn, principalFen }) => [dueOn, principalFen])
    assert.deepEqual(
      parts(120_000_000),
      plan.map(({ dueOn, principalFen }) => [dueOn, principalFen]),
    )
    assert.deepEqual(parts(60_000_001), [
      ['2026-06-20', 10_000_000],
      ['2026-12-31', 20_000_000],
      ['2027-01-20', 30_000_001],
    ])
  })

  it('has the due list of the dated schedule as long as nothing is paid ahead', () => {
    for (const method of METHODS) {
      const contract = contractWith({ method, plan: method === '按计划还本' ? plan : [], dayCount: 'actual/360' })
      const drawdowns = [
        { on: '2026-01-20', amountFen: 40_000_001 },
        { on: '2026-02-03', amountFen: 7_000_000 },
        { on: '2026-05-27', amountFen: 12_345_678 },
      ]
      const { dues } = account(
        contract,
        drawdowns.map(({ on, amountFen }) => draw(on, amountFen)),
      )
      const { instalments } = datedSchedule({
        ...{ drawdowns, method, rateBp: contract.rateBp, dayCount: contract.dayCount },
        plan: contract.plan.map(({ dueOn, principalFen }) => ({ on: dueOn, amountFen: principalFen })),
        ...{ firstDueOn: contract.firstDueOn, dueDay: 20, maturityOn: contract.maturity },
      })
      assert.deepEqual(
        dues.map(({ dueOn }) => dueOn),
        instalments.map(({ dueOn }) => dueOn),
      )
      // A list that is made anew rounds anew, so single lines may differ by the fen that the last one takes.
      const close = instalments.every(({ principalFen, interestFen }, index) => {
        const due = dues[index]
        const near = (one: number, other: number) => Math.abs(one - other) <= dues.length
        return due !== undefined && near(due.principalFen, principalFen) && near(due.interestFen, interestFen)
      })
      assert.ok(close, method)
    }
  })
})

describe('overdue', () => {
  const contract = contractWith({ firstDueOn: '2026-01-31', maturity: '2026-12-31', signedOn: '2025-12-31' })
  const { dues } = account(contract, [draw('2025-12-31', 120_000_000)])

  it('falls due on the last day of months that have no thirty-first', () => {
    assert.deepEqual(
      dues.slice(0, 4).map(({ dueOn }) => dueOn),
      ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30'],
    )
    assert.deepEqual(
      dues.slice(0, 3).map(({ interestFen }) => interestFen),
      [360_000, 330_000, 300_000],
    )
  })

  it('begins on the day after the due date and counts every missed date', () => {
    assert.equal(overdueOn(dues, '2026-01-31'), null)
    assert.deepEqual(overdueOn(dues, '2026-02-01'), {
      since: '2026-01-31', days: 1, principalFen: 10_000_000, interestFen: 360_000,
    }) // prettier-ignore
    assert.deepEqual(overdueOn(dues, '2026-03-01'), {
      since: '2026-01-31', days: 29, principalFen: 20_000_000, interestFen: 690_000,
    }) // prettier-ignore
  })

  it('is over when what was missed is paid, partly or in full', () => {
    const part = account(contract, [draw('2025-12-31', 120_000_000), pay('2026-02-05', 4_000_000, 360_000)])
    assert.deepEqual(overdueOn(part.dues, '2026-02-06'), {
      since: '2026-01-31', days: 6, principalFen: 6_000_000, interestFen: 0,
    }) // prettier-ignore
    const all = account(contract, [draw('2025-12-31', 120_000_000), pay('2026-02-05', 10_000_000, 360_000)])
    assert.equal(overdueOn(all.dues, '2026-02-06'), null)
  })
})
