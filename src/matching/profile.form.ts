import { parseFormNumber } from '../kernel/form-number.js'
import type { Reference } from '../reference/index.js'
import { numberOptions, type FieldFault } from './answer.form.js'
import {
  FACTS,
  isNumeric,
  isSet,
  parseFacts,
  type FactSpec,
  type FactValue,
  type Facts,
  type Vocabulary,
} from '@lueqiao/matching-engine'
import { tooFine } from './decimal-places.js'
import { fieldId, shapeFaultsOf, stateField, typedIn, type TypedProfile } from './typed-profile.js'
import { readGreenClass, readIndustry } from './written-code.js'

export type ProfileForm =
  | { readonly ok: true; readonly facts: Facts; readonly then: 'result' | 'questions' }
  | { readonly ok: false; readonly typed: TypedProfile; readonly faults: readonly FieldFault[] }

/** Reads the page with all questions. An empty field is not given; every fault is listed, in the order of the page. */
export function readProfileForm(body: unknown, reference: Reference, vocabulary: Vocabulary): ProfileForm {
  const typed = typedIn(body)
  const { whole, byFact } = shapeFaultsOf(body)
  const faults: FieldFault[] = [...whole]
  const given: Record<string, FactValue> = {}
  for (const spec of FACTS) {
    const misshapen = byFact.get(spec.name)
    const read = misshapen === undefined ? readField(spec, typed, reference) : { fault: misshapen }
    if (read === null) continue
    if ('fault' in read) faults.push({ field: fieldId(spec.name), message: `${spec.label}：${read.fault}` })
    else given[spec.name] = read.value
  }
  const checked = parseFacts(given, vocabulary)
  if (!checked.ok) faults.push(...checked.faults.map(({ path, message }) => ({ field: fieldId(path), message })))
  if (faults.length > 0 || !checked.ok) return { ok: false, typed, faults }
  return { ok: true, facts: checked.facts, then: isQuestions(body) ? 'questions' : 'result' }
}

const isQuestions = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'then' in body && body.then === 'questions'

type Read = { readonly value: FactValue } | { readonly fault: string } | null

function readField(spec: FactSpec, typed: TypedProfile, reference: Reference): Read {
  const state = one(typed, stateField(spec.name))
  if (isSet(spec)) return readSet(all(typed, spec.name), state)
  const written = one(typed, spec.name).trim()
  if (spec.kind === 'green') return readGreen(written, state, reference)
  if (written === '' && !isNumeric(spec)) return null
  if (isNumeric(spec)) return readNumber(spec, written)
  if (spec.kind === 'industry') return readIndustry(written, reference.industries)
  if (spec.kind === 'boolean') return readYesNo(written)
  return { value: written }
}

function readNumber(spec: FactSpec, written: string): Read {
  const read = parseFormNumber(written, numberOptions(spec))
  if (read.kind === 'missing') return null
  if (read.kind === 'fault') return { fault: read.reason }
  const fine = tooFine(read.value, spec)
  return fine === null ? { value: read.value } : { fault: fine }
}

function readYesNo(written: string): Read {
  if (written === 'yes' || written === 'no') return { value: written === 'yes' }
  return { fault: '请选择“是”或“否”，或留空' }
}

/** Boxes that are ticked count even where nobody touched the choice beside them. */
function readSet(ticked: readonly string[], state: string): Read {
  if (state === 'none') return ticked.length > 0 ? { fault: '选了“都没有”，就不能再勾选其他项' } : { value: [] }
  if (ticked.length > 0) return { value: ticked }
  return state === 'some' ? { fault: '请至少勾选一项，或改选“都没有”“未填写”' } : null
}

function readGreen(written: string, state: string, { greenClasses }: Reference): Read {
  if (state === 'none') return written ? { fault: '选了“不是绿色项目”，就请清空类别' } : { value: '' }
  if (written) return readGreenClass(written, greenClasses)
  return state === 'some' ? { fault: '请填写类别代码或名称，或改选“不是绿色项目”“未填写”' } : null
}

export function one(typed: TypedProfile, name: string): string {
  const value = typed.get(name)
  return typeof value === 'string' ? value : ''
}

export function all(typed: TypedProfile, name: string): readonly string[] {
  const value = typed.get(name)
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}
