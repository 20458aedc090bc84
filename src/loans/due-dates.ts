import { addMonths, type LawDate } from '../kernel/dates.js'
import type { Contract } from './loan.js'

/**
 * The days on which something falls due by the contract, in order: every month from the first due date on (the last
 * day of a month that has no such day), the days of the plan, and the maturity. 到期一次还本付息 has the maturity alone.
 */
export function dueDatesOf({
  method,
  firstDueOn,
  maturity,
  plan,
}: Pick<Contract, 'method' | 'firstDueOn' | 'maturity' | 'plan'>): readonly LawDate[] {
  if (method === '到期一次还本付息') return [maturity]
  const dates = new Set<LawDate>(plan.map(({ dueOn }) => dueOn))
  for (let month = 0, day = firstDueOn; day < maturity; month += 1, day = addMonths(firstDueOn, month)) dates.add(day)
  dates.add(maturity)
  return [...dates].filter((day) => day <= maturity).sort()
}
