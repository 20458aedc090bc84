import type { Fen } from '../../kernel/money.js'
import type { Day } from './day.js'
import type { FlowRow, Ledger, LoanRow } from './rows.js'

/** Principal owed on each loan at the end of a day: what was paid out less what was paid back. */
export function balancesAt({ flows }: Pick<Ledger, 'flows'>, day: Day): ReadonlyMap<LoanRow, Fen> {
  const balances = new Map<LoanRow, Fen>()
  for (const flow of flows) if (flow.day <= day) balances.set(flow.loan, (balances.get(flow.loan) ?? 0) + signed(flow))
  return balances
}

const signed = ({ kind, fen }: FlowRow) => (kind === 'drawn' ? fen : -fen)

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
