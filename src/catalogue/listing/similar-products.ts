import type { ProductIndex, IndexedProduct } from './product-index.js'

/**
 * The products most similar to one product, best first. Score: same category 3, each common second-level green class 2,
 * each common purpose and guarantee 1. Products with a score under 3 are left out.
 */
export function similarProducts(index: ProductIndex, id: string, most = 3): readonly IndexedProduct[] {
  const subject = index.items.find((item) => item.product.id === id)
  if (!subject) return []
  return index.items
    .filter((item) => item !== subject && item.product.isGreen === subject.product.isGreen)
    .map((item) => ({ item, score: likeness(subject, item) }))
    .filter(({ score }) => score >= 3)
    .sort((a, b) => b.score - a.score || a.item.place - b.item.place)
    .slice(0, most)
    .map(({ item }) => item)
}

function likeness({ product: a }: IndexedProduct, { product: b }: IndexedProduct): number {
  const category = a.category === b.category ? 3 : 0
  const green = shared(secondLevel(a.greenCodes), secondLevel(b.greenCodes))
  return category + 2 * green + shared(a.purposes, b.purposes) + shared(a.guarantee, b.guarantee)
}

const secondLevel = (codes: readonly string[]) => codes.map((code) => code.split('.').slice(0, 2).join('.'))

function shared(a: readonly string[], b: readonly string[]): number {
  const other = new Set(b)
  return [...new Set(a)].filter((one) => other.has(one)).length
}
