import type { Fen } from '../kernel/money.js'
import { TONNE, type LedgerFault, type NumberOf } from './ledger-faults.js'
import type { LedgerLoan } from './ledger-loan.js'

/**
 * The benefit of each loan worked out anew from the rows alone: balance ÷ the greater of the project's investment and
 * all its balances, so that a project is never counted more than once. A smaller part is no fault: loans of the project that this ledger leaves out may have theirs.
 */
export function benefitFaults(rows: readonly LedgerLoan[], numberOf: NumberOf): readonly LedgerFault[] {
  const together = new Map<string, Fen>()
  for (const { projectId, balanceFen } of rows) {
    if (balanceFen > 0) together.set(projectId, (together.get(projectId) ?? 0) + balanceFen)
  }
  return rows.flatMap((row, place) => {
    const share = shareOf(row, together.get(row.projectId) ?? 0)
    return (
      [
        ['节能量', row.savingTce, row.attributedTce],
        ['减排量', row.carbonT, row.attributedT],
      ] as const
    ).flatMap(([name, whole, part]): LedgerFault[] => {
      const expected = whole === null || share === null ? null : whole * share
      const wrong = (message: string): LedgerFault[] => [{ row: numberOf(place), rule: 'benefit', message }]
      if ((expected === null) !== (part === null)) {
        return wrong(expected === null ? `项目的总投资或${name}没有填写，不能归因` : `缺少归因的${name}`)
      }
      const more = (part ?? 0) > (expected ?? 0) + TONNE
      return more ? wrong(`归因的${name}大于“项目${name}×余额÷总投资”，同一项目重复计算或算错`) : []
    })
  })
}

/** Null where the investment is not known; a loan that owes nothing stands for nothing. */
function shareOf({ balanceFen, investmentFen }: LedgerLoan, together: Fen): number | null {
  if (balanceFen <= 0) return 0
  if (investmentFen === null || investmentFen <= 0) return null
  return balanceFen / Math.max(investmentFen, together)
}
