import assert from 'node:assert/strict'
import type { DueLine } from '../../src/loans/rules/loan-balance.js'
import { initialRepaymentForm, nextRepaymentText } from '../../src/loans/pages/bank-loan.views.js'

describe('the form of a repayment to begin with', () => {
  const due = (dueOn: string): DueLine => ({
    ...{ dueOn, principalFen: 4_000_000, interestFen: 150_050, paidPrincipalFen: 0, paidInterestFen: 0 },
  })
  const dues = [due('2026-11-20'), due('2026-12-20')]
  const amounts = (today: string, of = dues) => {
    const { principal, interest, paidOn } = initialRepaymentForm(of, today)
    return [principal, interest, paidOn]
  }

  it('holds what is overdue or due today, all of it', () => {
    assert.deepEqual(amounts('2026-11-20'), ['40000.00', '1500.50', '2026-11-20'])
    assert.deepEqual(amounts('2026-12-20'), ['80000.00', '3001.00', '2026-12-20'])
    assert.equal(nextRepaymentText(dues, '2026-11-25'), '')
  })

  it('holds the next line from five days before its day, and nothing before that', () => {
    assert.deepEqual(amounts('2026-11-15'), ['40000.00', '1500.50', '2026-11-15'])
    assert.deepEqual(amounts('2026-11-14'), ['', '', '2026-11-14'])
  })

  it('tells the next line in words while it is still far off', () => {
    assert.equal(
      nextRepaymentText(dues, '2026-11-14'),
      '现在没有到期的款项。下一期 2026年11月20日：本金 40,000.00 元，利息 1,500.50 元',
    )
    assert.equal(nextRepaymentText(dues, '2026-11-15'), '')
    assert.equal(nextRepaymentText([], '2026-11-14'), '')
  })
})
