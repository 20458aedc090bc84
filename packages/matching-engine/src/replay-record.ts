import { canonicalJson } from './canonical-json.js'
import type { CompiledCatalogue } from './compile.js'
import { isRecord } from './json-shape.js'
import { parseFacts } from './parse-facts.js'
import { quote } from './quote.js'
import { readRecord } from './read-record.js'
import { buildRecord, serializeRecord } from './record.js'
import type { RecordOptions } from './record.js'
import { referenceDigest } from './reference-digest.js'
import { ENGINE_VERSION } from './version.js'

export type Replay = { readonly same: boolean; readonly differences: readonly string[] }

/** How many hex digits of a digest are shown. */
const SHOWN_HEX = 12

/**
 * Decides again from a record's own facts and day, and compares byte by byte. The same engine, catalogue version and
 * reference data give the same bytes; with any other nothing is decided and the difference is named. The differences
 * name, in Chinese, the parts that do not match. Takes any text and never throws.
 */
export function replayRecord(
  text: string,
  compiled: CompiledCatalogue,
  options: Pick<RecordOptions, 'sizeBands'>,
): Replay {
  const read = readRecord(text)
  if (!read.ok) return { same: false, differences: [read.fault] }
  const { record } = read
  const other = otherGrounds(record, compiled, options)
  if (other.length > 0) return { same: false, differences: other }
  const parsed = parseFacts(record.facts, compiled.vocabulary)
  if (!parsed.ok) return { same: false, differences: parsed.faults.map(({ path, message }) => `${path}：${message}`) }
  const { asOf } = record
  if (typeof asOf !== 'string') return { same: false, differences: ['缺少日期 asOf'] }
  const again = buildRecord(compiled, parsed.facts, { asOf, sizeBands: options.sizeBands })
  if (serializeRecord(again) === text) return { same: true, differences: [] }
  return { same: false, differences: differencesOf(record, again) }
}

/** Which of engine, catalogue and reference data differ from those of the record. */
function otherGrounds(
  { engine, catalogue, reference }: Record<string, unknown>,
  { catalogue: { version }, vocabulary }: CompiledCatalogue,
  { sizeBands }: Pick<RecordOptions, 'sizeBands'>,
): readonly string[] {
  const found: string[] = []
  if (engine !== ENGINE_VERSION) {
    found.push(`引擎版本不同：记录由 ${named(engine)} 生成，这里是 ${ENGINE_VERSION}`)
  }
  if (catalogue !== version) found.push(`产品目录版本不同：记录依据 ${named(catalogue)}，这里是 ${version}`)
  const here = referenceDigest(vocabulary, sizeBands)
  if (reference !== here) {
    const shown = `记录依据 ${named(reference)}，这里是 ${here.slice(0, SHOWN_HEX)}`
    found.push(`参照数据（行业名称、绿色类别名称、企业划型标准）不同：${shown}`)
  }
  return found
}

/** A version or digest of the record for display. */
function named(value: unknown): string {
  if (value === undefined) return '（未写明）'
  return quote(typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? value.slice(0, SHOWN_HEX) : value)
}

function differencesOf(recorded: Record<string, unknown>, again: Record<string, unknown>): readonly string[] {
  const keys = [...new Set([...Object.keys(recorded), ...Object.keys(again)])].sort()
  const differing = keys.filter((key) => key !== 'results' && !same(recorded[key], again[key]))
  const found = differing.map((key) => `${quote(key)} 与重算的不同`)
  const [before, after] = [resultsOf(recorded), resultsOf(again)]
  for (const [product, result] of after) {
    if (!before.has(product)) found.push(`缺少产品 ${product} 的结果`)
    else if (!same(before.get(product), result)) found.push(`产品 ${product} 的结果与重算的不同`)
  }
  for (const product of before.keys()) if (!after.has(product)) found.push(`多出产品 ${quote(product)} 的结果`)
  if (found.length === 0 && !same(recorded, again)) found.push('产品结果的次序与重算的不同，或有重复的结果')
  return found.length > 0 ? found : ['内容相同，但书写形式不是规范的 JSON']
}

function resultsOf({ results }: Record<string, unknown>): ReadonlyMap<string, unknown> {
  const list: readonly unknown[] = Array.isArray(results) ? results : []
  return new Map(
    list.map((result, i) => [
      isRecord(result) && typeof result.product === 'string' ? result.product : `#${i}`,
      result,
    ]),
  )
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b))
}
