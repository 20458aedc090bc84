import { FACTS } from './facts.js'
import type { Facts, FactValue } from './types.js'

/** A profile's values in the order of FACTS; undefined is missing. Looked up by place instead of by name. */
export type FactValues = (FactValue | undefined)[]

const PLACE_OF: ReadonlyMap<string, number> = new Map(FACTS.map(({ name }, place) => [name, place]))

/** Place of a fact in FACTS; throws when there is none: rules are validated before they come here. */
export function placeOfFact(name: string): number {
  const place = PLACE_OF.get(name)
  if (place === undefined) throw new Error(`no fact is called ${name}`)
  return place
}

/** Values with every fact missing. */
export function noValues(): FactValues {
  return FACTS.map(() => undefined)
}

const NAMES: readonly string[] = FACTS.map(({ name }) => name)

/** Reads a profile once, so that the conditions need not look up names in an object of yet another shape. */
export function readFactValues(facts: Facts, values: FactValues): FactValues {
  for (let place = 0; place < NAMES.length; place += 1) values[place] = facts[NAMES[place] ?? '']
  return values
}
