import type { Fen } from '../../kernel/money.js'
import type { Day } from '../rows/day.js'
import { forEachDuring } from '../rows/dataset.js'
import { memoize } from '../rows/memoize.js'
import type { FlowRow, LoanRow } from '../rows/row-types.js'

/** Days whose balances are cached for one list of flows. */
const MOST_DAYS = 8

/** Cached balances by day; several figures of a page use the same ones. */
const balancesOf = memoize<readonly FlowRow[], Map<Day, ReadonlyMap<LoanRow, Fen>>>(() => new Map())

/** Principal owed on each loan at the end of a day: drawn less repaid, in fen. */
export function balancesAt(flows: readonly FlowRow[], day: Day): ReadonlyMap<LoanRow, Fen> {
  const days = balancesOf(flows)
  const found = days.get(day)
  if (found) return found
  const balances = new Map<LoanRow, Fen>()
  forEachDuring(flows, dayOfFlow, { from: 0, to: day }, ({ loan, kind, fen }) => {
    balances.set(loan, (balances.get(loan) ?? 0) + (kind === 'drawn' ? fen : -fen))
  })
  days.set(day, balances)
  const [oldest] = days.keys()
  if (days.size > MOST_DAYS && oldest !== undefined) days.delete(oldest)
  return balances
}

const dayOfFlow = ({ day }: FlowRow) => day

/**
 * The share of a project's yearly benefit attributed to each loan: balance ÷ total investment (the attribution rule of
 * the green-credit statistics). Where the loans of a project exceed its investment, they share the benefit by balance,
 * so that no project counts more than once. Loans without a balance, or without a known investment, are left out.
 */
export const benefitShares = memoize((balances: ReadonlyMap<LoanRow, Fen>): ReadonlyMap<LoanRow, number> => {
  const together = new Map<string, Fen>()
  for (const [loan, fen] of balances) {
    if (fen > 0) together.set(loan.projectId, (together.get(loan.projectId) ?? 0) + fen)
  }
  const shares = new Map<LoanRow, number>()
  for (const [loan, fen] of balances) {
    if (fen <= 0 || loan.investmentFen === null || loan.investmentFen <= 0) continue
    shares.set(loan, fen / Math.max(loan.investmentFen, together.get(loan.projectId) ?? 0))
  }
  return shares
})
