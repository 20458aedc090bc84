import { paths } from '../../paths.js'
import type { PageView } from '../../web/page.js'
import type { Product } from '@lueqiao/matching-engine'
import { basisTally } from '../listing/product-index.js'
import { institutionName, institutionSentence, isInstitutionDisclosed, sourceLink } from '../rules/institution.js'
import { similarProducts } from '../listing/similar-products.js'
import type { CatalogueSnapshot } from '../data/current-catalogue.js'
import { rateText, sourceDateText } from '../rules/terms-text.js'
import { confidenceBadge, tallyPieces, type BasisBadge } from './basis-badge.js'
import {
  conditionViews,
  type ConditionView,
  feeViews,
  termViews,
  type FeeView,
  type TermView,
} from './product-terms.views.js'
import { costExampleView, type CostExampleView } from './cost-example.views.js'
import { cardView, type CardView } from './product-card.views.js'

export type ProductView = PageView & {
  readonly institution: string
  /** null where no public source names the institution. */
  readonly institutionHref: string | null
  readonly category: string
  readonly green: string
  readonly badge: BasisBadge
  readonly tally: readonly string[]
  readonly summary: string
  readonly terms: readonly TermView[]
  readonly conditions: readonly ConditionView[]
  readonly fees: readonly FeeView[]
  readonly cost: CostExampleView | null
  /** Why there is no example. */
  readonly costMissing: string
  readonly source: { readonly title: string; readonly date: string; readonly href: string | null }
  readonly notes: string
  readonly versionNote: string
  readonly similar: readonly CardView[]
}

export function productView(snapshot: CatalogueSnapshot, product: Product): ProductView {
  const { banks, vocabulary, version, productIndex } = snapshot
  return {
    title: product.name,
    section: 'products',
    strip: '示例数据：产品名称见于公开资料；标“示例条款”的内容待银行确认，不代表银行口径。',
    institution: institutionSentence(product, banks),
    institutionHref: isInstitutionDisclosed(product) ? paths.institution({ id: product.bank }) : null,
    category: product.category,
    green: product.isGreen ? '绿色产品' : '其他产品',
    badge: confidenceBadge(product.confidence),
    tally: tallyPieces(basisTally(product)),
    summary: product.summary,
    terms: termViews(product, vocabulary),
    conditions: conditionViews(product.criteria, vocabulary),
    fees: feeViews(product),
    cost: costExampleView(product),
    costMissing: rateText(product).text === null ? '年利率未公布，不作计算。' : '所列额度或期限不足以举例，不作计算。',
    source: { title: product.source.title, date: sourceDateText(product.source.asOf), href: sourceLink(product) },
    notes: version.notes,
    versionNote: `目录第 ${version.number} 版，资料截至 ${version.asOf}，编号 ${version.version}`,
    similar: similarProducts(productIndex, product.id).map((item) => cardView(item, banks)),
  }
}

/** Suggestions for a wrong address: products whose id begins with the same word. */
export function productsWithSimilarId(
  { products, banks }: CatalogueSnapshot,
  id: string,
): readonly { href: string; text: string }[] {
  const stem = id.toLowerCase().split('-')[0] ?? ''
  return [...products.values()]
    .filter((product) => stem.length >= 2 && product.id.startsWith(stem))
    .slice(0, 5)
    .map((product) => ({
      href: paths.product({ id: product.id }),
      text: `${product.name}，${institutionName(product, banks)}`,
    }))
}
