import { paths } from '../../paths.js'
import type { Bank, Basis } from '@lueqiao/matching-engine'
import { institutionName } from '../rules/institution.js'
import type { IndexedProduct } from '../listing/product-index.js'
import { maxAmountText, maxTermText, rateText, type TermText } from '../rules/terms-text.js'
import { tallyPieces } from './basis-badge.js'

type BasisTag = { readonly css: 'pub' | 'demo'; readonly word: '公开' | '示例' }

/** One figure of a card with the badge of its basis; a null `text` is shown as 未公布. */
type FactView = {
  readonly label: string
  readonly text: string | null
  readonly exact: string | null
  readonly tag: BasisTag | null
}

export type CardView = {
  readonly href: string
  readonly name: string
  readonly institution: string
  readonly category: string
  readonly tally: readonly string[]
  readonly summary: string
  readonly facts: readonly FactView[]
}

const basisTag = (basis: Basis): BasisTag =>
  basis === 'published' ? { css: 'pub', word: '公开' } : { css: 'demo', word: '示例' }

const factView = (label: string, { text, exact, basis }: TermText): FactView => ({
  label,
  text,
  exact,
  tag: basis === null ? null : basisTag(basis),
})

export function cardView({ product, tally }: IndexedProduct, banks: ReadonlyMap<string, Bank>): CardView {
  const guarantee = product.guarantee.length > 0 ? product.guarantee.join('、') : null
  return {
    href: paths.product({ id: product.id }),
    name: product.name,
    institution: institutionName(product, banks),
    category: product.category,
    tally: tallyPieces(tally),
    summary: product.summary,
    facts: [
      factView('最高额度', maxAmountText(product)),
      factView('最长期限', maxTermText(product)),
      factView('年利率', rateText(product)),
      { label: '担保方式', text: guarantee, exact: null, tag: null },
    ],
  }
}
