import type { LawDate } from '../../kernel/dates.js'
import { isNumeric, isSet, parseFacts, type FactSpec, type FactValue, type Vocabulary } from '@lueqiao/matching-engine'
import type { Reference } from '../../reference/index.js'
import { fault, type FormFault } from '../../web/form.js'
import type { Declared } from '../use-cases/declare-facts.js'
import type { FactEntry } from '../rules/enterprise.js'
import type { ProfileItem, ProfileSection } from '../rules/profile-items.js'
import {
  fieldTexts,
  fieldText,
  readDateField,
  readIndustryCode,
  readNumberField,
  submittedFields,
  type FieldValue,
  type SubmittedFields,
} from './submitted-fields.js'

/** The name of a fact's control; what stands beside it adds a suffix. */
export const fieldOf = (name: string): string => name.slice(name.indexOf('.') + 1)
export const NONE = '-none'
export const AS_OF = '-asOf'
export const EVIDENCE = '-evidence'
export const PICK = '-pick'

export type SectionForm =
  /** A search inside the form: nothing is saved, what was typed stays. */
  | { readonly kind: 'search'; readonly sent: SubmittedFields }
  | { readonly kind: 'faults'; readonly sent: SubmittedFields; readonly faults: readonly FormFault[] }
  | { readonly kind: 'lines'; readonly sent: SubmittedFields; readonly lines: readonly Declared[] }

export type SectionInput = {
  readonly section: ProfileSection
  readonly entries: readonly FactEntry[]
  readonly today: LawDate
  readonly reference: Reference
  readonly names: Vocabulary
}

/** Reads one section of the profile. An empty field is not known; every fault is listed, in the order of the page. */
export function readSection(body: unknown, input: SectionInput): SectionForm {
  const { section } = input
  const known = new Set(['version', 'then', ...section.items.flatMap((item) => fieldNames(item))])
  const sent = submittedFields(body, (name) => known.has(name))
  if (sent === null) {
    return { kind: 'faults', sent: new Map(), faults: [fault('', '表单中有不认识的内容，请刷新页面后重试')] }
  }
  if (fieldText(sent, 'then') === 'search') return { kind: 'search', sent }
  const faults: FormFault[] = []
  const lines: Declared[] = []
  for (const item of section.items) {
    const line = readLine(item, sent, input)
    if ('fault' in line) faults.push(fault(line.field, `${item.label}：${line.fault}`))
    else lines.push(line)
  }
  return faults.length > 0 ? { kind: 'faults', sent, faults } : { kind: 'lines', sent, lines }
}

function fieldNames(item: ProfileItem): readonly string[] {
  const field = fieldOf(item.fact)
  return [field, `${field}${NONE}`, `${field}${AS_OF}`, `${field}${EVIDENCE}`, `${field}${PICK}`]
}

type Line = Declared | { readonly field: string; readonly fault: string }

function readLine(item: ProfileItem, sent: SubmittedFields, input: SectionInput): Line {
  const field = fieldOf(item.fact)
  const read =
    item.kind === 'date' ? readDateField(fieldText(sent, field), input.today) : readFact(item.spec, sent, input)
  if ('fault' in read) return { field, fault: read.fault }
  const typedDate = readDateField(fieldText(sent, `${field}${AS_OF}`), input.today)
  if ('fault' in typedDate) return { field: `${field}${AS_OF}`, fault: typedDate.fault }
  const entry = input.entries.find(({ fact }) => fact === item.fact)
  const asOf = asOfDate(read.value, typedDate.value, entry, input.today)
  return { fact: item.fact, value: read.value, asOf, evidenceIds: fieldTexts(sent, `${field}${EVIDENCE}`) }
}

/** A value that changed stands for today, unless a date was given with it; an old date is not kept for a new value. */
function asOfDate(
  value: FactValue | null,
  typed: LawDate | null,
  entry: FactEntry | undefined,
  today: LawDate,
): LawDate {
  const changed = entry === undefined || JSON.stringify(entry.value) !== JSON.stringify(value)
  if (typed !== null && !(changed && typed === entry?.asOf)) return typed
  return changed ? today : entry.asOf
}

function readFact(spec: FactSpec, sent: SubmittedFields, input: SectionInput): FieldValue<FactValue> {
  const read = readTyped(spec, sent, input)
  if ('fault' in read || read.value === null) return read
  const checked = parseFacts({ [spec.name]: read.value }, input.names)
  if (checked.ok) return { value: checked.facts[spec.name] ?? read.value }
  return { fault: checked.faults.map(({ message }) => message.replace(spec.label, '')).join('；') }
}

function readTyped(spec: FactSpec, sent: SubmittedFields, { reference }: SectionInput): FieldValue<FactValue> {
  const field = fieldOf(spec.name)
  const written = fieldText(sent, field)
  if (isSet(spec)) return readSet(fieldTexts(sent, field), fieldText(sent, `${field}${NONE}`) !== '')
  if (isNumeric(spec)) {
    const { unit, min, max, kind } = spec
    return readNumberField(written, {
      unit,
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
      whole: kind === 'integer',
    })
  }
  if (spec.kind === 'industry') return readIndustry(written, fieldText(sent, `${field}${PICK}`), reference)
  if (written === '') return { value: null }
  if (spec.kind !== 'boolean') return { value: written }
  return written === 'yes' || written === 'no' ? { value: written === 'yes' } : { fault: '请选择“是”或“否”，或留空' }
}

function readSet(ticked: readonly string[], none: boolean): FieldValue<FactValue> {
  if (none && ticked.length > 0) return { fault: '勾了“都没有”，就不能再勾选其他项' }
  if (none) return { value: [] }
  return { value: ticked.length > 0 ? ticked : null }
}

/** A pick from a search counts unless the text has been changed to another code since. */
function readIndustry(written: string, pick: string, { industries }: Reference): FieldValue<FactValue> {
  if (pick !== '' && industries.find(pick)) return { value: pick }
  if (written === '') return { value: null }
  const { code, hits } = readIndustryCode(written, industries)
  if (code !== null) return { value: code }
  return { fault: hits.length > 0 ? '请在下面找到的行业中选一个' : '没有找到这个行业，请换一个名称，或填四位小类代码' }
}
