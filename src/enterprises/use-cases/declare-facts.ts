import { inTransaction } from '../../db/index.js'
import type { LawDate } from '../../kernel/dates.js'
import type { FactValue } from '@lueqiao/matching-engine'
import { changeEnterprise, type EnterpriseContext, isStale, type SaveResult } from './change-enterprise.js'
import type { Enterprise, FactEntry, YearFigures } from '../rules/enterprise.js'
import { sourceOf, sourceOfYear } from '../rules/verification.js'
import { FIGURES } from '../rules/year-figures.js'
import type { Actor } from '../../kernel/actor.js'

/** One line of a section as the form has it: a value, or null for not known. */
export type Declared = {
  readonly fact: string
  readonly value: FactValue | null
  readonly asOf: LawDate
  readonly evidenceIds: readonly string[]
}

export type Declaration = {
  /** The section of the profile; two people may change two sections at once. */
  readonly section: string
  /** The version that the form was made from. */
  readonly version: number
  readonly lines: readonly Declared[]
}

/**
 * Saves one section of the profile. Only lines that differ are touched, so that the date and the author of the others
 * stay; a line that is cleared is not known any more. Evidence that is not the enterprise's own is left out.
 */
export async function declareFacts(
  context: EnterpriseContext,
  id: string,
  declared: Declaration,
  by: Actor,
): Promise<SaveResult<Enterprise>> {
  return inTransaction(context.connection, async (session): Promise<SaveResult<Enterprise>> => {
    const own = new Set((await context.evidence.list(id, session)).map((evidence) => evidence.id))
    let stale = false
    const record = await changeEnterprise(context, session, id, by, (enterprise) => {
      stale = isStale(enterprise, declared.section, declared.version)
      if (stale) return null
      const lines = declared.lines.map((line) => ({
        ...line,
        evidenceIds: line.evidenceIds.filter((one) => own.has(one)),
      }))
      const changed = lines.filter((line) =>
        differs(
          line,
          enterprise.facts.find(({ fact }) => fact === line.fact),
        ),
      )
      if (changed.length === 0) return null
      return {
        next: { ...enterprise, facts: withLines(enterprise, changed, by, context.now()) },
        part: declared.section,
        event: 'ENTERPRISE_FACTS_DECLARED',
        detail: { section: declared.section, facts: changed.map(({ fact }) => fact) },
      }
    })
    return stale ? { ok: false, current: record } : { ok: true, record }
  })
}

function differs(line: Declared, entry: FactEntry | undefined): boolean {
  if (entry === undefined) return line.value !== null
  const asBefore = [entry.value, entry.asOf, [...entry.evidenceIds].sort()]
  return JSON.stringify(asBefore) !== JSON.stringify([line.value, line.asOf, [...line.evidenceIds].sort()])
}

function withLines(
  { facts, findings }: Enterprise,
  lines: readonly Declared[],
  by: Actor,
  at: Date,
): readonly FactEntry[] {
  const touched = new Set(lines.map(({ fact }) => fact))
  const given = lines.flatMap(({ fact, value, asOf, evidenceIds }): FactEntry[] => {
    if (value === null) return []
    return [
      {
        fact,
        value,
        evidenceIds,
        source: sourceOf({ fact, value, evidenceIds }, findings),
        asOf,
        by: by.accountId,
        at,
      },
    ]
  })
  return [...facts.filter(({ fact }) => !touched.has(fact)), ...given]
}

/** The figures of one year as the form has them. */
export type DeclaredYear = Omit<YearFigures, 'source' | 'by' | 'at'> & { readonly version: number }

/** The part of the record that the figures of a year belong to. */
export const partOfYear = (year: number): string => `year-${year}`

/** Saves the figures of one year; a year without a single figure is not kept. */
export async function saveYear(
  context: EnterpriseContext,
  id: string,
  declared: DeclaredYear,
  by: Actor,
): Promise<SaveResult<Enterprise>> {
  const { version, ...given } = declared
  return inTransaction(context.connection, async (session): Promise<SaveResult<Enterprise>> => {
    const own = new Set((await context.evidence.list(id, session)).map((evidence) => evidence.id))
    let stale = false
    const record = await changeEnterprise(context, session, id, by, (enterprise) => {
      stale = isStale(enterprise, partOfYear(given.year), version)
      if (stale) return null
      const evidenceIds = given.evidenceIds.filter((one) => own.has(one))
      const figures: YearFigures = {
        ...given,
        evidenceIds,
        source: sourceOfYear({ evidenceIds }),
        by: by.accountId,
        at: context.now(),
      }
      const others = enterprise.years.filter(({ year }) => year !== given.year)
      const years = isEmpty(figures) ? others : [...others, figures].sort((a, b) => b.year - a.year)
      return {
        next: { ...enterprise, years },
        part: partOfYear(given.year),
        event: 'ENTERPRISE_FIGURES_SAVED',
        detail: { year: given.year, cleared: isEmpty(figures) },
      }
    })
    return stale ? { ok: false, current: record } : { ok: true, record }
  })
}

function isEmpty(figures: YearFigures): boolean {
  return FIGURES.every(({ figure }) => figures[figure] === null)
}
