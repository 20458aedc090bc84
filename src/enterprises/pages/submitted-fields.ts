import { isLawDate, type LawDate } from '../../kernel/dates.js'
import { parseFormNumber } from '../../kernel/form-number.js'
import { fenFromWan, type Fen } from '../../kernel/money.js'
import type { GreenClasses, Industries } from '../../reference/index.js'

/** What a form sent, by name of field; a field sent more than once is a list. */
export type SubmittedFields = ReadonlyMap<string, string | readonly string[]>

/** A value that was read, or a sentence why it could not be; null is not given. */
export type FieldValue<T> = { readonly value: T | null } | { readonly fault: string }

const LONGEST = 400
const MOST_FIELDS = 400

/** Fields of a form that are text or lists of text; null when the body is something else, or holds a name that is not known. */
export function submittedFields(body: unknown, isKnown: (name: string) => boolean): SubmittedFields | null {
  if (typeof body !== 'object' || body === null) return null
  const entries = Object.entries(body as Record<string, unknown>)
  if (entries.length > MOST_FIELDS) return null
  const sent = new Map<string, string | readonly string[]>()
  for (const [name, value] of entries) {
    if (name === '_csrf') continue
    const texts: readonly unknown[] = Array.isArray(value) ? value : [value]
    if (!isKnown(name) || texts.some((text) => typeof text !== 'string' || text.length > LONGEST)) return null
    sent.set(name, value as string | readonly string[])
  }
  return sent
}

/** One text, trimmed; a list counts as nothing given. */
export function fieldText(sent: SubmittedFields, name: string): string {
  const value = sent.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

export function fieldTexts(sent: SubmittedFields, name: string): readonly string[] {
  const value = sent.get(name)
  return value === undefined || value === '' ? [] : typeof value === 'string' ? [value] : value
}

/** A version number hidden in a form; 0 for anything that is none, which is older than every record. */
export function formVersion(sent: SubmittedFields): number {
  const text = fieldText(sent, 'version')
  return /^\d{1,9}$/.test(text) ? Number(text) : 0
}

export type NumberLimits = {
  readonly unit?: string
  readonly min?: number
  readonly max?: number
  readonly whole?: boolean
}

/** A number field; empty is not given. */
export function readNumberField(text: string, limits: NumberLimits): FieldValue<number> {
  const read = parseFormNumber(text, limits)
  if (read.kind === 'fault') return { fault: read.reason }
  return { value: read.kind === 'missing' ? null : read.value }
}

const LARGEST_WAN = 1e9

/** An amount typed in 万元, as fen. */
export function readWanField(
  text: string,
  limits: { readonly min?: number; readonly negative?: boolean } = {},
): FieldValue<Fen> {
  const min = limits.negative ? -LARGEST_WAN : (limits.min ?? 0)
  const read = readNumberField(text, { unit: '万元', min, max: LARGEST_WAN })
  if ('fault' in read || read.value === null) return read
  return { value: fenFromWan(read.value) }
}

/** A date field (`YYYY-MM-DD`, as the browser sends it); 2026/1/5 and 2026年1月5日 are understood too. */
export function readDateField(text: string, today: LawDate, first = '1900-01-01'): FieldValue<LawDate> {
  if (text === '') return { value: null }
  const parts = /^(\d{4})\D(\d{1,2})\D(\d{1,2})\D?$/.exec(text.normalize('NFKC'))
  const date = parts ? [parts[1], parts[2]?.padStart(2, '0'), parts[3]?.padStart(2, '0')].join('-') : text
  if (!isLawDate(date)) return { fault: '日期写成 2020-05-18 的样子' }
  if (date > today) return { fault: '日期不能晚于今天' }
  return date < first ? { fault: '日期太早，请核对' } : { value: date }
}

type Hit = { readonly code: string; readonly name: string }

/** What was found for a code written as people write it: the code itself, or the candidates to pick from. */
export type CodeLookup =
  { readonly code: string; readonly hits: readonly Hit[] } | { readonly code: null; readonly hits: readonly Hit[] }

const MOST_HITS = 30

/** An industry by its four digits, its exact name, or both. */
export function readIndustryCode(written: string, industries: Industries): CodeLookup {
  const code = /^\d{4}(?=\s|$)/.exec(written.normalize('NFKC').trim())?.[0]
  if (code !== undefined && industries.find(code)) return { code, hits: [] }
  return exactOrHits(written, industries.search(written, MOST_HITS))
}

/** A green class by its dotted code, its exact name, or both. */
export function readGreenCode(written: string, classes: GreenClasses): CodeLookup {
  const code = /^\d+(\.\d+)*(?=\s|$)/.exec(written.normalize('NFKC').trim())?.[0]
  const known = code === undefined ? null : classes.find(code)
  if (known)
    return { code: known.code, hits: classes.below(known.code).length > 0 ? classes.search(known.code, MOST_HITS) : [] }
  return exactOrHits(written, classes.search(written, MOST_HITS))
}

function exactOrHits(written: string, hits: readonly Hit[]): CodeLookup {
  const text = written.normalize('NFKC').trim()
  const named = hits.find((hit) => hit.name.normalize('NFKC') === text)
  return named ? { code: named.code, hits: [] } : { code: null, hits }
}
