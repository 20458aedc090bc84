import type { Fen } from '../kernel/money.js'
import { chargesOf } from './fee-charges.js'
import type { Schedule } from './schedule.js'
import { FEE_KINDS, FEE_NAMES, type Fee, type FeeKind, type Terms } from './terms.js'

/** One item of a cost sheet. */
export type CostLine = {
  readonly item: 'interest' | FeeKind
  readonly name: string
  readonly state: 'known' | 'none' | 'unknown'
  /** Who charges: 贷款银行 or the party that the offer names. Null where that is not known or nothing is charged. */
  readonly chargedBy: string | null
  readonly payer: '企业' | '银行' | null
  readonly when: string | null
  /** How it is measured, such as 每年按贷款金额的 1%; null where that is not known or nothing is charged. */
  readonly measure: Fee | null
  /** Over the whole term, whoever pays; 0 only where it is known that nothing arises. */
  readonly amountFen: Fen | null
  /** The part of it that the enterprise bears. */
  readonly borneFen: Fen | null
}

const WHEN = { start: '放款时一次', yearly: '每年年初', end: '还清时一次' } as const

/** Interest first, then every kind of fee: a kind that the offer leaves out is not known. */
export function costLines(terms: Terms, schedule: Schedule | null): readonly CostLine[] {
  const fees = FEE_KINDS.flatMap((kind) => {
    const stated = terms.fees.filter((fee) => fee.kind === kind)
    return stated.length === 0 ? [{ kind, state: 'unknown' } as const] : stated
  })
  return [interestLine(terms, schedule), ...fees.map((fee) => feeLine(fee, terms))]
}

function interestLine({ method }: Terms, schedule: Schedule | null): CostLine {
  const interest = schedule?.totalInterestFen ?? null
  return {
    item: 'interest',
    name: '利息',
    state: interest === null ? 'unknown' : 'known',
    chargedBy: '贷款银行',
    payer: '企业',
    when: method === '到期一次还本付息' ? '到期一次' : '每月',
    measure: null,
    amountFen: interest,
    borneFen: interest,
  }
}

function feeLine(fee: Fee, terms: Terms): CostLine {
  const base = { item: fee.kind, name: FEE_NAMES[fee.kind], state: fee.state }
  const open = { chargedBy: null, payer: null, when: null, measure: null }
  if (fee.state === 'unknown') return { ...base, ...open, amountFen: null, borneFen: null }
  if (fee.state === 'none') return { ...base, ...open, amountFen: 0, borneFen: 0 }
  const amountFen = chargesOf(fee, terms).reduce((sum, { fen }) => sum + fen, 0)
  return {
    ...base,
    chargedBy: fee.chargedBy.trim() === '' ? '贷款银行' : fee.chargedBy,
    payer: fee.payer,
    when: WHEN[fee.when],
    measure: fee,
    amountFen,
    borneFen: fee.payer === '企业' ? amountFen : 0,
  }
}
