import { isLawDate, type LawDate } from '../../kernel/dates.js'
import { parseFormNumber, type FormNumberOptions } from '../../kernel/form-number.js'
import { fenFromWan, type Fen } from '../../kernel/money.js'
import type { Draft } from '../data/draft.store.js'

/** What stands in a form, by field, as typed. */
export type TypedForm = Draft['typed']

const LONGEST = 2000

/** The known fields of a form; what is not text, too long or not known is left out, as a browser never sends it. */
export function typedIn(body: unknown, isKnown: (field: string) => boolean): TypedForm {
  const fields = typeof body === 'object' && body !== null ? Object.entries(body as Record<string, unknown>) : []
  return Object.fromEntries(
    fields.flatMap(([field, value]): [string, string | readonly string[]][] => {
      if (!isKnown(field)) return []
      if (typeof value === 'string') return value.length <= LONGEST ? [[field, value]] : []
      if (!Array.isArray(value)) return []
      return [[field, value.filter((text): text is string => typeof text === 'string' && text.length <= LONGEST)]]
    }),
  )
}

/** One text, trimmed; a list counts as nothing given. */
export function textIn(typed: TypedForm, field: string): string {
  const value = typed[field]
  return typeof value === 'string' ? value.trim() : ''
}

/** A list; one text is a list of one, an empty one of none. */
export function listIn(typed: TypedForm, field: string): readonly string[] {
  const value = typed[field]
  if (value === undefined || value === '') return []
  return typeof value === 'string' ? [value] : value
}

export type FieldReading<T> = { readonly value: T | null } | { readonly fault: string }

/** A number; empty is not given. */
export function readNumber(text: string, options: FormNumberOptions): FieldReading<number> {
  const read = parseFormNumber(text, options)
  if (read.kind === 'fault') return { fault: read.reason }
  return { value: read.kind === 'missing' ? null : read.value }
}

/** An amount typed in 万元, as fen. */
export function readWan(text: string): FieldReading<Fen> {
  const read = readNumber(text, { unit: '万元', min: 0.01, max: 1e9 })
  return 'fault' in read || read.value === null ? read : { value: fenFromWan(read.value) }
}

/** A day as the browser sends it; null for anything else. */
export const readDay = (text: string): LawDate | null => (isLawDate(text) ? text : null)
