import { formatExactWan } from '../../kernel/money.js'
import type { Facet } from './facets.js'
import { withoutValue, type ProductQuery } from './product-query.js'
import { selectProducts } from './select-products.js'
import type { Shelf } from './shelf.js'

/** One thing that makes the list shorter, and the query without it. */
export type Narrowing = { readonly text: string; readonly without: ProductQuery }

/** Everything that narrows a list, in the order of the page. */
export function narrowingsOf(query: ProductQuery, facets: readonly Facet[]): readonly Narrowing[] {
  const narrowings: Narrowing[] = []
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
export function waysOut(
  shelf: Shelf,
  narrowings: readonly Narrowing[],
): readonly (Narrowing & { readonly count: number })[] {
  return narrowings
    .map((one) => ({ ...one, count: selectProducts(shelf, one.without).items.length }))
    .filter((one) => one.count > 0)
    .sort((a, b) => b.count - a.count)
}
