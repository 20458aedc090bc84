import type { FactValue } from '@lueqiao/matching-engine'
import type { Enterprise, FactEntry, FactSource, Finding, YearFigures } from './enterprise.js'

/** What a register's finding does to a claim. */
export type FindingOutcome = 'confirmed' | 'contradicted' | 'unclaimed'

/** A claim that a register does not bear out; both values stand until a person decides. */
export type Contradiction = {
  readonly entry: FactEntry
  readonly finding: Finding
}

/**
 * Compares a claim with a register. For a set, each listed item is confirmed by a register that names it; a
 * register that lists some titles says nothing of the others, so only a listing that is denied contradicts.
 */
export function findingOutcome(claimed: FactValue | undefined, finding: Pick<Finding, 'value'>): FindingOutcome {
  if (claimed === undefined) return 'unclaimed'
  const { value } = finding
  if (value === null) return isNoClaim(claimed) ? 'confirmed' : 'contradicted'
  if (Array.isArray(claimed) && Array.isArray(value)) {
    return value.every((item) => claimed.includes(item)) ? 'confirmed' : 'contradicted'
  }
  return claimed === value ? 'confirmed' : 'contradicted'
}

/** An empty set, 无 and “no” claim nothing that a register would list. */
const isNoClaim = (value: FactValue) =>
  value === false || value === '无' || (Array.isArray(value) && value.length === 0)

/**
 * Where a value comes from: a register when every part of it is found in one, else a document when one is attached,
 * else the enterprise's own word. A contradicted value is never 名录核验.
 */
export function sourceOf(
  { fact, value, evidenceIds }: Pick<FactEntry, 'fact' | 'value' | 'evidenceIds'>,
  findings: readonly Finding[],
): FactSource {
  const own = evidenceIds.length > 0 ? 'document' : 'declared'
  const about = findings.filter((finding) => finding.fact === fact)
  if (about.length === 0) return own
  if (about.some((finding) => findingOutcome(value, finding) === 'contradicted')) return own
  if (!Array.isArray(value)) return 'register'
  const found = new Set(about.flatMap((finding) => itemsOf(finding.value)))
  return (value as readonly string[]).every((item) => found.has(item)) ? 'register' : own
}

const itemsOf = (value: FactValue | null): readonly string[] => (Array.isArray(value) ? (value as string[]) : [])

/** The figures of a year have no register: a document stands behind them, or the enterprise's own word. */
export function sourceOfYear({ evidenceIds }: Pick<YearFigures, 'evidenceIds'>): YearFigures['source'] {
  return evidenceIds.length > 0 ? 'document' : 'declared'
}

/** Every claim that a register contradicts, for the enterprise's desk and the centre's. */
export function contradictionsOf({
  facts,
  findings,
}: Pick<Enterprise, 'facts' | 'findings'>): readonly Contradiction[] {
  return facts.flatMap((entry) =>
    findings
      .filter((finding) => finding.fact === entry.fact && findingOutcome(entry.value, finding) === 'contradicted')
      .map((finding) => ({ entry, finding })),
  )
}
