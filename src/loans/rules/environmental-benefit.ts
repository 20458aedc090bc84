import { partsOf } from '../../kernel/dates.js'
import type { Fen } from '../../kernel/money.js'
import type { AttributedShare, Drawdown, Loan } from './loan.js'

/**
 * The share of a project's yearly benefit that is attributed to a loan: 年末贷款余额 ÷ 项目总投资, at most 1
 * (the way of the 绿色信贷项目节能减排量测算指引). An unknown total investment makes the share unknown.
 */
export function attributedShare(balanceFen: Fen, investmentFen: Fen | null): AttributedShare {
  const known = investmentFen !== null && investmentFen > 0
  return { balanceFen, investmentFen, share: known ? Math.min(1, balanceFen / investmentFen) : null }
}

/** A figure of the whole project × the loan's share; null while either is not known. */
export const attributed = (figure: number | null, { share }: AttributedShare): number | null =>
  figure === null || share === null ? null : figure * share

/** The years that can be reported: from the first drawdown to the last completed year, latest first. */
export function benefitYears(drawdowns: readonly Drawdown[], today: string): readonly number[] {
  const first = drawdowns.filter(({ state }) => state === 'made').map(({ madeOn }) => madeOn ?? '')[0]
  if (first === undefined) return []
  const [from, to] = [partsOf(first).year, partsOf(today).year - 1]
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => to - index)
}

/** Whether a yearly report of benefits is expected: the project is green or declares savings. */
export const isBenefitExpected = ({ dimensions }: Pick<Loan, 'dimensions'>): boolean =>
  Boolean(dimensions.greenCode) || (dimensions.energySavingTce ?? 0) > 0 || (dimensions.carbonReductionT ?? 0) > 0
