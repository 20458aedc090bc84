import type { ProductIndex, IndexedProduct } from './product-index.js'

/**
 * Products that someone who looks at this one may want to see as well, the likest first. Counted are: the same
 * category (3), each second-level green class in common (2), each purpose and each kind of guarantee in common (1);
 * at least 3 is asked, so that a product without likes shows none.
 */
export function similarProducts(shelf: ProductIndex, id: string, most = 3): readonly IndexedProduct[] {
  const subject = shelf.items.find((item) => item.product.id === id)
  if (!subject) return []
  return shelf.items
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
