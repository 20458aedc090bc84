import assert from 'node:assert/strict'
import fc from 'fast-check'
import { addDays } from '../../src/kernel/dates.js'
import { loanBalance, loanEvents, type DueLine } from '../../src/loans/rules/loan-balance.js'
import { loanOnDay } from '../../src/loans/rules/loan-on-day.js'
import type { Drawdown, Loan, LoanPayments, Repayment } from '../../src/loans/rules/loan.js'
import { isSettled, unpaidAmounts, overdueOn, payableOn } from '../../src/loans/rules/overdue.js'
import { contractWith } from './loan-balance.test.js'

const loan = {
  ...contractWith(),
  qualities: [
    { quality: '正常', from: '2026-01-15', reason: '', at: new Date(0), by: '' },
    { quality: '关注', from: '2026-06-01', reason: '', at: new Date(0), by: '' },
  ],
} as unknown as Loan
const ref = { loanId: 'l', applicationId: 'a', enterpriseId: 'e', bankId: 'b', isSample: false }

const drawdown = (entry: number, madeOn: string, amountFen: number, reverses: string | null = null): Drawdown => ({
  ...ref,
  ...{ id: `d${entry}`, plannedOn: null, plannedFen: null, madeOn, amountFen, state: 'made', use: '', reverses },
  ...{ reason: null, key: null, recordedAt: new Date(entry), by: '' },
})
const duesOf = (moved: LoanPayments): readonly DueLine[] | null => {
  const account = loanBalance(loan, loanEvents(moved))
  return account.ok ? account.value.dues : null
}
/** A repayment as the bank's form enters it: it notes the earliest date that is open then. */
const repayment = (entry: number, paidOn: string, standing: LoanPayments, share: number, ahead: number): Repayment => {
  const dues = duesOf(standing) ?? []
  const payable = payableOn(dues, paidOn).filter((due) => !isSettled(due))
  const missed = payable.filter(({ dueOn }) => dueOn <= paidOn)
  const open = missed.length > 0 ? missed : payable
  const { principalFen, interestFen } = unpaidAmounts(open)
  const prepaidFen = ahead * 1_000_000
  return {
    ...ref,
    ...{ id: `p${entry}`, paidOn, prepaidFen, principalFen: Math.floor(principalFen * share) + prepaidFen },
    ...{ interestFen: Math.floor(interestFen * share), otherFen: 0, dueOn: open[0]?.dueOn ?? null },
    ...{ duePrincipalFen: 0, dueInterestFen: 0, reverses: null, reason: null, key: null },
    ...{ recordedAt: new Date(entry), by: '' },
  }
}

const anyEntry = fc.record({
  kind: fc.constantFrom('pay', 'pay', 'pay', 'draw', 'reverse'),
  day: fc.nat(400),
  share: fc.constantFrom(1, 1, 1, 0.5),
  ahead: fc.constantFrom(0, 0, 0, 3),
})

/** What a bank may have entered, in the order of entering and not of the days; what the account refuses is left out. */
function entered(entries: readonly { kind: string; day: number; share: number; ahead: number }[]): LoanPayments {
  let moved: LoanPayments = { drawdowns: [drawdown(0, '2026-01-15', 60_000_000)], repayments: [] }
  entries.forEach(({ kind, day, share, ahead }, place) => {
    const [on, entry] = [addDays('2026-01-16', day), place + 1]
    const wrong = moved.repayments.find(({ reverses }) => reverses === null)
    const next: LoanPayments =
      kind === 'draw'
        ? { ...moved, drawdowns: [...moved.drawdowns, drawdown(entry, on, 10_000_000)] }
        : kind === 'pay'
          ? { ...moved, repayments: [...moved.repayments, repayment(entry, on, moved, share, ahead)] }
          : { ...moved, repayments: [...moved.repayments, ...(wrong ? [reversalOf(wrong, entry)] : [])] }
    if (duesOf(next) !== null) moved = next
  })
  return moved
}

const reversalOf = (wrong: Repayment, entry: number): Repayment => ({
  ...wrong,
  ...{ id: `p${entry}`, principalFen: -wrong.principalFen, prepaidFen: -wrong.prepaidFen },
  ...{ interestFen: -wrong.interestFen, reverses: wrong.id, recordedAt: new Date(entry) },
})

describe('a loan on a day', () => {
  it('has overdue what its contract and its events come to, however they were entered', () => {
    let [overdue, nothing] = [0, 0]
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 12 }), fc.nat(420), (entries, after) => {
        const moved = entered(entries)
        const day = addDays('2026-01-15', after)
        const upTo = {
          drawdowns: moved.drawdowns.filter(({ madeOn }) => (madeOn ?? '') <= day),
          repayments: moved.repayments.filter(({ paidOn }) => paidOn <= day),
        }
        const expected = overdueOn(duesOf(upTo) ?? [], day)
        const now = unpaidAmounts((duesOf(moved) ?? []).filter(({ dueOn }) => dueOn < day))
        const told = loanOnDay(loan, moved, day, now)
        const { principalFen = 0, interestFen = 0 } = expected ?? {}
        assert.deepEqual(told.overdue, { principalFen, interestFen })
        assert.equal(told.balanceFen, told.drawnFen - told.repaidFen)
        if (expected === null) nothing += 1
        else overdue += 1
      }),
      { numRuns: 400 },
    )
    assert.ok(overdue > 20 && nothing > 20, 'both are among them')
  })

  it('has the quality that held then', () => {
    const moved = entered([])
    const on = (day: string) => loanOnDay(loan, moved, day).quality
    assert.deepEqual(
      [on('2026-01-14'), on('2026-01-15'), on('2026-05-31'), on('2026-06-01')],
      [null, '正常', '正常', '关注'],
    )
  })

  it('says that it cannot be told where the records do not fit the contract', () => {
    const drawdowns = [drawdown(0, '2026-01-15', 200_000_000)]
    const late = { ...repayment(1, '2026-12-01', { drawdowns, repayments: [] }, 1, 0), dueOn: '2026-02-20' }
    assert.equal(loanOnDay(loan, { drawdowns, repayments: [late] }, '2026-06-30').overdue, null)
  })
})
