import type { Fen } from '../../kernel/money.js'
import { wanFromFen } from '../../kernel/money.js'
import { factSpec, type FactValue } from '@lueqiao/matching-engine'
import { ratioPct } from './year-figures.js'

/** One kind of security with its value; the value may not be known yet. */
export type Security = { readonly kind: string; readonly valueFen: Fen | null }

/** What is asked for, and the project behind it. Null is not known; an empty list is known to be none. */
export type NeedTerms = {
  readonly title: string
  readonly amountFen: Fen | null
  readonly termMonths: number | null
  readonly purpose: string | null
  /** Code of the 2025 green finance catalogue; the empty text is known not to be green. */
  readonly greenCode: string | null
  readonly investmentFen: Fen | null
  readonly ownFundsFen: Fen | null
  readonly approvals: readonly string[] | null
  readonly securities: readonly Security[] | null
  readonly securityRegistered: boolean | null
  /** Tonnes of standard coal a year. */
  readonly energySavingTce: number | null
  /** Tonnes of CO2 a year. */
  readonly carbonReductionT: number | null
}

export type Need = NeedTerms & {
  readonly id: string
  readonly enterpriseId: string
  readonly status: 'open' | 'withdrawn'
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly by: string | null
}

/** The need in the engine's words; what is not known is left out. */
export function factsOfNeed(need: NeedTerms): Readonly<Record<string, FactValue>> {
  const ownPct = ratioPct(need.ownFundsFen, need.investmentFen)
  const facts: Record<string, FactValue | null> = {
    'need.amountWan': wan(need.amountFen),
    'need.termMonths': need.termMonths,
    'need.purpose': need.purpose,
    'need.greenCode': need.greenCode,
    'need.projectInvestmentWan': wan(need.investmentFen),
    'need.ownFundsPct': ownPct === null || ownPct > 100 ? null : ownPct,
    'need.approvals': need.approvals,
    'need.securities': need.securities && kindsOf(need.securities),
    'need.securityValueWan': wan(need.securities && securityValueFen(need.securities)),
    'need.securityRegistered': need.securityRegistered,
    'need.energySavingTce': need.energySavingTce,
    'need.carbonReductionT': need.carbonReductionT,
  }
  return Object.fromEntries(Object.entries(facts).filter((entry): entry is [string, FactValue] => entry[1] !== null))
}

/** The value of all securities together; null while one of them is not known. A promise by a person has none to add. */
export function securityValueFen(securities: readonly Security[]): Fen | null {
  let sum = 0
  for (const { kind, valueFen } of securities) {
    if (valueFen !== null) sum += valueFen
    else if (!PROMISES.has(kind)) return null
  }
  return sum
}

/** Guarantees stand by who gives them, not by an appraised value; an empty value there hides nothing. */
const PROMISES: ReadonlySet<string> = new Set(['融资担保', '企业保证', '个人保证'])
/** Whether a kind of security is somebody's word rather than a thing that can be pledged once. */
export const isPromise = (kind: string): boolean => PROMISES.has(kind)

/** The kinds, each once, in the engine's order. */
function kindsOf(securities: readonly Security[]): readonly string[] {
  const offered = new Set(securities.map(({ kind }) => kind))
  return (factSpec('need.securities').values ?? []).filter((kind) => offered.has(kind))
}

const wan = (fen: Fen | null) => (fen === null ? null : wanFromFen(fen))
