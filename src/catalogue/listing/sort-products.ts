import type { Product } from '@lueqiao/matching-engine'
import type { IndexedProduct } from './product-index.js'

/** The sort orders that a visitor may choose; the first is the default. */
export const sortOrders = {
  basis: '公开程度从高到低',
  rate: '年利率从低到高',
  amount: '额度从高到低',
  days: '办理时间从短到长',
} as const

export type SortOrder = keyof typeof sortOrders
export const defaultSortOrder: SortOrder = 'basis'

export const isSortOrder = (text: string): text is SortOrder => Object.hasOwn(sortOrders, text)

/** Sort keys: smaller first; null (未公布) comes last in every order. */
const keys: Readonly<Record<SortOrder, (item: IndexedProduct) => number | null>> = {
  basis: ({ product, tally }) => {
    const stated = tally.published + tally.illustrative + tally.unpublished
    return confidenceRank[product.confidence] + 1 - tally.published / Math.max(stated, 1)
  },
  rate: ({ product }) => product.rate.minPct ?? product.rate.maxPct,
  amount: ({ product }) => (product.amount.maxWan === null ? null : -product.amount.maxWan),
  days: ({ product }) => product.processingDays.value,
}

/** The distance is larger than any share of published terms, so confidence decides first. */
const confidenceRank: Readonly<Record<Product['confidence'], number>> = { published: 0, partial: 10, illustrative: 20 }

export function sortProducts(items: readonly IndexedProduct[], order: SortOrder): readonly IndexedProduct[] {
  const key = keys[order]
  return [...items].sort((a, b) => {
    const [left, right] = [key(a), key(b)]
    if (left === null || right === null) return Number(left === null) - Number(right === null) || a.place - b.place
    return left - right || a.place - b.place
  })
}
