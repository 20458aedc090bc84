import type { Product } from '@lueqiao/matching-engine'
import { facetNames, type FacetName } from './facets.js'
import type { ProductQuery } from './product-query.js'
import { search } from './product-search.js'
import type { Shelf, ShelfItem } from './shelf.js'
import { sortProducts } from './sort-products.js'

export type Selection = {
  /** All that fit, in the order asked for. */
  readonly items: readonly ShelfItem[]
  /** How many products each value would show under the other filters. */
  readonly counts: Readonly<Record<FacetName, ReadonlyMap<string, number>>>
  /** Nothing holds the search as it was typed; products with its characters in that order are shown. */
  readonly near: boolean
}

/**
 * Values of one filter widen the list (any of them), different filters narrow it (all of them). A product that fails
 * exactly one filter is what that filter's other values would bring back, so it counts there and nowhere else.
 */
export function selectProducts(shelf: Shelf, query: ProductQuery): Selection {
  const found = search(
    shelf.items.map((item) => item.search),
    query.q,
  )
  const chosen = facetNames.map((name) => ({ name, values: new Set(query.chosen[name]) }))
  const counts = Object.fromEntries(facetNames.map((name) => [name, new Map<string, number>()])) as Record<
    FacetName,
    Map<string, number>
  >
  const items = shelf.items.filter((item, place) => {
    if (found.hits[place] !== true || !canLend(item.product, query)) return false
    const failed = chosen.filter(
      ({ name, values }) => values.size > 0 && !item.values[name].some((one) => values.has(one)),
    )
    const counted = failed.length === 0 ? facetNames : failed.length === 1 ? failed.map((one) => one.name) : []
    for (const name of counted) {
      for (const value of item.values[name]) counts[name].set(value, (counts[name].get(value) ?? 0) + 1)
    }
    return failed.length === 0
  })
  return { items: sortProducts(items, query.sort), counts, near: found.near }
}

/** Whether nothing that is published rules the amount or the term out: 未公布 rules nothing out. */
function canLend({ amount, term }: Product, { amountWan, termMonths }: ProductQuery): boolean {
  return within(amountWan, amount.minWan, amount.maxWan) && within(termMonths, term.minMonths, term.maxMonths)
}

function within(wanted: number | null, least: number | null, most: number | null): boolean {
  return wanted === null || ((least === null || wanted >= least) && (most === null || wanted <= most))
}
