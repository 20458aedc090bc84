import type { Basis, Product } from '@lueqiao/matching-engine'
import type { BasisTally } from '../listing/product-index.js'

/** The text of a badge and its CSS class. */
export type BasisBadge = { readonly css: 'pub' | 'demo' | 'none'; readonly words: string }

/** The badge of a term or condition; null is a term that no public source states. */
export function basisBadge(basis: Basis | null): BasisBadge {
  if (basis === null) return { css: 'none', words: '未公布' }
  return basis === 'published' ? { css: 'pub', words: '公开条款' } : { css: 'demo', words: '示例条款' }
}

/** The badge of a whole product. */
export function confidenceBadge(confidence: Product['confidence']): BasisBadge {
  if (confidence === 'partial') return { css: 'pub', words: '部分公开' }
  return basisBadge(confidence)
}

/** `公开 3 项，` `示例 6 项，` `未公布 1 项`: a line may break between the pieces; zero counts are left out. */
export function tallyPieces({ published, illustrative, unpublished }: BasisTally): readonly string[] {
  const pieces = [
    published > 0 ? `公开 ${published} 项` : '',
    illustrative > 0 ? `示例 ${illustrative} 项` : '',
    unpublished > 0 ? `未公布 ${unpublished} 项` : '',
  ].filter((piece) => piece !== '')
  return pieces.map((piece, place) => (place < pieces.length - 1 ? `${piece}，` : piece))
}
