import { canonicalJson } from './canonical-json.js'
import { consistencyFaults } from './check-consistency.js'
import { isRecord } from './json-shape.js'
import { quote } from './quote.js'
import { readRecord } from './read-record.js'
import { factsDigest, resultDigest } from './record.js'
import { sha256 } from './sha256.js'

export type RecordCheck = { readonly ok: boolean; readonly faults: readonly string[] }

const KEYS = ['asOf', 'catalogue', 'derived', 'digests', 'engine', 'facts', 'hash', 'reference', 'results']

/**
 * Checks a record by itself, without catalogue or network: that nothing was changed since it was written, and that
 * states and verdicts follow from the values. The faults name, in Chinese, the part that was changed.
 * Takes any text and never throws.
 */
export function checkRecord(text: string): RecordCheck {
  const read = readRecord(text)
  if (!read.ok) return { ok: false, faults: [read.fault] }
  const { record } = read
  const faults = shapeFaults(record)
  if (faults.length > 0) return { ok: false, faults }
  const found = [...partFaults(record), ...consistencyFaults(record)]
  const { hash, ...body } = record
  if (sha256(canonicalJson(body)) !== hash) {
    found.push(
      found.length > 0
        ? '整体校验值 hash 与内容不符'
        : '引擎版本、目录版本、参照数据、日期或结果次序（engine、catalogue、reference、asOf）或校验值 hash 本身被改动',
    )
  }
  if (found.length === 0 && canonicalJson(record) !== text) found.push('内容未变，但书写形式不是规范的 JSON')
  return { ok: found.length === 0, faults: found }
}

function shapeFaults(record: Record<string, unknown>): readonly string[] {
  const missing = KEYS.filter((key) => !Object.hasOwn(record, key)).map((key) => `缺少 ${key}`)
  const extra = Object.keys(record)
    .filter((key) => !KEYS.includes(key))
    .map((key) => `多出 ${quote(key)}`)
  if (missing.length + extra.length > 0) return [...missing, ...extra]
  const { digests, results, facts, derived } = record
  const sound =
    ['engine', 'catalogue', 'reference', 'asOf', 'hash'].every((key) => typeof record[key] === 'string') &&
    isRecord(digests) &&
    isRecord(digests.results) &&
    isRecord(facts) &&
    isRecord(derived) &&
    Array.isArray(results) &&
    results.every((result) => isRecord(result) && typeof result.product === 'string')
  return sound ? [] : ['记录的结构被改动']
}

function partFaults(record: Record<string, unknown>): readonly string[] {
  const digests = record.digests as { facts: unknown; results: Record<string, unknown> }
  const results = record.results as readonly { readonly product: string }[]
  const faults: string[] = []
  if (factsDigest(record.facts, record.derived) !== digests.facts) {
    faults.push('企业填报的事实（facts、derived）或其校验值被改动')
  }
  const seen = new Set<string>()
  for (const result of results) {
    const { product } = result
    if (seen.has(product)) faults.push(`产品 ${quote(product)} 的结果重复`)
    seen.add(product)
    if (!Object.hasOwn(digests.results, product)) faults.push(`多出产品 ${quote(product)} 的结果`)
    else if (resultDigest(result) !== digests.results[product]) {
      faults.push(`产品 ${quote(product)} 的结果或其校验值被改动`)
    }
  }
  for (const product of Object.keys(digests.results)) {
    if (!seen.has(product)) faults.push(`产品 ${quote(product)} 的结果被删去`)
  }
  return faults
}
