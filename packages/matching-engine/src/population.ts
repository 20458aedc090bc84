import { FACTS, isNumeric } from './facts.js'
import type { FactValue, Facts } from './types.js'

/** One fact of many profiles: numbers with NaN for missing, or positions in a dictionary with 0 for missing. */
export type Column =
  | { readonly kind: 'numbers'; readonly values: Float64Array }
  | { readonly kind: 'words'; readonly dictionary: readonly FactValue[]; readonly places: Uint32Array }

/** Many profiles column by column; a fact without a column is missing everywhere. */
export type Population = { readonly size: number; readonly columns: ReadonlyMap<string, Column> }

/** Converts profiles to columns. Word `i` of a dictionary has the position `i + 1`. */
export function populationOf(profiles: readonly Facts[]): Population {
  const columns = new Map<string, Column>()
  for (const spec of FACTS) {
    const values = profiles.map((facts) => facts[spec.name])
    columns.set(spec.name, isNumeric(spec) ? numbers(values) : words(values))
  }
  return { size: profiles.length, columns }
}

function numbers(values: readonly (FactValue | undefined)[]): Column {
  return { kind: 'numbers', values: Float64Array.from(values, (value) => (typeof value === 'number' ? value : NaN)) }
}

function words(values: readonly (FactValue | undefined)[]): Column {
  const dictionary: FactValue[] = []
  const placeOf = new Map<unknown, number>()
  const places = Uint32Array.from(values, (value) => {
    if (value === undefined) return 0
    const key = typeof value === 'object' ? value.join('\n') : value
    const known = placeOf.get(key)
    if (known !== undefined) return known
    const place = dictionary.push(value)
    placeOf.set(key, place)
    return place
  })
  return { kind: 'words', dictionary, places }
}
