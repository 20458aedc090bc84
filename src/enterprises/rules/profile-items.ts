import { factSpec, type FactSpec } from '@lueqiao/matching-engine'

/** Dates that facts are worked out from; they age by themselves, so they are asked for instead of the facts. */
export const ESTABLISHED_ON = 'enterprise.establishedOn'
export const LEGAL_REP_SINCE = 'enterprise.legalRepSince'

/** One line of the profile: a fact of the engine, or a date behind one. */
export type ProfileItem =
  | {
      readonly kind: 'fact'
      readonly fact: string
      readonly label: string
      readonly hint: string
      readonly spec: FactSpec
    }
  | { readonly kind: 'date'; readonly fact: string; readonly label: string; readonly hint: string }

export type ProfileSection = {
  /** Its place in the address. */
  readonly id: string
  readonly title: string
  readonly items: readonly ProfileItem[]
}

const fact = (name: string): ProfileItem => {
  const spec = factSpec(name)
  return { kind: 'fact', fact: name, label: spec.label, hint: spec.hint, spec }
}

/** The profile in sections. Figures of whole years stand on a page of their own. */
export const SECTIONS: readonly ProfileSection[] = [
  {
    id: 'basics',
    title: '基本情况',
    items: [
      fact('enterprise.division'),
      fact('enterprise.industry'),
      { kind: 'date', fact: ESTABLISHED_ON, label: '成立日期', hint: '按营业执照上的成立日期填写，成立年限由它推算。' },
      fact('enterprise.ownership'),
      fact('enterprise.sizeClass'),
      {
        kind: 'date',
        fact: LEGAL_REP_SINCE,
        label: '法定代表人任职起始日',
        hint: '最近一次法定代表人变更登记的日期；从未变更的填成立日期。',
      },
      fact('enterprise.legalRepAge'),
      fact('enterprise.accountBanks'),
    ],
  },
  {
    id: 'operation',
    title: '经营与负债',
    items: [fact('enterprise.loanBalanceWan'), fact('enterprise.invoiced12mWan')],
  },
  {
    id: 'credit',
    title: '信用状况',
    items: [
      fact('enterprise.taxGrade'),
      fact('enterprise.overdueNow'),
      fact('enterprise.overdueCount24m'),
      fact('enterprise.creditInquiries6m'),
      fact('enterprise.dishonest'),
    ],
  },
  {
    id: 'green',
    title: '绿色与环保',
    items: [
      fact('enterprise.environmentalPenalty24m'),
      fact('enterprise.environmentRating'),
      fact('enterprise.energyInspection'),
      fact('enterprise.greenFactory'),
      fact('enterprise.carbonMarket'),
    ],
  },
  {
    id: 'innovation',
    title: '资质与创新',
    items: [fact('enterprise.titles'), fact('enterprise.patents')],
  },
]

/** The section of that address, or null. */
export function findSection(id: string): ProfileSection | null {
  return SECTIONS.find((section) => section.id === id) ?? null
}

/** The line of the profile that a fact stands on, or null when it has none. */
export function findItem(name: string): ProfileItem | null {
  for (const { items } of SECTIONS) for (const item of items) if (item.fact === name) return item
  return null
}

/** Industry divisions that energy inspection, environmental rating and the carbon market are about: mining to construction. */
const INDUSTRIAL = { first: 6, last: 50 }
const ONLY_INDUSTRIAL = new Set([
  'enterprise.environmentRating',
  'enterprise.energyInspection',
  'enterprise.carbonMarket',
])

/** Whether a line has to be answered for the profile to be complete. What is not known to be irrelevant is relevant. */
export function isRelevant(
  name: string,
  known: { readonly industry: string | null; readonly sizeDerived: boolean },
): boolean {
  if (name === 'enterprise.sizeClass') return !known.sizeDerived
  if (!ONLY_INDUSTRIAL.has(name) || known.industry === null) return true
  const division = Number(known.industry.slice(0, 2))
  return division >= INDUSTRIAL.first && division <= INDUSTRIAL.last
}
