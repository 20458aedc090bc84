import type { Fen } from '../../kernel/money.js'
import type { AttributedShare } from './loan.js'

/**
 * The part of a project's yearly benefit that a loan stands for: 年末贷款余额 ÷ 项目总投资, never more than the whole
 * (the way of the 绿色信贷项目节能减排量测算指引). A total investment that is not known leaves the share not known.
 */
export function attributedShare(balanceFen: Fen, investmentFen: Fen | null): AttributedShare {
  const known = investmentFen !== null && investmentFen > 0
  return { balanceFen, investmentFen, share: known ? Math.min(1, balanceFen / investmentFen) : null }
}

/** A figure of the whole project × the loan's share; null while either is not known. */
export const attributed = (figure: number | null, { share }: AttributedShare): number | null =>
  figure === null || share === null ? null : figure * share
