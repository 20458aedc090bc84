import { isLawDate, type LawDate } from '../../kernel/dates.js'
import { repeatedKeys } from '../../kernel/repeated-keys.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import { parseFacts, type Fault, type Facts, type Vocabulary } from '@lueqiao/matching-engine'

/** Size limit of a document in bytes; forty facts take about 2,000. */
export const MAX_DOCUMENT_BYTES = 64 * 1024

/** What a program sends: facts, and the day to match on (null for today). */
export type FactsDocument = { readonly facts: Facts; readonly asOf: LawDate | null }

/**
 * Reads the bytes that a program sends or a file holds: UTF-8, a JSON object whose keys are the names of facts, and
 * optionally `asOf` (`YYYY-MM-DD`). Every fault is named; `path` is the name of the fact, empty for the whole.
 */
export function readFactsDocument(bytes: Uint8Array, vocabulary: Vocabulary): Result<FactsDocument, readonly Fault[]> {
  const text = decode(bytes)
  if (text === null) return documentFault('内容不是 UTF-8 编码，请转换编码后重试')
  const json = parse(text)
  if (!json.ok) return documentFault('内容不是有效的 JSON，请检查逗号、引号和括号')
  if (typeof json.value !== 'object' || json.value === null || Array.isArray(json.value)) {
    return documentFault('应是一个对象，键为事实名，例如 {"need.amountWan": 300}')
  }
  const { asOf, ...given } = json.value as Record<string, unknown>
  const faults: Fault[] = repeatedFacts(text).map((key) => ({
    path: key,
    message: `“${key}”出现了不止一次，请只留一个`,
  }))
  const date = asOf === undefined ? null : readDate(asOf)
  if (date instanceof Error) faults.push({ path: 'asOf', message: date.message })
  const parsed = parseFacts(given, vocabulary)
  if (!parsed.ok) faults.push(...parsed.faults)
  if (faults.length > 0 || !parsed.ok || date instanceof Error) return failed(faults)
  return ok({ facts: parsed.facts, asOf: date })
}

const documentFault = (message: string) => failed([{ path: '', message }])

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function parse(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown }
  } catch {
    return { ok: false }
  }
}

function readDate(value: unknown): LawDate | Error {
  if (typeof value === 'string' && isLawDate(value)) return value
  return new Error('asOf 应是真实存在的日期，写成 "2026-11-22" 的样子')
}

const LONGEST_KEY_SHOWN = 40

/** Names of facts that occur more than once, so that it is not clear which value is meant. */
export function repeatedFacts(text: string): readonly string[] {
  return [...new Set(repeatedKeys(text).flatMap(({ key, depth }) => (depth === 1 ? [shown(key)] : [])))]
}

/** A name as a message shows it: shortened, with control characters escaped, so that a fault takes one line. */
const shown = (key: string) => JSON.stringify(key.slice(0, LONGEST_KEY_SHOWN)).slice(1, -1)
