import type { Fen } from '../kernel/money.js'
import type { PlannedPart } from './loan.js'
import { splitByShare } from './split.js'

/**
 * What is wrong with a plan of repayment, in a sentence for the person who wrote it; null when nothing is. The parts
 * have to sum to the principal, each in a later month than the one before, the last one at the end of the term.
 */
export function planFault(plan: readonly PlannedPart[], amountFen: Fen, months: number): string | null {
  if (plan.length === 0) return '请写明还本计划'
  for (const [index, part] of plan.entries()) {
    if (!Number.isSafeInteger(part.amountFen) || part.amountFen <= 0) return `第 ${index + 1} 期还本金额应大于 0`
    if (!Number.isInteger(part.month) || part.month <= (plan[index - 1]?.month ?? 0)) {
      return `第 ${index + 1} 期的还本月份应晚于上一期`
    }
  }
  if (plan.reduce((sum, part) => sum + part.amountFen, 0) !== amountFen) return '各期还本金额之和应等于贷款金额'
  if (plan.at(-1)?.month !== months) return '最后一期应在期限的最后一个月还清'
  return null
}

/** The same plan for another amount, such as the part of an offer that is taken; parts keep their proportions. */
export function planFor(plan: readonly PlannedPart[], amountFen: Fen): readonly PlannedPart[] {
  const parts = splitByShare(
    amountFen,
    plan.map((part) => part.amountFen),
  )
  return plan.map(({ month }, index) => ({ month, amountFen: parts[index] ?? 0 })).filter((part) => part.amountFen > 0)
}
