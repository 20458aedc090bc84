import type { CatalogueSnapshot } from '../../catalogue/index.js'
import type { Reference } from '../../reference/index.js'
import { NOT_GREEN, type FilterChoices } from './figure-filter.js'
import type { Dimension } from '../figures/breakdown.js'
import { UNKNOWN_VALUE } from '../figures/filter.js'

/** One option of a list. */
export type FilterOption = { readonly value: string; readonly text: string }

const SIZES = ['大型', '中型', '小型', '微型']
export const NOT_FILLED = '未填写'

/** Names, allowed values and options of the dimensions. */
export function dimensionNames(reference: Reference, { banks, products }: CatalogueSnapshot) {
  const divisions = new Map([
    ...reference.divisions.map(({ division, name }) => [division, name] as const),
    ['none', '兵团以外'] as const,
  ])
  const purposes = [...new Set([...products.values()].flatMap((product) => product.purposes))].sort()
  const green = new Map([...reference.greenClasses.names, [NOT_GREEN, '非绿色'] as const])
  const sections = new Map(reference.industries.sections.map(({ code, name }) => [code, name]))
  const bankNames = new Map([...banks].map(([id, { name }]) => [id, name]))

  const nameOf = (by: Dimension, key: string | null): string => {
    if (key === null) return NOT_FILLED
    switch (by) {
      case 'bank':
        return bankNames.get(key) ?? key
      case 'division':
        return divisions.get(key) ?? key
      case 'section':
        return sections.get(key) ?? key
      case 'green1':
      case 'green2':
      case 'green3':
        return key === '' ? '非绿色' : `${key} ${green.get(key) ?? ''}`.trim()
      case 'size':
      case 'purpose':
        return key
    }
  }
  const choices: FilterChoices = {
    bank: new Set(bankNames.keys()),
    division: new Set(divisions.keys()),
    green: new Set(green.keys()),
    size: new Set(SIZES),
    section: new Set(sections.keys()),
    purpose: new Set(purposes),
  }
  return { nameOf, choices, options: optionsOf({ bankNames, divisions, sections, purposes, reference }) }
}

export type DimensionNames = ReturnType<typeof dimensionNames>

type Lists = {
  readonly bankNames: ReadonlyMap<string, string>
  readonly divisions: ReadonlyMap<string, string>
  readonly sections: ReadonlyMap<string, string>
  readonly purposes: readonly string[]
  readonly reference: Reference
}

const unknown: FilterOption = { value: UNKNOWN_VALUE, text: NOT_FILLED }
const optionsFrom = (names: Iterable<readonly [string, string]>): readonly FilterOption[] =>
  [...names].map(([value, text]) => ({ value, text }))

function optionsOf({ bankNames, divisions, sections, purposes, reference }: Lists) {
  const plain = (values: readonly string[]) => values.map((value) => ({ value, text: value }))
  return {
    bank: optionsFrom(bankNames),
    division: [...optionsFrom(divisions), unknown],
    green: [
      ...reference.greenClasses.top.map(({ code, name }) => ({ value: code, text: `${code} ${name}` })),
      { value: NOT_GREEN, text: '非绿色' },
      unknown,
    ],
    size: [...plain(SIZES), unknown],
    section: [...optionsFrom(sections), unknown],
    purpose: [...plain(purposes), unknown],
  }
}
