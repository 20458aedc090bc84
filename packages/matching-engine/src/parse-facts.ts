import { FACTS, findFactSpec } from './facts.js'
import type { FactSpec } from './fact-spec.js'
import { quote } from './quote.js'
import type { FactValue, Facts, Fault, Vocabulary } from './types.js'

export type ParsedFacts =
  { readonly ok: true; readonly facts: Facts } | { readonly ok: false; readonly faults: readonly Fault[] }

/**
 * Reads the flat object of facts an enterprise, a form or a program sends. Every fault is listed, in Chinese, with
 * its correction. Facts come out canonical: in the order of FACTS, sets without duplicates and in the order of their
 * specification (banks by id), -0 as 0. A fact that is not known has to be left out: null is not a value.
 */
export function parseFacts(input: unknown, vocabulary: Vocabulary): ParsedFacts {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return { ok: false, faults: [{ path: '', message: '应是一个对象，键为事实名，例如 {"need.amountWan": 300}' }] }
  }
  const given = input as Record<string, unknown>
  const faults: Fault[] = []
  for (const name of Object.keys(given)) {
    if (findFactSpec(name) === undefined) {
      faults.push({ path: quote(name), message: `没有名为“${quote(name)}”的事实，请对照事实清单改正或删去` })
    }
  }
  const facts: Record<string, FactValue> = {}
  for (const spec of FACTS) {
    if (!Object.hasOwn(given, spec.name)) continue
    const value = readValue(spec, given[spec.name], vocabulary)
    if ('fault' in value) faults.push({ path: spec.name, message: `${spec.label}${value.fault}` })
    else facts[spec.name] = value.value
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, facts }
}

type Read = { readonly value: FactValue } | { readonly fault: string }

function readValue(spec: FactSpec, value: unknown, vocabulary: Vocabulary): Read {
  if (value === null || value === undefined) return { fault: '不能为空值：尚不清楚时请省略这一项' }
  switch (spec.kind) {
    case 'number':
    case 'integer':
      return readNumber(spec, value)
    case 'boolean':
      return typeof value === 'boolean' ? { value } : { fault: `应为 true 或 false，收到的是 ${quote(value)}` }
    case 'choice':
      return readChoice(spec, value)
    case 'set':
      return readSet(value, spec.values ?? [])
    case 'banks':
      return readSet(value, [...vocabulary.banks.keys()].sort())
    case 'industry':
      return readIndustry(value, vocabulary)
    case 'green':
      return readGreenCode(value, vocabulary)
  }
}

function readNumber(spec: FactSpec, value: unknown): Read {
  if (typeof value !== 'number') return { fault: `应为数字（不加引号和单位），收到的是 ${quote(value)}` }
  if (!Number.isFinite(value)) return { fault: '应为有限的数字' }
  const { min = -Infinity, max = Infinity, unit } = spec
  if (value < min) return { fault: `不能小于 ${min}${unit}，收到的是 ${quote(value)}` }
  if (value > max) return { fault: `不能大于 ${max}${unit}，收到的是 ${quote(value)}` }
  if (spec.kind === 'integer' && !Number.isInteger(value)) {
    return { fault: `应为整数（单位${unit}），收到的是 ${quote(value)}` }
  }
  return { value: value === 0 ? 0 : value }
}

function readChoice(spec: FactSpec, value: unknown): Read {
  const allowed = spec.values ?? []
  if (typeof value === 'string' && allowed.includes(value)) return { value }
  return { fault: `应为${allowed.join('、')}之一，收到的是 ${quote(value)}` }
}

function readSet(value: unknown, allowed: readonly string[]): Read {
  if (!Array.isArray(value)) return { fault: `应为列表，例如 ["${allowed[0] ?? ''}"]，没有则为 []` }
  const items: readonly unknown[] = value
  const wrong = items.filter((item) => typeof item !== 'string' || !allowed.includes(item))
  if (wrong.length > 0) {
    const shown = wrong.slice(0, 3).map(quote).join('、')
    return { fault: `中有不认识的值 ${shown}，可选的值为${allowed.join('、')}` }
  }
  return { value: allowed.filter((item) => items.includes(item)) }
}

function readIndustry(value: unknown, { industries }: Vocabulary): Read {
  if (typeof value === 'string' && /^\d{4}$/.test(value) && industries.has(value)) return { value }
  return { fault: `应为 GB/T 4754-2017 的四位小类代码（带引号，如 "1373"），收到的是 ${quote(value)}` }
}

function readGreenCode(value: unknown, { greenClasses }: Vocabulary): Read {
  if (typeof value === 'string' && (value === '' || greenClasses.has(value))) return { value }
  return { fault: `应为绿色金融支持项目目录中的代码（如 "4.2.2"），不属于绿色项目时为 ""，收到的是 ${quote(value)}` }
}
