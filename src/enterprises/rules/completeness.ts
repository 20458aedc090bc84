import { deriveFacts, type SizeBand } from '@lueqiao/matching-engine'
import type { LawDate } from '../../kernel/dates.js'
import type { Enterprise } from './enterprise.js'
import { factsOf, industryOf } from './known-facts.js'
import { isRelevant, SECTIONS } from './profile-items.js'
import { FIGURES, figuresOf, lastFullYear } from './year-figures.js'

type SectionCompleteness = {
  /** A section of the profile, or `figures`. */
  readonly id: string
  readonly title: string
  readonly answered: number
  readonly relevant: number
}

export type Completeness = {
  readonly sections: readonly SectionCompleteness[]
  readonly answered: number
  readonly relevant: number
}

/** How much of what matters is answered, section by section; an answer “没有” counts, an empty field does not. */
export function completenessOf(
  enterprise: Pick<Enterprise, 'facts' | 'years'>,
  asOf: LawDate,
  sizeBands: readonly SizeBand[],
): Completeness {
  const { facts } = factsOf(enterprise, null, asOf)
  const declared = new Set(enterprise.facts.map((entry) => entry.fact))
  const sizeDerived = !declared.has('enterprise.sizeClass') && 'enterprise.sizeClass' in deriveFacts(facts, sizeBands)
  const known = { industry: industryOf(enterprise), sizeDerived }
  const sections = SECTIONS.map(({ id, title, items }) => {
    const relevant = items.filter(({ fact }) => isRelevant(fact, known))
    const answered = relevant.filter(({ fact }) => declared.has(fact))
    return { id, title, answered: answered.length, relevant: relevant.length }
  })
  const all = [...sections, figuresCompleteness(enterprise, asOf)]
  return { sections: all, answered: total(all, 'answered'), relevant: total(all, 'relevant') }
}

function figuresCompleteness({ years }: Pick<Enterprise, 'years'>, asOf: LawDate): SectionCompleteness {
  const year = lastFullYear(asOf)
  const figures = figuresOf(years, year)
  const answered = FIGURES.filter(({ figure }) => figures !== null && figures[figure] !== null).length
  return { id: 'figures', title: `${year} 年度数据`, answered, relevant: FIGURES.length }
}

const total = (sections: readonly SectionCompleteness[], key: 'answered' | 'relevant') =>
  sections.reduce((sum, section) => sum + section[key], 0)
