import type { Fen } from '../../kernel/money.js'
import type { Day } from './day.js'
import { until } from './ledger.js'
import type { FlowRow, LoanRow } from './rows.js'

/** Balances that were worked out before, by the flows they were worked out from: figures of one page ask again and again. */
const known = new WeakMap<readonly FlowRow[], Map<Day, ReadonlyMap<LoanRow, Fen>>>()

/** Principal owed on each loan at the end of a day: what was paid out less what was paid back. */
export function balancesAt(flows: readonly FlowRow[], day: Day): ReadonlyMap<LoanRow, Fen> {
  const days = known.get(flows) ?? new Map<Day, ReadonlyMap<LoanRow, Fen>>()
  known.set(flows, days)
  const found = days.get(day)
  if (found) return found
  const balances = new Map<LoanRow, Fen>()
  for (const { loan, kind, fen } of until(flows, dayOfFlow, day)) {
    balances.set(loan, (balances.get(loan) ?? 0) + (kind === 'drawn' ? fen : -fen))
  }
  days.set(day, balances)
  return balances
}

const dayOfFlow = ({ day }: FlowRow) => day

/**
 * The part of a project's yearly benefit that each loan stands for: balance ÷ total investment (the attribution of the
 * green-credit statistics). Where the loans of one project together exceed its investment, they share the whole of it
 * by their balances, so that no project counts more than once. A loan whose project has no known investment is left out.
 */
export function benefitShares(balances: ReadonlyMap<LoanRow, Fen>): ReadonlyMap<LoanRow, number> {
  const together = new Map<string, Fen>()
  for (const [loan, fen] of balances) together.set(loan.projectId, (together.get(loan.projectId) ?? 0) + fen)
  const shares = new Map<LoanRow, number>()
  for (const [loan, fen] of balances) {
    if (loan.investmentFen === null || loan.investmentFen <= 0) continue
    shares.set(loan, fen / Math.max(loan.investmentFen, together.get(loan.projectId) ?? 0))
  }
  return shares
}
