import { polyphonic } from 'pinyin-pro'

/** One character of a text with every way it may be typed: itself, its syllables, its initials. */
type Sound = { readonly char: string; readonly syllables: readonly string[]; readonly initials: readonly string[] }

/** A text prepared for search by Chinese characters, full pinyin, initials, or any mixture of them. */
export type PhoneticText = readonly Sound[]

const separators = /[\s·・\-_—–/\\（）()《》〈〉“”‘’"'「」【】[\]、，。,.:：;；+＋]+/g
/** Two-letter initials may be typed in full (zhxd) or by their first letter (zxd). */
const doubleInitial = /^[zcs]h/

/** Normalizes a text for search: full-width forms, case, ü; removes spaces and punctuation. */
export const normalizeForSearch = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll('ü', 'v').replace(separators, '')

/** Prepares a text for search with all readings of each character (行: xing, hang). */
export function phoneticText(text: string): PhoneticText {
  const normalized = normalizeForSearch(text)
  const chars = [...normalized]
  const readings = polyphonic(normalized, { toneType: 'none', type: 'array', v: true })
  return chars.map((char, place) => sound(char, readings[place] ?? []))
}

function sound(char: string, readings: readonly string[]): Sound {
  if (/^[\x21-\x7e]$/.test(char)) return { char, syllables: [], initials: [] }
  const known = readings.filter((reading) => /^[a-z]+$/.test(reading))
  // ü is typed v by one habit and u or yu by others.
  const syllables = new Set(
    known.flatMap((one) => (one.includes('v') ? [one, one.replace('v', 'u'), one.replace('v', 'yu')] : [one])),
  )
  const initials = new Set(
    known.flatMap((one) => (doubleInitial.test(one) ? [one.slice(0, 1), one.slice(0, 2)] : [one.slice(0, 1)])),
  )
  return { char, syllables: [...syllables], initials: [...initials] }
}

/** Whether a normalized query matches an unbroken part of the text; its last syllable may be incomplete. */
export function matchesPhonetic(text: PhoneticText, query: string): boolean {
  if (query === '') return true
  return text.some((_, start) => continues(text, start, query))
}

function continues(text: PhoneticText, place: number, rest: string): boolean {
  if (rest === '') return true
  const at = text[place]
  if (!at) return false
  const next = (taken: string) => rest.startsWith(taken) && continues(text, place + 1, rest.slice(taken.length))
  if (next(at.char)) return true
  if (at.syllables.some((syllable) => next(syllable) || syllable.startsWith(rest))) return true
  return at.initials.some(next)
}
