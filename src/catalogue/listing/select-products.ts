import type { Product } from '@lueqiao/matching-engine'
import { facetNames, type FacetName, type Facet } from './facets.js'
import { type ProductQuery, withoutValue } from './product-query.js'
import { searchProducts } from './product-search.js'
import type { ProductIndex, IndexedProduct } from './product-index.js'
import { sortProducts } from './sort-products.js'
import { formatExactWan } from '../../kernel/money.js'

export type Selection = {
  /** All that fit, in the order asked for. */
  readonly items: readonly IndexedProduct[]
  /** How many products each value would show under the other filters. */
  readonly counts: Readonly<Record<FacetName, ReadonlyMap<string, number>>>
  /** Nothing holds the search as it was typed; products with its characters in that order are shown. */
  readonly approximate: boolean
}

/**
 * Values of one filter widen the list (any of them), different filters narrow it (all of them). A product that fails
 * exactly one filter is what that filter's other values would bring back, so it counts there and nowhere else.
 */
export function selectProducts(shelf: ProductIndex, query: ProductQuery): Selection {
  const found = searchProducts(
    shelf.items.map((item) => item.search),
    query.q,
  )
  const chosen = facetNames.map((name) => ({ name, values: new Set(query.chosen[name]) }))
  const counts = Object.fromEntries(facetNames.map((name) => [name, new Map<string, number>()])) as Record<
    FacetName,
    Map<string, number>
  >
  const items = shelf.items.filter((item, place) => {
    if (found.hits[place] !== true || !offersAmountAndTerm(item.product, query)) return false
    const failed = chosen.filter(
      ({ name, values }) => values.size > 0 && !item.values[name].some((one) => values.has(one)),
    )
    const counted = failed.length === 0 ? facetNames : failed.length === 1 ? failed.map((one) => one.name) : []
    for (const name of counted) {
      for (const value of item.values[name]) counts[name].set(value, (counts[name].get(value) ?? 0) + 1)
    }
    return failed.length === 0
  })
  return { items: sortProducts(items, query.sort), counts, approximate: found.near }
}

/** Whether nothing that is published rules the amount or the term out: 未公布 rules nothing out. */
function offersAmountAndTerm({ amount, term }: Product, { amountWan, termMonths }: ProductQuery): boolean {
  return within(amountWan, amount.minWan, amount.maxWan) && within(termMonths, term.minMonths, term.maxMonths)
}

function within(wanted: number | null, least: number | null, most: number | null): boolean {
  return wanted === null || ((least === null || wanted >= least) && (most === null || wanted <= most))
}

/** One thing that makes the list shorter, and the query without it. */
export type ActiveFilter = { readonly text: string; readonly without: ProductQuery }

/** Everything that narrows a list, in the order of the page. */
export function activeFilters(query: ProductQuery, facets: readonly Facet[]): readonly ActiveFilter[] {
  const narrowings: ActiveFilter[] = []
  if (query.q !== '') narrowings.push({ text: `搜索：${query.q}`, without: { ...query, q: '', page: 1 } })
  for (const { name, options } of facets) {
    for (const { value, label } of options.filter((option) => query.chosen[name].includes(option.value))) {
      narrowings.push({ text: label, without: withoutValue(query, name, value) })
    }
  }
  if (query.amountWan !== null) {
    const text = `需要 ${formatExactWan(query.amountWan)}`
    narrowings.push({ text, without: { ...query, amountWan: null, page: 1 } })
  }
  if (query.termMonths !== null) {
    narrowings.push({ text: `期限 ${query.termMonths} 个月`, without: { ...query, termMonths: null, page: 1 } })
  }
  return narrowings
}

/** For an empty list: what to give up one at a time, and how many products that brings back, the most first. */
export function filtersToRemove(
  shelf: ProductIndex,
  narrowings: readonly ActiveFilter[],
): readonly (ActiveFilter & { readonly count: number })[] {
  return narrowings
    .map((one) => ({ ...one, count: selectProducts(shelf, one.without).items.length }))
    .filter((one) => one.count > 0)
    .sort((a, b) => b.count - a.count)
}
