import { formatDate, type LawDate } from '../../kernel/dates.js'
import { type Fen, formatExactWan, formatWan, wanFromFen } from '../../kernel/money.js'
import { formatSharePct } from '../../kernel/percent.js'
import { paths } from '../../paths.js'
import { type Agreement, agreementStatus, type AgreementStatus, bankText } from '../rules/agreement.js'
import type { LineTotals, LineUse } from '../rules/line-use.js'

/** An amount with its exact figure for a hover text, or what stands for one that is not known. */
export type AmountView = { readonly text: string; readonly exact: string; readonly known: boolean }

export function amountView(fen: Fen | null, unknown: string): AmountView {
  if (fen === null) return { text: unknown, exact: '', known: false }
  const wan = wanFromFen(fen)
  return { text: formatWan(wan), exact: formatExactWan(wan), known: true }
}

/** How much is left, in words that say when more was contracted than the line. */
export function leftView(leftFen: Fen | null): AmountView {
  const over = leftFen !== null && leftFen < 0
  const view = amountView(leftFen === null ? null : Math.abs(leftFen), '无法计算')
  return over ? { ...view, text: `超出 ${view.text}` } : view
}

const STATUS_TEXTS = {
  expired: '已到期',
  'not-begun': '未开始',
  running: '执行中',
  'open-ended': '执行中，没有约定到期日',
} as const

/** A standing as one word or two, with the state that colours it; the word alone says it all. */
export function statusView(standing: AgreementStatus): {
  readonly text: string
  readonly state: '' | 'unknown' | 'fail'
} {
  if (standing.kind === 'ended') return { text: `${formatDate(standing.on)}终止`, state: '' }
  if (standing.kind === 'expired') return { text: STATUS_TEXTS.expired, state: 'fail' }
  if (standing.kind !== 'expiring') return { text: STATUS_TEXTS[standing.kind], state: '' }
  const text = standing.daysLeft === 0 ? '今天到期' : `还有 ${standing.daysLeft} 天到期`
  return { text, state: standing.urgent ? 'fail' : 'unknown' }
}

export function termText({ signedOn, from, until }: Pick<Agreement, 'signedOn' | 'from' | 'until'>): string {
  const first = from ?? signedOn
  if (first === null && until === null) return '未公布'
  return `${first === null ? '未公布' : formatDate(first)} 至 ${until === null ? '没有约定' : formatDate(until)}`
}

/** What share of the line is used, for a bar of at most its whole length. */
function usedShare({ lineFen, usedFen }: Pick<Agreement & LineUse, 'lineFen' | 'usedFen'>) {
  if (lineFen === null || usedFen === null || lineFen === 0) return null
  const pct = (usedFen / lineFen) * 100
  return { text: formatSharePct(pct), value: Math.min(100, pct) }
}

/** One row of the list. */
export function agreementRow(agreement: Agreement & LineUse, today: LawDate) {
  return {
    href: paths.agreement({ id: agreement.id }),
    title: agreement.title,
    bank: bankText(agreement),
    isSample: agreement.isSample,
    term: termText(agreement),
    line: amountView(agreement.lineFen, '未公布'),
    used: amountView(agreement.usedFen, '未知'),
    left: leftView(agreement.leftFen),
    share: usedShare(agreement),
    overlaps: agreement.overlaps,
    standing: statusView(agreementStatus(agreement, today)),
  }
}

/** Agreements that run out within the days of warning, the nearest first. */
export function warningsOf(agreements: readonly (Agreement & LineUse)[], today: LawDate) {
  return agreements
    .map((agreement) => ({ agreement, standing: agreementStatus(agreement, today) }))
    .filter(({ standing }) => standing.kind === 'expiring')
    .map(({ agreement, standing }) => ({
      ...{ href: paths.agreement({ id: agreement.id }), title: agreement.title, bank: bankText(agreement) },
      ...{ isSample: agreement.isSample, until: agreement.until === null ? '' : formatDate(agreement.until) },
      ...statusView(standing),
    }))
}

/** The sums below the list, of what is in force. */
export function totalsView(totals: LineTotals) {
  return {
    agreements: totals.agreements,
    line: amountView(totals.agreements > totals.unknownLines ? totals.lineFen : null, '未公布'),
    unknownLines: totals.unknownLines,
    used: amountView(totals.usedFen, '未知'),
  }
}
