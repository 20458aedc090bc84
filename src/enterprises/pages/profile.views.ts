import { formatDate } from '../../kernel/dates.js'
import {
  formatValue,
  isNumeric,
  isSet,
  type FactSpec,
  type FactValue,
  type Facts,
  type Vocabulary,
} from '@lueqiao/matching-engine'
import { paths } from '../../paths.js'
import type { Reference } from '../../reference/index.js'
import type { FormFault } from '../../web/form.js'
import type { Completeness } from '../rules/completeness.js'
import type { Enterprise, FactEntry, FactSource } from '../rules/enterprise.js'
import type { ProfileItem, ProfileSection } from '../rules/profile-items.js'
import type { Evidence } from '../data/evidence.store.js'
import { contradictionsOf, findingOutcome } from '../rules/verification.js'
import { fieldTexts, fieldText, readIndustryCode, type SubmittedFields } from './submitted-fields.js'
import { AS_OF, EVIDENCE, fieldOf, NONE, PICK } from './profile.form.js'

export const SOURCE_LABELS: Readonly<Record<FactSource, string>> = {
  declared: '自报',
  document: '有材料',
  register: '名录核验',
}

type Option = { readonly id: string; readonly value: string; readonly label: string; readonly chosen: boolean }

/** One line of a section as the page shows it. */
export type FactField = {
  readonly kind: 'number' | 'select' | 'boxes' | 'date' | 'industry'
  readonly id: string
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly unit: string
  readonly value: string
  readonly options: readonly Option[]
  readonly noneChosen: boolean
  readonly picks: readonly Option[]
  readonly found: string
  readonly fault: string
  /** Where the saved value comes from, as a sentence; empty when nothing is saved. */
  readonly source: string
  readonly sourceKind: FactSource | ''
  readonly asOf: string
  readonly asOfFault: string
  readonly evidence: readonly Option[]
  /** What registers say that is not taken over yet. */
  readonly findings: readonly {
    readonly text: string
    readonly register: string
    readonly fact: string
    readonly adoptable: boolean
  }[]
}

export type FieldsInput = {
  readonly section: ProfileSection
  readonly enterprise: Enterprise
  readonly evidence: readonly Evidence[]
  /** What was typed; null shows what is saved. */
  readonly sent: SubmittedFields | null
  readonly faults: readonly FormFault[]
  readonly reference: Reference
  readonly names: Vocabulary
}

/** The lines of a section, filled with what was typed or what is saved. */
export function factFields(input: FieldsInput): readonly FactField[] {
  return input.section.items.map((item) => factField(item, input))
}

function factField(item: ProfileItem, input: FieldsInput): FactField {
  const { enterprise, faults, names, reference } = input
  const name = fieldOf(item.fact)
  const id = `f-${name}`
  const entry = enterprise.facts.find(({ fact }) => fact === item.fact)
  const sent = input.sent ?? savedFields(item, entry)
  const value = fieldText(sent, name)
  const spec = item.kind === 'fact' ? item.spec : null
  const picks =
    spec?.kind === 'industry'
      ? industryPicks(id, value, fieldText(sent, `${name}${PICK}`), input.sent !== null, reference)
      : []
  return {
    kind: spec === null ? 'date' : kindOf(spec),
    id,
    name,
    label: item.label,
    hint: item.hint,
    unit: spec?.unit ?? '',
    value: spec?.kind === 'industry' && /^\d{4}$/.test(value) ? industryText(value, names) : value,
    options: spec === null ? [] : optionsOf(spec, fieldTexts(sent, name), id, names),
    noneChosen: fieldText(sent, `${name}${NONE}`) !== '',
    picks,
    found: picks.length > 0 ? `找到 ${picks.length} 个行业，请选一个` : '',
    fault: faults.find((one) => one.field === name)?.message ?? '',
    source: entry ? sourceSentence(entry) : '',
    sourceKind: entry?.source ?? '',
    asOf: fieldText(sent, `${name}${AS_OF}`),
    asOfFault: faults.find((one) => one.field === `${name}${AS_OF}`)?.message ?? '',
    evidence: input.evidence.map((file, place) => ({
      id: `${id}-e${place + 1}`,
      value: file.id,
      label: file.name,
      chosen: fieldTexts(sent, `${name}${EVIDENCE}`).includes(file.id),
    })),
    findings: findingsOf(item, enterprise, names),
  }
}

/** What a form would send for a saved value. */
function savedFields(item: ProfileItem, entry: FactEntry | undefined): SubmittedFields {
  if (entry === undefined) return new Map()
  const name = fieldOf(item.fact)
  const { value, asOf, evidenceIds } = entry
  const sent = new Map<string, string | readonly string[]>([
    [`${name}${AS_OF}`, asOf],
    [`${name}${EVIDENCE}`, evidenceIds],
  ])
  if (Array.isArray(value))
    sent.set(value.length > 0 ? name : `${name}${NONE}`, value.length > 0 ? (value as string[]) : '1')
  else sent.set(name, typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value))
  return sent
}

function kindOf(spec: FactSpec): FactField['kind'] {
  if (isNumeric(spec)) return 'number'
  if (isSet(spec)) return 'boxes'
  return spec.kind === 'industry' ? 'industry' : 'select'
}

function optionsOf(spec: FactSpec, chosen: readonly string[], id: string, names: Vocabulary): readonly Option[] {
  const option = (value: string, label: string, place: number) => ({
    id: `${id}-${place + 1}`,
    value,
    label,
    chosen: chosen.includes(value),
  })
  if (spec.kind === 'boolean') {
    return [true, false].map((yes, place) => option(yes ? 'yes' : 'no', formatValue(spec.name, yes, names), place))
  }
  if (spec.kind === 'banks') return [...names.banks].map(([value, label], place) => option(value, label, place))
  const label = (value: string) => (isSet(spec) ? value : formatValue(spec.name, value, names))
  return (spec.values ?? []).map((value, place) => option(value, label(value), place))
}

const industryText = (code: string, names: Vocabulary) => {
  const name = names.industries.get(code)
  return name === undefined ? code : `${code} ${name}`
}

/** After a search, or when what was written fits several. */
function industryPicks(
  id: string,
  written: string,
  pick: string,
  wasSent: boolean,
  { industries }: Reference,
): readonly Option[] {
  if (!wasSent || written === '') return []
  const { code, hits } = readIndustryCode(written, industries)
  if (code !== null) return []
  return hits.map((hit, place) => ({
    id: `${id}-p${place + 1}`,
    value: hit.code,
    label: `${hit.code} ${hit.name}`,
    chosen: hit.code === pick,
  }))
}

/** “有材料，截至 2026年11月22日”. */
export const sourceSentence = ({ source, asOf }: Pick<FactEntry, 'source' | 'asOf'>): string =>
  `${SOURCE_LABELS[source]}，截至 ${formatDate(asOf)}`

function findingsOf({ fact, kind }: ProfileItem, enterprise: Enterprise, names: Vocabulary): FactField['findings'] {
  const claimed = enterprise.facts.find((entry) => entry.fact === fact)?.value
  return enterprise.findings.flatMap((finding) => {
    if (finding.fact !== fact || findingOutcome(claimed, finding) === 'confirmed') return []
    const says = finding.value === null ? '没有列入' : `记为“${valueText(kind, fact, finding.value, names)}”`
    const text = `${finding.register}（${formatDate(finding.asOf)}）${says}${claimed === undefined ? '，您还没有填写' : '，与您填写的不一致'}`
    return [{ text, register: finding.register, fact, adoptable: finding.value !== null }]
  })
}

export const valueText = (kind: ProfileItem['kind'], fact: string, value: FactValue, names: Vocabulary): string =>
  kind === 'date' ? formatDate(String(value)) : formatValue(fact, value, names)

/** One line of the whole profile; what was not declared may follow from what was, such as the size class. */
export function factRow({ fact, kind, label }: ProfileItem, { facts }: Enterprise, derived: Facts, names: Vocabulary) {
  const entry = facts.find((one) => one.fact === fact)
  const value = entry?.value ?? derived[fact]
  return {
    label,
    value: value === undefined ? '未填写' : valueText(kind, fact, value, names),
    known: value !== undefined,
    source: entry ? sourceSentence(entry) : '由其他资料推算',
    files: entry?.evidenceIds.length ?? 0,
  }
}

/** The sections with how far each is answered. */
export function sectionRows({ sections }: Completeness) {
  return sections.map(({ id, title, answered, relevant }) => ({
    title,
    href: id === 'figures' ? paths.enterpriseFigures({}) : paths.enterpriseSection({ section: id }),
    answered,
    relevant,
    done: answered === relevant,
    words: answered === relevant ? '已填完' : `还差 ${relevant - answered} 项`,
  }))
}

/** What stands in the way between the enterprise's word and a register, for the desk. */
export function contradictionRows(
  enterprise: Enterprise,
  names: Vocabulary,
  itemOf: (fact: string) => ProfileItem | null,
) {
  return contradictionsOf(enterprise).map(({ entry, finding }) => {
    const item = itemOf(entry.fact)
    const words = (value: FactValue) => valueText(item?.kind ?? 'fact', entry.fact, value, names)
    return {
      label: item?.label ?? entry.fact,
      own: words(entry.value),
      found: finding.value === null ? '没有列入' : words(finding.value),
      register: finding.register,
      asOf: formatDate(finding.asOf),
    }
  })
}
