import assert from 'node:assert/strict'
import fc from 'fast-check'
import { REPAYMENT_METHODS, monthlySchedule, type MonthlyLoan, type MonthlySchedule } from '../../src/finance/index.js'

const loans: fc.Arbitrary<MonthlyLoan> = fc.record({
  amountFen: fc.oneof(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 5_000_000_000_000 })),
  annualRateBp: fc.integer({ min: 0, max: 2400 }),
  months: fc.integer({ min: 1, max: 360 }),
  method: fc.constantFrom(...REPAYMENT_METHODS),
  dayCount: fc.constantFrom(
    { convention: 'month' } as const,
    { convention: 'actual/360', paidOutOn: '2026-01-31' } as const,
    { convention: 'actual/365', paidOutOn: '2024-02-29' } as const,
  ),
})

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

function payments({ instalments }: MonthlySchedule): readonly number[] {
  return instalments.map(({ paymentFen }) => paymentFen)
}

describe('a repayment schedule', () => {
  it('repays the loan to the fen, whatever the method', () => {
    fc.assert(
      fc.property(loans, (loan) => {
        const { instalments, totalInterestFen, totalPaymentFen } = monthlySchedule(loan)
        assert.equal(sum(instalments.map(({ principalFen }) => principalFen)), loan.amountFen)
        assert.equal(sum(instalments.map(({ interestFen }) => interestFen)), totalInterestFen)
        assert.equal(sum(instalments.map(({ paymentFen }) => paymentFen)), totalPaymentFen)
        assert.equal(instalments.at(-1)?.balanceFen, 0)
        assert.equal(instalments.at(-1)?.month, loan.months)
      }),
    )
  })

  it('is made of whole fen, none of them negative', () => {
    fc.assert(
      fc.property(loans, (loan) => {
        let before = loan.amountFen
        for (const { principalFen, interestFen, paymentFen, balanceFen } of monthlySchedule(loan).instalments) {
          for (const fen of [principalFen, interestFen, paymentFen, balanceFen]) {
            assert.ok(Number.isSafeInteger(fen) && fen >= 0, `${fen}`)
          }
          assert.equal(paymentFen, principalFen + interestFen)
          assert.equal(balanceFen, before - principalFen)
          before = balanceFen
        }
      }),
    )
  })

  it('charges no interest at a rate of zero', () => {
    fc.assert(
      fc.property(loans, (loan) => {
        assert.equal(monthlySchedule({ ...loan, annualRateBp: 0 }).totalInterestFen, 0)
      }),
    )
  })

  it('keeps 等额本息 equal but for the last payment, which takes the rounding', () => {
    const schedule = monthlySchedule({ amountFen: 100_000_00, annualRateBp: 345, months: 36, method: '等额本息' })
    const [first = 0, ...rest] = payments(schedule)
    assert.ok(rest.slice(0, -1).every((payment) => payment === first))
    const last = rest.at(-1) ?? 0
    assert.ok(last !== first && Math.abs(last - first) <= 36)
  })

  it('lets 等额本金 fall month by month', () => {
    const schedule = monthlySchedule({ amountFen: 500_000_000, annualRateBp: 300, months: 36, method: '等额本金' })
    const paid = payments(schedule)
    assert.ok(paid.every((payment, index) => index === 0 || payment < (paid[index - 1] ?? 0)))
  })

  it('pays 到期一次还本付息 once, with simple interest', () => {
    const schedule = monthlySchedule({
      amountFen: 100_000_000,
      annualRateBp: 360,
      months: 18,
      method: '到期一次还本付息',
    })
    assert.deepEqual(schedule.instalments, [
      { month: 18, principalFen: 100_000_000, interestFen: 5_400_000, paymentFen: 105_400_000, balanceFen: 0 },
    ])
  })

  it('counts real days where the contract does', () => {
    const loan = { amountFen: 100_000_000, annualRateBp: 360, months: 12, method: '先息后本' } as const
    const over360 = monthlySchedule({ ...loan, dayCount: { convention: 'actual/360', paidOutOn: '2026-01-01' } })
    const over365 = monthlySchedule({ ...loan, dayCount: { convention: 'actual/365', paidOutOn: '2026-01-01' } })
    assert.equal(over360.instalments[0]?.interestFen, 310_000, '31 days of January')
    assert.equal(over360.totalInterestFen, 3_650_000)
    assert.equal(over365.totalInterestFen, 3_600_000)
  })

  it('costs more interest the later the principal comes back', () => {
    const loan = { amountFen: 100_000_000, annualRateBp: 345, months: 24 }
    const [level = 0, falling = 0, bullet = 0] = (['等额本息', '等额本金', '先息后本'] as const).map(
      (method) => monthlySchedule({ ...loan, method }).totalInterestFen,
    )
    assert.ok(falling < level && level < bullet)
  })

  it('refuses what no loan can be', () => {
    const loan: MonthlyLoan = { amountFen: 100, annualRateBp: 345, months: 12, method: '等额本息' }
    for (const wrong of [
      { amountFen: 0 },
      { amountFen: 1.5 },
      { amountFen: Number.NaN },
      { annualRateBp: -1 },
      { annualRateBp: Number.POSITIVE_INFINITY },
      { months: 0 },
      { months: 2.5 },
      { months: 1e9 },
    ]) {
      assert.throws(() => monthlySchedule({ ...loan, ...wrong }), RangeError, JSON.stringify(wrong))
    }
  })
})
