import { FACTS } from './facts.js'
import type { Facts, FactValue } from './types.js'

/** A profile's values in the order of FACTS; undefined is missing. Read by index, which is faster than by name. */
export type FactValues = readonly (FactValue | undefined)[]

const INDEX_OF: ReadonlyMap<string, number> = new Map(FACTS.map(({ name }, index) => [name, index]))

/** Index of a fact in FACTS; throws when there is none, because rules are validated before. */
export function factIndex(name: string): number {
  const index = INDEX_OF.get(name)
  if (index === undefined) throw new Error(`no fact is called ${name}`)
  return index
}

const NAMES: readonly string[] = FACTS.map(({ name }) => name)

/** Reads a profile once, so that conditions need not look up names in objects of many shapes. */
export function readFactValues(facts: Facts): FactValues {
  const values: (FactValue | undefined)[] = []
  for (const name of NAMES) values.push(facts[name])
  return values
}
