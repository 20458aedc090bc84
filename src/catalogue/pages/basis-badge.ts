import type { Basis, Product } from '@lueqiao/matching-engine'

/** A badge in full words, with its class of the style sheet. */
export type BasisBadge = { readonly css: 'pub' | 'demo' | 'none'; readonly words: string }

/** What a single term or condition rests on; null is a term that no public source states. */
export function basisBadge(basis: Basis | null): BasisBadge {
  if (basis === null) return { css: 'none', words: '未公布' }
  return basis === 'published' ? { css: 'pub', words: '公开条款' } : { css: 'demo', words: '示例条款' }
}

/** How far a product's terms as a whole are public. */
export function confidenceBadge(confidence: Product['confidence']): BasisBadge {
  if (confidence === 'partial') return { css: 'pub', words: '部分公开' }
  return basisBadge(confidence)
}
