import { formatDate, chinaDay } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import type { PageView } from '../../web/page.js'
import type { News } from './news-cache.js'
import { cardView, type CardView } from './product-card.views.js'
import { sortProducts } from '../listing/sort-products.js'
import type { IndexedProduct } from '../listing/product-index.js'
import type { CatalogueSnapshot } from '../data/current-catalogue.js'

/** What the report on green manufacturing of the Corps (2025) states: reported by others, not computed here. */
const reported = { loans: '222.5', unit: '亿元', label: '2024 年绿色贷款，21 家银行投向 190 家企业' } as const

export type HomeView = PageView & {
  readonly institutions: number
  readonly products: number
  readonly productsLabel: string
  readonly reported: typeof reported
  /** Empty when nothing is announced: then the page says nothing of it. */
  readonly news: readonly { readonly href: string; readonly title: string; readonly day: string }[]
  readonly newsHref: string
  readonly cards: readonly CardView[]
}

export function homeView(
  { banks, productIndex: shelf, version, products }: CatalogueSnapshot,
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
    cards: exampleProducts(shelf.items).map((item) => cardView(item, banks)),
  }
}

/**
 * Three green products that show what the catalogue is like: one of which only the name is public, one that is partly
 * public, one with public terms, each the best published of its kind; where a kind is missing, the next ones.
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
