import { wholeMonthsBetween, wholeYearsBetween, isLawDate, type LawDate } from '../../kernel/dates.js'
import type { Facts, FactValue } from '@lueqiao/matching-engine'
import { textOf, type Enterprise, type FactEntry, type FactSource } from './enterprise.js'
import { factsOfNeed, type NeedTerms } from './need.js'
import { ESTABLISHED_ON, LEGAL_REP_SINCE } from './profile-items.js'
import { factsOfYear, figuresOf, lastFullYear } from './year-figures.js'

/** Where a fact comes from and the day it stands for. */
export type FactOrigin = {
  readonly source: FactSource
  readonly asOf: LawDate
  readonly evidenceIds: readonly string[]
}

export type KnownFacts = { readonly facts: Facts; readonly sources: Readonly<Record<string, FactOrigin>> }

type Profile = Pick<Enterprise, 'facts' | 'years'>

/**
 * What is known of an enterprise and one of its needs on a day, in the words of the matching engine, each with its
 * source. Ages and ratios are worked out from dates and figures, so they never go stale; figures are those of the
 * last full year and of no other. A fact that is not known is not there. The size class is left to the engine, which
 * tells what it derived.
 */
export function factsOf(enterprise: Profile, need: NeedTerms | null, asOf: LawDate): KnownFacts {
  const facts: Record<string, FactValue> = {}
  const sources: Record<string, FactOrigin> = {}
  const know = (name: string, value: FactValue, origin: FactOrigin) => {
    facts[name] = value
    sources[name] = origin
  }
  for (const entry of enterprise.facts) {
    const aged = agedFact(entry, asOf)
    if (aged !== null) know(aged.fact, aged.value, originOf(entry))
  }
  const figures = figuresOf(enterprise.years, lastFullYear(asOf))
  if (figures !== null) {
    const origin = { source: figures.source, asOf: `${figures.year}-12-31`, evidenceIds: figures.evidenceIds }
    for (const [name, value] of Object.entries(factsOfYear(figures))) know(name, value, origin)
  }
  if (need !== null) {
    const origin = { source: 'declared', asOf, evidenceIds: [] } as const
    for (const [name, value] of Object.entries(factsOfNeed(need))) know(name, value, origin)
  }
  return { facts, sources }
}

const originOf = ({ source, asOf, evidenceIds }: FactEntry): FactOrigin => ({ source, asOf, evidenceIds })

/** An entry as the engine's fact on that day: dates become ages, an age given once grows with the years. */
function agedFact(entry: FactEntry, asOf: LawDate): { readonly fact: string; readonly value: FactValue } | null {
  const { fact, value } = entry
  if (fact === ESTABLISHED_ON || fact === LEGAL_REP_SINCE) {
    if (typeof value !== 'string' || !isLawDate(value) || value > asOf) return null
    return fact === ESTABLISHED_ON
      ? { fact: 'enterprise.yearsInOperation', value: wholeYearsBetween(value, asOf) }
      : { fact: 'enterprise.legalRepMonths', value: wholeMonthsBetween(value, asOf) }
  }
  if (fact === 'enterprise.legalRepAge' && typeof value === 'number') {
    return { fact, value: value + wholeYearsBetween(entry.asOf, asOf) }
  }
  return { fact, value }
}

/** The industry as declared; null when it is not known. */
export const industryOf = (enterprise: Pick<Enterprise, 'facts'>) => textOf(enterprise, 'enterprise.industry')
