import { leavesOf, type Basis, type Product } from '@lueqiao/matching-engine'

/** How many of a product's terms are public, illustrations, or not published at all. */
export type BasisTally = { readonly published: number; readonly illustrative: number; readonly unpublished: number }

/** Counts every single condition, and the three terms that a card leads with: largest amount, longest term, rate. */
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

/** `公开 3 项，` `示例 6 项，` `未公布 1 项`: pieces that a line may break between; kinds that do not occur are left out. */
export function tallyPieces({ published, illustrative, unpublished }: BasisTally): readonly string[] {
  const pieces = [
    published > 0 ? `公开 ${published} 项` : '',
    illustrative > 0 ? `示例 ${illustrative} 项` : '',
    unpublished > 0 ? `未公布 ${unpublished} 项` : '',
  ].filter((piece) => piece !== '')
  return pieces.map((piece, place) => (place < pieces.length - 1 ? `${piece}，` : piece))
}
