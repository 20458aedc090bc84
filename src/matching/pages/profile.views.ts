import type { FieldFault } from '../../kernel/field-fault.js'
import { paths } from '../../paths.js'
import type { PageView } from '../../web/page.js'
import { FACTS, isNumeric, isSet, type FactSpec, type Facts, type Vocabulary } from '@lueqiao/matching-engine'
import { optionsOf, typedValue } from './fact-control.views.js'
import { allValues, firstValue, fieldId, stateField, type TypedProfile } from './profile.form.js'

type Option = { readonly id: string; readonly value: string; readonly label: string; readonly chosen: boolean }

export type ProfileField = {
  readonly kind: 'number' | 'select' | 'set' | 'code' | 'green'
  readonly id: string
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly unit: string
  readonly value: string
  readonly options: readonly Option[]
  /** The choice next to a set or a green class: not given, none, some. */
  readonly states: readonly Option[]
  readonly stateName: string
  readonly fault: string
}

export type ProfileSection = { readonly id: string; readonly title: string; readonly fields: readonly ProfileField[] }

export type ProfileView = PageView & {
  readonly action: string
  readonly csrf: string
  readonly back: string
  /** Why the page is shown again without a fault; usually empty. */
  readonly notice: string
  readonly faults: readonly { readonly href: string; readonly message: string }[]
  readonly sections: readonly ProfileSection[]
}

type Input = {
  readonly questionnaireId: string | null
  readonly csrf: string
  readonly notice: string
  readonly typed: TypedProfile
  readonly faults: readonly FieldFault[]
  readonly names: Vocabulary
}

const SECTIONS: readonly (readonly [title: string, sections: readonly FactSpec['section'][]])[] = [
  ['融资需求', ['需求', '项目']],
  ['担保', ['担保']],
  ['企业', ['企业']],
  ['经营与财务', ['经营']],
  ['信用', ['信用']],
  ['绿色与节能', ['绿色']],
]

/** The page with all questions, filled with what was typed or answered. */
export function profileView({ questionnaireId, csrf, notice, typed, faults, names }: Input): ProfileView {
  const id = questionnaireId
  return {
    title: '一次填完',
    section: 'match',
    indexed: false,
    action: id ? paths.profile({ id }) : paths.newProfile({}),
    back: id ? paths.questionnaire({ id }) : paths.assessment({}),
    csrf,
    notice,
    faults: faults.map(({ field, message }) => ({ href: field ? `#${field}` : '', message })),
    sections: SECTIONS.map(([title, sections], place) => ({
      id: `part-${place + 1}`,
      title,
      fields: FACTS.filter((spec) => sections.includes(spec.section)).map((spec) => field(spec, typed, faults, names)),
    })),
  }
}

/** The known facts as the form's fields hold them. */
export function typedProfile(facts: Facts): TypedProfile {
  const typed = new Map<string, string | readonly string[]>()
  for (const spec of FACTS) {
    const value = facts[spec.name]
    if (value === undefined) continue
    const words = typedValue(spec, value)
    const none = words.none || (spec.kind === 'green' && value === '')
    if (isSet(spec)) typed.set(spec.name, words.values)
    else if (!none) typed.set(spec.name, words.value)
    if (isSet(spec) || spec.kind === 'green') typed.set(stateField(spec.name), none ? 'none' : 'some')
  }
  return typed
}

function field(spec: FactSpec, typed: TypedProfile, faults: readonly FieldFault[], names: Vocabulary): ProfileField {
  const id = fieldId(spec.name)
  const value = firstValue(typed, spec.name)
  return {
    kind: kindOf(spec),
    id,
    name: spec.name,
    label: spec.label,
    hint: spec.hint,
    unit: spec.unit,
    value,
    options: fieldOptions(spec, typed, names),
    states: statesOf(spec, firstValue(typed, stateField(spec.name))),
    stateName: stateField(spec.name),
    fault: faults.find((fault) => fault.field === id)?.message ?? '',
  }
}

function kindOf(spec: FactSpec): ProfileField['kind'] {
  if (isNumeric(spec)) return 'number'
  if (isSet(spec)) return 'set'
  if (spec.kind === 'green') return 'green'
  return spec.kind === 'industry' ? 'code' : 'select'
}

function fieldOptions(spec: FactSpec, typed: TypedProfile, names: Vocabulary): readonly Option[] {
  if (isNumeric(spec) || spec.kind === 'industry' || spec.kind === 'green') return []
  const chosen = allValues(typed, spec.name)
  return optionsOf(spec, names).map(({ value, label }, place) => ({
    id: `${fieldId(spec.name)}-${place + 1}`,
    value,
    label,
    chosen: chosen.includes(value),
  }))
}

function statesOf(spec: FactSpec, state: string): readonly Option[] {
  if (!isSet(spec) && spec.kind !== 'green') return []
  const words =
    spec.kind === 'green' ? ['未填写', '不是绿色项目', '属于下面的类别'] : ['未填写', '都没有', '选择下列各项']
  return ['', 'none', 'some'].map((value, place) => ({
    id: place === 0 ? fieldId(spec.name) : `${fieldId(spec.name)}-s${place + 1}`,
    value,
    label: words[place] ?? '',
    chosen: state === value,
  }))
}
