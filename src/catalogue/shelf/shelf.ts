import type { Reference } from '../../reference/index.js'
import type { Catalogue, Product } from '@lueqiao/matching-engine'
import { basisTally, type BasisTally } from '../basis-tally.js'
import { facetNames, facetsOf, facetValues, type Facet, type FacetName } from './facets.js'
import { searchIndexer, type SearchEntry } from './product-search.js'

/** One product with everything that listing it needs, worked out once per catalogue version. */
export type ShelfItem = {
  readonly product: Product
  /** Its place in the file, the last word of every order. */
  readonly place: number
  readonly values: Readonly<Record<FacetName, readonly string[]>>
  readonly search: SearchEntry
  readonly tally: BasisTally
}

export type Shelf = { readonly items: readonly ShelfItem[]; readonly facets: readonly Facet[] }

/** Prepares a catalogue for filtering, searching and sorting. */
export function shelfOf(catalogue: Catalogue, greenClasses: Reference['greenClasses']): Shelf {
  const searchEntry = searchIndexer(new Map(catalogue.banks.map((bank) => [bank.id, bank])))
  const items = catalogue.products.map((product, place) => ({
    product,
    place,
    values: Object.fromEntries(facetNames.map((name) => [name, facetValues(name, product)])) as ShelfItem['values'],
    search: searchEntry(product),
    tally: basisTally(product),
  }))
  return { items, facets: facetsOf(catalogue, greenClasses) }
}
