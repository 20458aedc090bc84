import { findFactSpec, isNumeric, isSet } from './facts.js'
import type { FactSpec } from './fact-spec.js'
import { isRecord, unknownKeys } from './json-shape.js'
import { quote } from './quote.js'
import type { Fault, Operator, Vocabulary } from './types.js'

const DEEPEST = 8
const MOST_LEAVES = 200
const LONGEST_NOTE = 500

const ORDER: readonly Operator[] = ['>=', '<=', '>', '<', '=', '!=']
const OPERATORS: readonly Operator[] = [
  ...ORDER, 'between', 'in', 'notIn', 'prefixIn', 'hasAny', 'hasAll', 'hasNone',
] // prettier-ignore

/** The operators that make sense on a fact, in the order an editor offers them. */
export function operatorsOf(spec: FactSpec): readonly Operator[] {
  if (isNumeric(spec)) return [...ORDER, 'between', 'in', 'notIn']
  if (isSet(spec)) return ['hasAny', 'hasAll', 'hasNone']
  if (spec.kind === 'boolean') return ['=', '!=']
  return spec.kind === 'choice' ? ['in', 'notIn', '=', '!='] : ['prefixIn', 'in', 'notIn', '=', '!=']
}

/**
 * Every fault of a rule that comes from outside (importer, criteria editor), each with its place, such as
 * `products[3].criteria.all[2].value`. Empty when the rule is sound.
 */
export function validateRule(rule: unknown, path: string, vocabulary: Vocabulary): readonly Fault[] {
  const faults: Fault[] = []
  const walk: Walk = { vocabulary, leaves: 0, report: (place, message) => faults.push({ path: place, message }) }
  checkRule(rule, path, 1, walk)
  if (walk.leaves > MOST_LEAVES) walk.report(path, `条件过多：共 ${walk.leaves} 项，最多 ${MOST_LEAVES} 项，请拆分产品`)
  return faults
}

type Walk = {
  readonly vocabulary: Vocabulary
  leaves: number
  readonly report: (place: string, message: string) => void
}

function checkRule(rule: unknown, path: string, depth: number, walk: Walk): void {
  if (!isRecord(rule)) return walk.report(path, '应是一个条件对象：all、any、not 或单项条件')
  if (depth > DEEPEST) return walk.report(path, `条件嵌套超过 ${DEEPEST} 层，请合并`)
  for (const kind of ['all', 'any'] as const)
    if (Object.hasOwn(rule, kind)) return checkGroup(rule, kind, path, depth, walk)
  if (Object.hasOwn(rule, 'not')) {
    reportUnknownKeys(rule, ['not'], path, walk)
    return checkRule(rule.not, `${path}.not`, depth + 1, walk)
  }
  walk.leaves += 1
  checkLeaf(rule, path, walk)
}

function checkGroup(rule: Record<string, unknown>, kind: 'all' | 'any', path: string, depth: number, walk: Walk): void {
  reportUnknownKeys(rule, [kind], path, walk)
  const children: unknown = rule[kind]
  if (!Array.isArray(children)) return walk.report(`${path}.${kind}`, `${kind} 应是条件的列表`)
  if (children.length === 0) return walk.report(`${path}.${kind}`, `${kind} 不能为空，至少要有一项条件`)
  children.forEach((child, i) => checkRule(child, `${path}.${kind}[${i}]`, depth + 1, walk))
}

function checkLeaf(leaf: Record<string, unknown>, path: string, walk: Walk): void {
  reportUnknownKeys(leaf, ['fact', 'op', 'value', 'basis', 'note'], path, walk)
  if (leaf.basis !== 'published' && leaf.basis !== 'illustrative') {
    walk.report(`${path}.basis`, '依据 basis 应为 published 或 illustrative')
  }
  const { note } = leaf
  if (note !== undefined && (typeof note !== 'string' || note.length > LONGEST_NOTE)) {
    walk.report(`${path}.note`, `说明 note 应为不超过 ${LONGEST_NOTE} 字的文字`)
  }
  const spec = typeof leaf.fact === 'string' ? findFactSpec(leaf.fact) : undefined
  if (spec === undefined) return walk.report(`${path}.fact`, `没有名为“${quote(leaf.fact)}”的事实`)
  const op = OPERATORS.find((known) => known === leaf.op)
  if (op === undefined) {
    return walk.report(`${path}.op`, `没有“${quote(leaf.op)}”这种比较，可用 ${OPERATORS.join(' ')}`)
  }
  if (!operatorsOf(spec).includes(op)) {
    return walk.report(`${path}.op`, `${spec.label}不能用 ${op} 比较，可用 ${operatorsOf(spec).join(' ')}`)
  }
  checkBound(spec, op, leaf.value, `${path}.value`, walk)
}

function checkBound(spec: FactSpec, op: Operator, value: unknown, path: string, walk: Walk): void {
  if (isRecord(value)) return checkRelativeBound(spec, op, value, path, walk)
  if (ORDER.includes(op)) return checkValue(spec, value, path, walk)
  if (!Array.isArray(value)) return walk.report(path, `${op} 的取值应是列表`)
  const list: readonly unknown[] = value
  if (list.length === 0) return walk.report(path, `${op} 的取值不能为空列表`)
  if (op === 'between' && list.length !== 2) return walk.report(path, 'between 的取值应是 [下限, 上限]')
  list.forEach((item, i) => {
    if (op === 'prefixIn') checkPrefix(spec, item, `${path}[${i}]`, walk)
    else checkValue(spec, item, `${path}[${i}]`, walk)
  })
  const [from, to] = list
  if (op === 'between' && typeof from === 'number' && typeof to === 'number' && from > to) {
    walk.report(path, `下限 ${from} 大于上限 ${to}`)
  }
}

function checkRelativeBound(
  spec: FactSpec,
  op: Operator,
  value: Record<string, unknown>,
  path: string,
  walk: Walk,
): void {
  if (!isNumeric(spec) || !ORDER.includes(op)) return walk.report(path, `${spec.label} ${op} 不能与另一项事实比较`)
  reportUnknownKeys(value, ['of', 'times'], path, walk)
  checkMultiple(spec.name, value.of, value.times, path, walk.report)
}

/** Checks `times × of`, wherever it stands: a finite multiple above 0 of another numeric fact. */
export function checkMultiple(fact: string, of: unknown, times: unknown, path: string, report: Walk['report']): void {
  const base = typeof of === 'string' ? findFactSpec(of) : undefined
  if (base === undefined || !isNumeric(base)) report(`${path}.of`, `of 应是一项数值事实，收到的是“${quote(of)}”`)
  else if (base.name === fact) report(`${path}.of`, 'of 不能是被比较的事实本身')
  if (typeof times !== 'number' || !Number.isFinite(times) || times <= 0 || times > 1e6) {
    report(`${path}.times`, 'times 应是大于 0 且不超过 1000000 的数字')
  }
}

function checkValue(spec: FactSpec, value: unknown, path: string, walk: Walk): void {
  const fault = valueFault(spec, value, walk.vocabulary)
  if (fault !== undefined) walk.report(path, `${spec.label}${fault}，收到的是“${quote(value)}”`)
}

function valueFault(spec: FactSpec, value: unknown, vocabulary: Vocabulary): string | undefined {
  if (isNumeric(spec)) {
    if (typeof value !== 'number' || !Number.isFinite(value)) return '的门槛应为数字'
    const { min = -Infinity, max = Infinity } = spec
    return value < Math.min(min, 0) || value > max ? `的门槛应在 ${Math.min(min, 0)} 到 ${max} 之间` : undefined
  }
  if (spec.kind === 'boolean') return typeof value === 'boolean' ? undefined : '的取值应为 true 或 false'
  if (typeof value !== 'string') return '的取值应为文字'
  if (spec.kind === 'industry')
    return /^\d{4}$/.test(value) && vocabulary.industries.has(value) ? undefined : '没有这个四位小类'
  if (spec.kind === 'green') return value === '' || vocabulary.greenClasses.has(value) ? undefined : '没有这个代码'
  if (spec.kind === 'banks') return vocabulary.banks.has(value) ? undefined : '没有这家机构'
  return spec.values?.includes(value) === true ? undefined : `的取值应为${(spec.values ?? []).join('、')}之一`
}

function checkPrefix(spec: FactSpec, value: unknown, path: string, walk: Walk): void {
  const known =
    typeof value === 'string' &&
    (spec.kind === 'industry'
      ? /^\d{2,4}$/.test(value) && walk.vocabulary.industries.has(value)
      : walk.vocabulary.greenClasses.has(value))
  if (!known) walk.report(path, `${spec.label}没有以“${quote(value)}”为代码的类别`)
}

function reportUnknownKeys(object: Record<string, unknown>, known: readonly string[], path: string, walk: Walk): void {
  for (const key of unknownKeys(object, known)) walk.report(`${path}.${quote(key)}`, '不认识的键，请删去')
}
