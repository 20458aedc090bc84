import { paths } from '../../paths.js'
import type { PageView } from '../../web/page.js'
import { cardView, type CardView } from './product-card.views.js'
import {
  activeFilters,
  filtersToRemove,
  type ActiveFilter,
  selectProducts,
  type Selection,
} from '../listing/select-products.js'
import { emptyQuery, queryParameters, type ProductQuery, type QueryWarning } from '../listing/product-query.js'
import { sortOrders } from '../listing/sort-products.js'
import type { CatalogueSnapshot } from '../data/current-catalogue.js'

const PRODUCTS_PER_PAGE = 10

type Link = { readonly text: string; readonly href: string }
type OptionView = { readonly value: string; readonly label: string; readonly count: number; readonly checked: boolean }
type FacetView = {
  readonly name: string
  readonly legend: string
  readonly open: boolean
  readonly options: readonly OptionView[]
}
/** A text field of the filter with what was typed, also when it is invalid. */
type FieldView = { readonly value: string; readonly fault: string | null }

export type ProductListView = PageView & {
  readonly lead: string
  readonly facets: readonly FacetView[]
  readonly chosenCount: number
  readonly search: string
  readonly amount: FieldView
  readonly term: FieldView
  readonly remarks: readonly string[]
  readonly total: number
  readonly from: number
  readonly to: number
  readonly chips: readonly Link[]
  readonly clearHref: string
  readonly sorts: readonly { readonly value: string; readonly label: string; readonly selected: boolean }[]
  readonly cards: readonly CardView[]
  readonly pages: readonly ({ readonly number: number; readonly current: boolean; readonly href: string } | null)[]
  readonly previousHref: string | null
  readonly nextHref: string | null
  readonly csvHref: string
  /** For an empty list: filters to remove, with the number of products that each removal gives. */
  readonly waysOut: readonly (Link & { readonly count: number })[]
  readonly versionNote: string
}

export const productsHref = (query: ProductQuery): string => paths.products({}, queryParameters(query))

/** The product list for a query. The page depends on nothing else, so it may be cached by the query's address. */
export function productListView(
  { productIndex, banks, version }: CatalogueSnapshot,
  query: ProductQuery,
  remarks: readonly QueryWarning[] = [],
): ProductListView {
  const selection = selectProducts(productIndex, query)
  const cut = paginate(selection.items.length, query.page, PRODUCTS_PER_PAGE)
  const cards = selection.items.slice((cut.page - 1) * PRODUCTS_PER_PAGE, cut.page * PRODUCTS_PER_PAGE)
  const pageHref = (page: number) => productsHref({ ...query, page })
  const filters = activeFilters(query, productIndex.facets)
  return {
    title: '产品目录',
    section: 'products',
    strip: '示例数据：产品名称见于公开资料；标“示例”的条款，以及由此得出的分类和数量，待银行确认。',
    lead: `${version.counts.banks} 家机构的 ${version.counts.products} 个产品。每个数字旁边写明它是公开的、示例的，还是银行未公布的。`,
    facets: facetViews(productIndex.facets, query, selection),
    chosenCount: filters.length,
    search: query.q,
    amount: fieldView('amount', query.amountWan, remarks),
    term: fieldView('term', query.termMonths, remarks),
    remarks: [...remarks.map((remark) => remarkText(remark)), ...fallbacks(query, cut.page, selection.approximate)],
    total: selection.items.length,
    from: cut.from,
    to: cut.to,
    chips: filters.map(linkOf),
    clearHref: productsHref({ ...emptyQuery, sort: query.sort }),
    sorts: Object.entries(sortOrders).map(([value, label]) => ({ value, label, selected: value === query.sort })),
    cards: cards.map((item) => cardView(item, banks)),
    pages: cut.pages === 1 ? [] : pageLinks(cut).map((link) => link && { ...link, href: pageHref(link.number) }),
    previousHref: cut.page > 1 ? pageHref(cut.page - 1) : null,
    nextHref: cut.page < cut.pages ? pageHref(cut.page + 1) : null,
    csvHref: paths.productList({}, queryParameters({ ...query, page: 1 })),
    waysOut:
      cards.length > 0
        ? []
        : filtersToRemove(productIndex, filters).map((way) => ({ ...linkOf(way), count: way.count })),
    versionNote: `目录第 ${version.number} 版，资料截至 ${version.asOf}，编号 ${version.version}`,
  }
}

/** The first three filters and those with a chosen value are open. */
function facetViews(
  facets: CatalogueSnapshot['productIndex']['facets'],
  query: ProductQuery,
  selection: Selection,
): readonly FacetView[] {
  return facets.map(({ name, legend, options }, place) => {
    const chosen = new Set(query.chosen[name])
    return {
      name,
      legend,
      open: place < 3 || chosen.size > 0,
      options: options.map(({ value, label }) => ({
        value,
        label,
        count: selection.counts[name].get(value) ?? 0,
        checked: chosen.has(value),
      })),
    }
  })
}

const linkOf = ({ text, without }: ActiveFilter): Link => ({ text, href: productsHref(without) })

function fieldView(field: 'amount' | 'term', used: number | null, remarks: readonly QueryWarning[]): FieldView {
  const remark = remarks.find((one) => one.field === field)
  return { value: remark?.typed ?? (used === null ? '' : String(used)), fault: remark?.message ?? null }
}

const remarkText = ({ field, typed, message }: QueryWarning) =>
  field === 'q' ? message : `${message}（填写的是“${typed}”）`

function fallbacks(query: ProductQuery, page: number, approximate: boolean): readonly string[] {
  const texts: string[] = []
  if (approximate) texts.push(`没有产品连续含有“${query.q}”，下面是依次含有这些字的产品。`)
  if (page < query.page) texts.push(`没有第 ${query.page} 页，显示最后一页。`)
  return texts
}

export type PageLink = { readonly number: number; readonly current: boolean }

/** The page that is shown, the number of pages, and the first and last item of the page, counted from 1. */
export type PageRange = { readonly page: number; readonly pages: number; readonly from: number; readonly to: number }

/** Divides `total` items into pages; a page after the last becomes the last. */
export function paginate(total: number, requested: number, size: number): PageRange {
  const pages = Math.max(1, Math.ceil(total / size))
  const page = Math.min(requested, pages)
  return { page, pages, from: total === 0 ? 0 : (page - 1) * size + 1, to: Math.min(page * size, total) }
}

/** Links to the first, last, current and neighbouring pages; null for a gap. */
export function pageLinks({ page, pages }: PageRange): readonly (PageLink | null)[] {
  const shown = [...new Set([1, page - 1, page, page + 1, pages])].filter((number) => number >= 1 && number <= pages)
  return shown.flatMap((number, place) => {
    const before = shown[place - 1] ?? 0
    const link = { number, current: number === page }
    if (number - before === 2) return [{ number: number - 1, current: false }, link]
    return number - before > 2 ? [null, link] : [link]
  })
}
