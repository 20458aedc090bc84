import type { Facts } from './types.js'

export type FactKind = 'number' | 'integer' | 'boolean' | 'choice' | 'set' | 'industry' | 'green' | 'banks'
export type FactSection = '企业' | '经营' | '信用' | '绿色' | '需求' | '项目' | '担保'

/**
 * The specification of one fact: its type, its possible values and the question a layperson is asked.
 * `min` and `max` are inclusive and bound what is possible, not what a bank requires.
 * `ease` (0..1) is how likely an enterprise can answer without looking anything up.
 */
export type FactSpec = {
  readonly name: string
  readonly kind: FactKind
  readonly label: string
  /** Chinese unit as shown after a number; empty when there is none. */
  readonly unit: string
  /** Allowed values of a choice or a set, in the order they are shown and stored. */
  readonly values?: readonly string[]
  readonly min?: number
  readonly max?: number
  readonly question: string
  readonly hint: string
  readonly section: FactSection
  readonly ease: number
}

type Words = readonly [label: string, question: string, hint: string, ease: number]

/** The largest amount accepted, in 万元 (ten trillion yuan). */
export const LARGEST_WAN = 1e9

export function money(name: string, section: FactSection, words: Words, min = 0): FactSpec {
  return amount(name, section, '万元', words, min, LARGEST_WAN)
}

export function amount(
  name: string,
  section: FactSection,
  unit: string,
  words: Words,
  min: number,
  max: number,
): FactSpec {
  return { name, kind: 'number', unit, min, max, section, ...worded(words) }
}

export function count(
  name: string,
  section: FactSection,
  unit: string,
  words: Words,
  min: number,
  max: number,
): FactSpec {
  return { name, kind: 'integer', unit, min, max, section, ...worded(words) }
}

export function yesNo(name: string, section: FactSection, words: Words): FactSpec {
  return { name, kind: 'boolean', unit: '', section, ...worded(words) }
}

export function oneOf(name: string, section: FactSection, values: readonly string[], words: Words): FactSpec {
  return { name, kind: 'choice', unit: '', values, section, ...worded(words) }
}

export function someOf(name: string, section: FactSection, values: readonly string[], words: Words): FactSpec {
  return { name, kind: 'set', unit: '', values, section, ...worded(words) }
}

export function coded(
  name: string,
  kind: 'industry' | 'green' | 'banks',
  section: FactSection,
  words: Words,
): FactSpec {
  return { name, kind, unit: '', section, ...worded(words) }
}

function worded([label, question, hint, ease]: Words) {
  return { label, question, hint, ease }
}

/** Reads an own property, so that names of Object.prototype are not facts. */
export function factOf(facts: Facts, name: string): Facts[string] | undefined {
  return Object.hasOwn(facts, name) ? facts[name] : undefined
}
