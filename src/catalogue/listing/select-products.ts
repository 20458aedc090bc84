import type { Product } from '@lueqiao/matching-engine'
import { facetNames, type FacetName, type Facet } from './facets.js'
import { type ProductQuery, withoutValue } from './product-query.js'
import { searchProducts } from './product-search.js'
import type { ProductIndex, IndexedProduct } from './product-index.js'
import { sortProducts } from './sort-products.js'
import { formatExactWan } from '../../kernel/money.js'

export type Selection = {
  /** The matching products, sorted. */
  readonly items: readonly IndexedProduct[]
  /** How many products each value would give together with the other filters. */
  readonly counts: Readonly<Record<FacetName, ReadonlyMap<string, number>>>
  /** No product contains the query as typed; `items` contain its characters in that order. */
  readonly approximate: boolean
}

/**
 * Filters, searches and sorts. Values of one filter are alternatives (or), different filters combine (and). A product that
 * fails exactly one filter counts for that filter's values only, as choosing one of them would add it.
 */
export function selectProducts(index: ProductIndex, query: ProductQuery): Selection {
  const found = searchProducts(
    index.items.map((item) => item.search),
    query.q,
  )
  const chosen = facetNames.map((name) => ({ name, values: new Set(query.chosen[name]) }))
  const counts = Object.fromEntries(facetNames.map((name) => [name, new Map<string, number>()])) as Record<
    FacetName,
    Map<string, number>
  >
  const items = index.items.filter((item, place) => {
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
  return { items: sortProducts(items, query.sort), counts, approximate: found.approximate }
}

/** Whether the published bounds allow the amount and the term; an unpublished bound allows everything. */
function offersAmountAndTerm({ amount, term }: Product, { amountWan, termMonths }: ProductQuery): boolean {
  return within(amountWan, amount.minWan, amount.maxWan) && within(termMonths, term.minMonths, term.maxMonths)
}

function within(wanted: number | null, least: number | null, most: number | null): boolean {
  return wanted === null || ((least === null || wanted >= least) && (most === null || wanted <= most))
}

/** One filter of the query, and the query without it. */
export type ActiveFilter = { readonly text: string; readonly without: ProductQuery }

/** The filters of a query, in the order of the page. */
export function activeFilters(query: ProductQuery, facets: readonly Facet[]): readonly ActiveFilter[] {
  const filters: ActiveFilter[] = []
  if (query.q !== '') filters.push({ text: `搜索：${query.q}`, without: { ...query, q: '', page: 1 } })
  for (const { name, options } of facets) {
    for (const { value, label } of options.filter((option) => query.chosen[name].includes(option.value))) {
      filters.push({ text: label, without: withoutValue(query, name, value) })
    }
  }
  if (query.amountWan !== null) {
    const text = `需要 ${formatExactWan(query.amountWan)}`
    filters.push({ text, without: { ...query, amountWan: null, page: 1 } })
  }
  if (query.termMonths !== null) {
    filters.push({ text: `期限 ${query.termMonths} 个月`, without: { ...query, termMonths: null, page: 1 } })
  }
  return filters
}

/** For an empty list: the filters whose removal alone gives products, with their number, largest first. */
export function filtersToRemove(
  index: ProductIndex,
  filters: readonly ActiveFilter[],
): readonly (ActiveFilter & { readonly count: number })[] {
  return filters
    .map((one) => ({ ...one, count: selectProducts(index, one.without).items.length }))
    .filter((one) => one.count > 0)
    .sort((a, b) => b.count - a.count)
}
