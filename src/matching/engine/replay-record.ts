import { canonicalJson } from './canonical-json.js'
import type { CompiledCatalogue } from './compile.js'
import { isRecord } from './json-shape.js'
import { parseFacts } from './parse-facts.js'
import { buildRecord, serializeRecord } from './record.js'
import type { RecordOptions } from './record.js'
import { ENGINE_VERSION } from './version.js'

export type Replay = { readonly same: boolean; readonly differences: readonly string[] }

/**
 * Decides once more from a record's own facts and day, with the same catalogue version, and compares byte by byte.
 * The differences say in Chinese which part came out otherwise.
 */
export function replayRecord(
  text: string,
  compiled: CompiledCatalogue,
  options: Pick<RecordOptions, 'sizeBands'>,
): Replay {
  const recorded = readObject(text)
  if (recorded === undefined) return { same: false, differences: ['文件不是有效的 JSON 对象'] }
  const { facts, asOf } = recorded
  if (recorded.engine !== ENGINE_VERSION) return { same: false, differences: ['记录由另一版本的引擎生成'] }
  if (recorded.catalogue !== compiled.catalogue.version) {
    return { same: false, differences: ['记录依据的是另一版本的产品目录'] }
  }
  const parsed = parseFacts(facts, compiled.vocabulary)
  if (!parsed.ok) return { same: false, differences: parsed.faults.map(({ path, message }) => `${path}：${message}`) }
  if (typeof asOf !== 'string') return { same: false, differences: ['缺少日期 asOf'] }
  const again = buildRecord(compiled, parsed.facts, { asOf, sizeBands: options.sizeBands })
  if (serializeRecord(again) === text) return { same: true, differences: [] }
  return { same: false, differences: differencesOf(recorded, again) }
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

function differencesOf(recorded: Record<string, unknown>, again: Record<string, unknown>): readonly string[] {
  const keys = [...new Set([...Object.keys(recorded), ...Object.keys(again)])].sort()
  const differing = keys.filter((key) => key !== 'results' && !same(recorded[key], again[key]))
  const found = differing.map((key) => `${key} 与重算的不同`)
  const [before, after] = [resultsOf(recorded), resultsOf(again)]
  for (const [product, result] of after) {
    if (!before.has(product)) found.push(`缺少产品 ${product} 的结果`)
    else if (!same(before.get(product), result)) found.push(`产品 ${product} 的结果与重算的不同`)
  }
  for (const product of before.keys()) if (!after.has(product)) found.push(`多出产品 ${product} 的结果`)
  return found.length > 0 ? found : ['内容相同，但书写形式不是规范的 JSON']
}

function resultsOf({ results }: Record<string, unknown>): ReadonlyMap<string, unknown> {
  const list: readonly unknown[] = Array.isArray(results) ? results : []
  return new Map(list.map((result, i) => [isRecord(result) ? String(result.product) : `#${i}`, result]))
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b))
}
