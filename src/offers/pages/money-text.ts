import type { OfferTerms } from '../../finance/index.js'
import { formatYuan, type Fen, exactWanText } from '../../kernel/money.js'
import { formatRatePct, pctFromBp } from '../../kernel/percent.js'
import type { CostLine } from '../../finance/index.js'

/** What stands in a cell: `unknown` is set off and never looks like a figure. */
export type Cell = {
  readonly text: string
  /** Said in smaller letters below it. */
  readonly notes: readonly string[]
  readonly unknown: boolean
  /** A tag before it, such as 最低. */
  readonly tag: string | null
}

export const cell = (text: string, notes: readonly string[] = []): Cell => ({ text, notes, unknown: false, tag: null })
export const unknownCell = (text: string, notes: readonly string[] = []): Cell => ({
  ...cell(text, notes),
  unknown: true,
})

/** An amount that may not be known. */
export const yuanCell = (fen: Fen | null, notes: readonly string[] = []): Cell =>
  fen === null ? unknownCell('未说明，算不出') : cell(formatYuan(fen), notes)

/** 800 万元: amounts of principal, exact to the fen. */
export const wanText = (fen: Fen): string => exactWanText(fen)
export const rateText = ({ rateBp }: Pick<OfferTerms, 'rateBp'>): string => formatRatePct(pctFromBp(rateBp))

/** How a fee is measured: 每次为贷款金额的 1.00%. */
export function measureText({ measure }: CostLine): string | null {
  if (measure?.state !== 'known' || measure.amount.kind !== 'share') return null
  return `每次为贷款金额的 ${formatRatePct(pctFromBp(measure.amount.bp))}`
}

/** One item of a cost sheet: the amount over the term, and who charges, who pays and when. */
export function lineCell(line: CostLine): Cell {
  if (line.state === 'unknown')
    return unknownCell('未说明', line.item === 'interest' ? ['还本计划未说明，算不出利息'] : [])
  if (line.state === 'none') return cell('无')
  const who = [line.chargedBy && `${line.chargedBy}收取`, line.payer && `${line.payer}付`, line.when]
  const notes = [who.filter(Boolean).join('，'), measureText(line), line.payer === '银行' ? '不计入企业成本' : null]
  return cell(
    formatYuan(line.amountFen ?? 0),
    notes.flatMap((note) => note ?? []),
  )
}
