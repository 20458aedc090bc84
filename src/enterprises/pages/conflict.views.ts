import { exactWanText } from '../../kernel/money.js'
import { groupDigits } from '../../kernel/text.js'
import type { Vocabulary } from '@lueqiao/matching-engine'
import { paths } from '../../paths.js'
import type { Declared } from '../use-cases/declare-facts.js'
import { partOfYear } from '../use-cases/declare-facts.js'
import type { Enterprise, YearFigures } from '../rules/enterprise.js'
import type { ProfileSection } from '../rules/profile-items.js'
import { FIGURES, figuresOf, type FigureItem } from '../rules/year-figures.js'
import type { SubmittedFields } from './submitted-fields.js'
import { valueText } from './profile.views.js'

/** The page “someone changed this”: both values line by line, and what to do about it. */
export type ConflictView = {
  readonly what: string
  readonly rows: readonly {
    readonly label: string
    readonly mine: string
    readonly theirs: string
    readonly differs: boolean
  }[]
  /** Sends what was typed once more, on top of what stands now. */
  readonly action: string
  readonly fields: readonly { readonly name: string; readonly value: string }[]
  readonly back: string
}

const EMPTY = '未填写'

export function sectionConflict(input: {
  readonly section: ProfileSection
  readonly current: Enterprise
  readonly lines: readonly Declared[]
  readonly sent: SubmittedFields
  readonly names: Vocabulary
}): ConflictView {
  const { section, current, lines, sent, names } = input
  const rows = section.items.map(({ fact, kind, label }) => {
    const mine = lines.find((line) => line.fact === fact)?.value ?? null
    const theirs = current.facts.find((entry) => entry.fact === fact)?.value ?? null
    const words = (value: typeof mine) => (value === null ? EMPTY : valueText(kind, fact, value, names))
    return conflictRow(label, words(mine), words(theirs))
  })
  const action = paths.enterpriseSection({ section: section.id })
  return {
    what: section.title,
    rows,
    action,
    fields: resubmittedFields(sent, current.partVersions[section.id] ?? 0),
    back: action,
  }
}

export function yearConflict(input: {
  readonly year: number
  readonly current: Enterprise
  readonly given: Pick<YearFigures, FigureItem['figure']>
  readonly sent: SubmittedFields
}): ConflictView {
  const { year, current, given, sent } = input
  const theirs = figuresOf(current.years, year)
  const rows = FIGURES.map((item) =>
    conflictRow(item.label, figureText(item, given[item.figure]), figureText(item, theirs?.[item.figure] ?? null)),
  )
  const action = paths.enterpriseYear({ year: String(year) })
  const version = current.partVersions[partOfYear(year)] ?? 0
  return { what: `${year} 年度数据`, rows, action, fields: resubmittedFields(sent, version), back: action }
}

/** A figure of a year as people read it. */
export function figureText({ unit }: Pick<FigureItem, 'unit'>, value: number | null): string {
  if (value === null) return EMPTY
  return unit === '万元' ? exactWanText(value) : `${groupDigits(value, 2)} ${unit}`
}

export const conflictRow = (label: string, mine: string, theirs: string) => ({
  label,
  mine,
  theirs,
  differs: mine !== theirs,
})

/** The hidden fields that send a form once more, made from the version that stands now. */
export function resubmittedFields(sent: SubmittedFields, version: number): ConflictView['fields'] {
  const fields = [...sent].flatMap(([name, value]) =>
    name === 'version' ? [] : (typeof value === 'string' ? [value] : value).map((one) => ({ name, value: one })),
  )
  return [...fields, { name: 'version', value: String(version) }]
}
