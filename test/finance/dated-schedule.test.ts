import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  datedSchedule,
  OFFERED_METHODS,
  monthlySchedule,
  type DatedLoan,
  type DatedSchedule,
  type DatedDrawdown,
} from '../../src/finance/index.js'
import { addDays, addMonths, partsOf } from '../../src/kernel/dates.js'

const START = '2026-01-15'
const MILLION = 100_000_000
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const principals = ({ instalments }: DatedSchedule) => instalments.map(({ principalFen }) => principalFen)
const payments = ({ instalments }: DatedSchedule) => instalments.map(({ paymentFen }) => paymentFen)

function loan(
  changes: Partial<Omit<DatedLoan, 'months' | 'maturityOn'>> & { readonly months?: number } = {},
): DatedLoan {
  return {
    drawdowns: [{ on: START, amountFen: MILLION }],
    method: '等额本息',
    rateBp: 345,
    dayCount: 'month',
    firstDueOn: '2026-02-15',
    dueDay: 15,
    months: 12,
    ...changes,
  }
}

/** Loans of every method with one to four drawdowns, first due days from a day to two months off. */
const loans: fc.Arbitrary<DatedLoan> = fc
  .record({
    method: fc.constantFrom(...OFFERED_METHODS),
    months: fc.integer({ min: 3, max: 60 }),
    rateBp: fc.integer({ min: 0, max: 1500 }),
    dayCount: fc.constantFrom('month' as const, 'actual/360' as const, 'actual/365' as const),
    first: fc.integer({ min: 1, max: 60 }),
    dueDay: fc.integer({ min: 1, max: 31 }),
    startOffset: fc.integer({ min: 0, max: 365 }),
    later: fc.array(
      fc.record({ days: fc.integer({ min: 0, max: 80 }), amountFen: fc.integer({ min: 1, max: 1e12 }) }),
      {
        maxLength: 3,
      },
    ),
    amountFen: fc.integer({ min: 1, max: 1e12 }),
  })
  .map(({ months, first, startOffset, later, amountFen, ...rest }) => {
    const start = addDays(START, startOffset)
    const total = amountFen + sum(later.map((drawdown) => drawdown.amountFen))
    return {
      ...rest,
      months,
      firstDueOn: addDays(start, first),
      drawdowns: [
        { on: start, amountFen },
        ...later.map(({ days, amountFen: fen }) => ({ on: addDays(start, days), amountFen: fen })),
      ],
      plan: [
        { month: 2, amountFen: Math.max(1, Math.floor(total / 3)) },
        { month: months, amountFen: Math.max(1, total - Math.max(1, Math.floor(total / 3))) },
      ],
    }
  })

describe('a schedule by real days', () => {
  it('repays every drawdown to the fen, whatever the method, the days and the drawdowns', () => {
    fc.assert(
      fc.property(loans, (one) => {
        const { instalments, drawnFen, totalInterestFen, totalPaymentFen } = datedSchedule(one)
        assert.equal(sum(instalments.map(({ principalFen }) => principalFen)), drawnFen)
        assert.equal(drawnFen, sum(one.drawdowns.map(({ amountFen }) => amountFen)))
        assert.equal(sum(instalments.map(({ drawnFen: drawn }) => drawn)), drawnFen)
        assert.equal(sum(instalments.map(({ interestFen }) => interestFen)), totalInterestFen)
        assert.equal(totalPaymentFen, drawnFen + totalInterestFen)
        let balance = 0
        for (const { principalFen, interestFen, balanceFen, drawnFen: drawn } of instalments) {
          for (const fen of [principalFen, interestFen, balanceFen]) assert.ok(Number.isSafeInteger(fen) && fen >= 0)
          balance += drawn - principalFen
          assert.equal(balanceFen, balance)
        }
        assert.equal(balance, 0)
      }),
    )
  })

  it('falls due in the order of the days, never before the first drawdown, and last on the day of maturity', () => {
    fc.assert(
      fc.property(loans, (one) => {
        const days = datedSchedule(one).instalments.map(({ dueOn }) => dueOn)
        const start = one.drawdowns[0]?.on ?? ''
        assert.ok('months' in one)
        assert.equal(days.at(-1), addMonths(start, one.months))
        assert.ok(days.every((day, index) => day > (days[index - 1] ?? start)))
      }),
    )
  })

  it('is the schedule of the offer when it is paid out at once and falls due month by month', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('等额本息' as const, '等额本金' as const, '先息后本' as const, '到期一次还本付息' as const),
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 0, max: 1500 }),
        fc.integer({ min: 1_000_000, max: 1e12 }),
        (method, months, rateBp, amountFen) => {
          const dated = datedSchedule(loan({ drawdowns: [{ on: START, amountFen }], method, months, rateBp }))
          const offered = monthlySchedule({ amountFen, annualRateBp: rateBp, months, method })
          assert.equal(dated.totalPaymentFen, offered.totalPaymentFen)
          for (const [index, payment] of payments(dated).entries()) {
            const there = offered.instalments[index]?.paymentFen ?? Number.NaN
            // Halves of a fen may round in either of two neighbouring months of 等额本金.
            assert.ok(Math.abs(payment - there) <= (method === '等额本金' ? 1 : 0), `${payment} for ${there}`)
          }
        },
      ),
    )
  })

  it('leaves what fell due before a later drawdown as it was', () => {
    fc.assert(
      fc.property(
        loans,
        fc.integer({ min: 1, max: 1e10 }),
        fc.integer({ min: 0, max: 100 }),
        (one, amountFen, share) => {
          const before = datedSchedule(one)
          const day = before.instalments[Math.floor((before.instalments.length - 2) * (share / 100))]?.dueOn
          fc.pre(day !== undefined && before.instalments.length > 1 && sum(one.drawdowns.map((d) => d.amountFen)) > 1e6)
          const after = datedSchedule({ ...one, drawdowns: [...one.drawdowns, { on: day, amountFen }] })
          const kept = before.instalments.filter(({ dueOn }) => dueOn <= day)
          const same = after.instalments.slice(0, kept.length)
          // A single due day in the loan's life is its last, which a drawdown may not follow.
          assert.deepEqual(
            same.map(({ dueOn, paymentFen }) => [dueOn, paymentFen]),
            kept.map(({ dueOn, paymentFen }) => [dueOn, paymentFen]),
          )
        },
      ),
    )
  })

  it('spreads a later drawdown over the payments that are left', () => {
    const drawdowns: readonly DatedDrawdown[] = [
      { on: START, amountFen: MILLION },
      { on: '2026-07-15', amountFen: MILLION },
    ]
    const falling = datedSchedule(loan({ drawdowns, method: '等额本金' }))
    assert.deepEqual(
      principals(falling).map((fen) => Math.round(fen / 100)),
      [...new Array<number>(6).fill(83_333), ...new Array<number>(6).fill(250_000)],
    )
    const level = datedSchedule(loan({ drawdowns }))
    const [first, seventh] = [payments(level)[0] ?? 0, payments(level)[6] ?? 0]
    assert.equal(first, payments(datedSchedule(loan()))[0])
    assert.ok(seventh > first * 2, 'the new payment is higher')
    assert.ok(
      payments(level)
        .slice(6, 11)
        .every((payment) => payment === seventh),
      'and equal from there on',
    )
    const bullet = datedSchedule(loan({ drawdowns, method: '先息后本' }))
    assert.deepEqual(payments(bullet).slice(5, 7), [287_500, 575_000])
    assert.equal(principals(bullet)[11], 2 * MILLION)
  })

  it('charges a drawdown between due days from its own day', () => {
    const drawdowns = [
      { on: START, amountFen: MILLION },
      { on: '2026-02-25', amountFen: MILLION },
    ]
    const { instalments } = datedSchedule(loan({ drawdowns, method: '先息后本', dayCount: 'actual/360', rateBp: 360 }))
    assert.equal(instalments[0]?.interestFen, 310_000, '31 days')
    assert.equal(instalments[1]?.interestFen, 280_000 + 180_000, '28 days and 18 days')
  })

  it('counts odd days by the day and whole months by the month', () => {
    const { instalments } = datedSchedule(
      loan({ method: '先息后本', rateBp: 360, firstDueOn: '2026-01-21', dueDay: 21, months: 2 }),
    )
    assert.deepEqual(
      instalments.map(({ dueOn, interestFen }) => [dueOn, interestFen]),
      [
        ['2026-01-21', 60_000],
        ['2026-02-21', 300_000],
        ['2026-03-15', 220_000],
      ],
    )
  })

  it('takes the last day of a month that has no due day, and a whole month for it', () => {
    const { instalments } = datedSchedule(
      loan({
        drawdowns: [{ on: '2026-01-31', amountFen: MILLION }],
        method: '先息后本',
        rateBp: 360,
        firstDueOn: '2026-02-28',
        dueDay: 31,
        months: 4,
      }),
    )
    assert.deepEqual(
      instalments.map(({ dueOn, interestFen }) => [dueOn, interestFen]),
      ['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31'].map((day) => [day, 300_000]),
    )
  })

  it('keeps the due day on a holiday, and shows the working day on which paying is in time', () => {
    const { instalments } = datedSchedule(loan({ firstDueOn: '2026-02-15', dueDay: 1, method: '先息后本', months: 12 }))
    const october = instalments.find(({ dueOn }) => dueOn === '2026-10-01')
    assert.deepEqual([october?.payableOn, october?.provisional], ['2026-10-08', false])
    const ordinary = instalments.find(({ dueOn }) => dueOn === '2026-04-01')
    assert.equal(ordinary?.payableOn, '2026-04-01')
    assert.equal(instalments.at(-1)?.provisional, true, '2027 has no published calendar')
  })

  it('follows a plan by days to the fen, settling the interest with each part', () => {
    const planned = datedSchedule(
      loan({
        method: '按计划还本',
        rateBp: 360,
        dayCount: 'actual/360',
        plan: [
          { on: '2026-06-30', amountFen: 30_000_001 },
          { on: '2027-01-15', amountFen: 69_999_999 },
        ],
      }),
    )
    const paid = planned.instalments.filter(({ principalFen }) => principalFen > 0)
    assert.deepEqual(
      paid.map(({ dueOn, principalFen }) => [dueOn, principalFen]),
      [
        ['2026-06-30', 30_000_001],
        ['2027-01-15', 69_999_999],
      ],
    )
    assert.equal(paid[0]?.interestFen, 150_000, '15 days since 15 June')
    assert.equal(planned.instalments.length, 13)
  })

  it('repays a loan that is not drawn in full in the proportions of its plan', () => {
    const plan = [3, 6, 9, 12].map((month) => ({ month, amountFen: MILLION / 4 }))
    const drawdowns = [{ on: START, amountFen: MILLION / 2 }]
    const half = principals(datedSchedule(loan({ method: '按计划还本', plan, drawdowns })))
    assert.deepEqual(
      half.filter((fen) => fen > 0),
      new Array<number>(4).fill(MILLION / 8),
    )
    const rest = principals(
      datedSchedule(
        loan({ method: '按计划还本', plan, drawdowns: [...drawdowns, { on: '2026-08-01', amountFen: MILLION / 2 }] }),
      ),
    )
    assert.deepEqual(
      rest.filter((fen) => fen > 0),
      [MILLION / 8, MILLION / 8, (MILLION * 3) / 8, (MILLION * 3) / 8],
    )
  })

  it('does not care in which order drawdowns are named', () => {
    const drawdowns = [
      { on: '2026-03-01', amountFen: 5_000_000 },
      { on: START, amountFen: MILLION },
    ]
    assert.deepEqual(datedSchedule(loan({ drawdowns })), datedSchedule(loan({ drawdowns: drawdowns.toReversed() })))
  })

  it('refuses what no contract can say', () => {
    const part = { month: 12, amountFen: 1 }
    const wrong: readonly DatedLoan[] = [
      loan({ drawdowns: [] }),
      loan({ drawdowns: [{ on: START, amountFen: 0 }] }),
      loan({ drawdowns: [{ on: START, amountFen: 0.5 }] }),
      loan({
        drawdowns: [
          { on: START, amountFen: 1 },
          { on: '2027-01-15', amountFen: 1 },
        ],
      }),
      loan({ rateBp: -1 }),
      loan({ dueDay: 32 }),
      loan({ firstDueOn: START }),
      loan({ firstDueOn: '2026-02-30' }),
      loan({ months: 0 }),
      loan({ method: '按计划还本' }),
      loan({ method: '按计划还本', plan: [{ ...part, month: 11 }] }),
      loan({ method: '按计划还本', plan: [{ on: '2027-01-16', amountFen: 1 }] }),
      loan({ method: '按计划还本', plan: [part, { month: 6, amountFen: -1 }] }),
    ]
    for (const one of wrong) assert.throws(() => datedSchedule(one), RangeError, JSON.stringify(one))
    assert.equal(partsOf(START).day, 15)
  })
})
