import { formatDate, chinaDay } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import type { PageView } from '../../web/page.js'
import type { News } from './news-cache.js'
import { cardView, type CardView } from './product-card.views.js'
import { sortProducts } from '../listing/sort-products.js'
import type { IndexedProduct } from '../listing/product-index.js'
import type { CatalogueSnapshot } from '../data/current-catalogue.js'

/** Figure of the 2025 report on green manufacturing in the Corps; not computed here. */
const reported = { loans: '222.5', unit: '亿元', label: '2024 年绿色贷款，21 家银行投向 190 家企业' } as const

export type HomeView = PageView & {
  readonly institutions: number
  readonly products: number
  readonly productsLabel: string
  readonly reported: typeof reported
  /** Empty when there is no announcement; the page then leaves the section out. */
  readonly news: readonly { readonly href: string; readonly title: string; readonly day: string }[]
  readonly newsHref: string
  readonly cards: readonly CardView[]
}

export function homeView(
  { banks, productIndex, version, products }: CatalogueSnapshot,
  news: readonly News[],
): HomeView {
  const named = [...products.values()].find((product) => product.name === '惠如意·绿色贷')
  return {
    title: '找到适合的绿色贷款',
    institutions: version.counts.banks,
    products: version.counts.products,
    productsLabel: named ? `在架产品，含“${named.name}”` : '在架产品',
    reported,
    news: news.map(({ id, title, publishedAt, updatedAt }) => ({
      href: paths.announcement({ id }),
      title,
      day: formatDate(chinaDay(publishedAt ?? updatedAt)),
    })),
    newsHref: paths.announcements({}),
    cards: exampleProducts(productIndex.items).map((item) => cardView(item, banks)),
  }
}

/**
 * Three green products as examples: one with only its name public, one partly public, one with public terms, each with the
 * most published terms of its kind. A missing kind is replaced by the next product.
 */
function exampleProducts(items: readonly IndexedProduct[]): readonly IndexedProduct[] {
  const green = sortProducts(
    items.filter((item) => item.product.isGreen),
    'basis',
  )
  const kinds = ['illustrative', 'partial', 'published'] as const
  const chosen = kinds.flatMap((kind) => green.find((item) => item.product.confidence === kind) ?? [])
  return [...chosen, ...green.filter((item) => !chosen.includes(item))].slice(0, 3)
}
