import type { Reference } from '../../reference/index.js'
import { leavesOf, type Basis, type Catalogue, type Product } from '@lueqiao/matching-engine'
import { facetNames, facetsOf, facetValues, type Facet, type FacetName } from './facets.js'
import { searchIndexer, type SearchEntry } from './product-search.js'

/** One product prepared for the product list, once per catalogue version. */
export type IndexedProduct = {
  readonly product: Product
  /** Its position in the file, which breaks ties in every order. */
  readonly place: number
  readonly values: Readonly<Record<FacetName, readonly string[]>>
  readonly search: SearchEntry
  readonly tally: BasisTally
}

export type ProductIndex = { readonly items: readonly IndexedProduct[]; readonly facets: readonly Facet[] }

/** Prepares a catalogue for filtering, searching and sorting. */
export function indexProducts(catalogue: Catalogue, greenClasses: Reference['greenClasses']): ProductIndex {
  const searchEntry = searchIndexer(new Map(catalogue.banks.map((bank) => [bank.id, bank])))
  const items = catalogue.products.map((product, place) => ({
    product,
    place,
    values: Object.fromEntries(
      facetNames.map((name) => [name, facetValues(name, product)]),
    ) as IndexedProduct['values'],
    search: searchEntry(product),
    tally: basisTally(product),
  }))
  return { items, facets: facetsOf(catalogue, greenClasses) }
}

/** How many of a product's terms are published, illustrative or unpublished. */
export type BasisTally = { readonly published: number; readonly illustrative: number; readonly unpublished: number }

/** Counts every condition, and the maximum amount, maximum term and rate. */
export function basisTally(product: Product): BasisTally {
  const { amount, term, rate } = product
  const stated: (Basis | null)[] = [
    ...leavesOf(product.criteria).map((leaf) => leaf.basis),
    amount.maxWan === null ? null : amount.basis,
    term.maxMonths === null ? null : term.basis,
    rate.minPct === null && rate.maxPct === null ? null : rate.basis,
  ]
  const count = (basis: Basis | null) => stated.filter((one) => one === basis).length
  return { published: count('published'), illustrative: count('illustrative'), unpublished: count(null) }
}
