import type { Request, Response } from 'express'
import { paths } from '../paths.js'
import { idParam } from '../web/request-params.js'
import { NotFound } from '../web/errors.js'
import { page, renderPage, type PageView } from '../web/page.js'
import type { Site } from '../web/route.js'
import type { CurrentCatalogue, CatalogueSnapshot } from './data/current-catalogue.js'
import { homeView } from './pages/home.views.js'
import { newsCache, newsKey, type News } from './pages/news-cache.js'
import { institutionListView, institutionView } from './pages/institution.views.js'
import { productsHref, productListView } from './pages/product-list.views.js'
import { productListCsv } from './pages/product-list.csv.js'
import { productsWithSimilarId, productView } from './pages/product.views.js'
import { pageCache } from './pages/page-cache.js'
import { readProductQuery } from './listing/product-query.js'
import { selectProducts } from './listing/select-products.js'

/** At about 60 KB a page: every page without a filter, and the most used filters. */
const cacheLimits = { pages: 400, bytes: 24 * 1024 * 1024 }

type PageToCache = {
  readonly href: string
  readonly name: string
  readonly view: () => PageView
  /** What the page depends on in addition to the catalogue version and its address. */
  readonly variant?: string
}

export type CataloguePageContext = {
  readonly catalogue: CurrentCatalogue
  /** The announcements of the centre, for the home page. */
  readonly centre: { readonly latestAnnouncements: (count: number) => Promise<readonly News[]> }
}

/** The pages of the catalogue. They need no sign-in and are the same for everyone. */
export function catalogueRoutes(site: Site, { catalogue, centre }: CataloguePageContext): void {
  const cache = pageCache(cacheLimits)
  const latest = newsCache((count) => centre.latestAnnouncements(count))

  /** Sends a page from the cache, or renders and caches it. The key is catalogue version, address and variant. */
  async function sendCached(req: Request, res: Response, { version }: CatalogueSnapshot, kind: PageToCache) {
    const { href, name, view, variant = '' } = kind
    // The header names the signed-in user, so the page is not shared.
    if (req.user) {
      page(res, name, view())
      return
    }
    const key = `${version.version} ${href} ${variant}`
    const found = cache.get(key) ?? cache.put(key, await renderPage(res, name, view()))
    // Browsers revalidate each time and mostly get a 304: a new catalogue has to show at once.
    res.set({ 'Cache-Control': 'private, no-cache', ETag: found.etag, Vary: 'Accept-Encoding' }).type('html')
    if (req.acceptsEncodings('gzip', 'identity') !== 'gzip') res.send(found.body)
    else res.set('Content-Encoding', 'gzip').send(found.gzip())
  }

  async function home(req: Request, res: Response) {
    const [snapshot, news] = await Promise.all([catalogue.current(), latest()])
    const view = () => homeView(snapshot, news)
    const variant = newsKey(news)
    await sendCached(req, res, snapshot, { href: paths.home({}), name: 'catalogue/home', view, variant })
  }

  async function products(req: Request, res: Response) {
    const snapshot = await catalogue.current()
    const { query, remarks } = readProductQuery(req.query, snapshot.productIndex.facets)
    const view = () => productListView(snapshot, query, remarks)
    // The remarks repeat what was typed, so the page is not shared.
    if (remarks.length > 0) page(res, 'catalogue/products', view())
    else await sendCached(req, res, snapshot, { href: productsHref(query), name: 'catalogue/products', view })
  }

  async function productList(req: Request, res: Response) {
    const snapshot = await catalogue.current()
    const { query } = readProductQuery(req.query, snapshot.productIndex.facets)
    const { items } = selectProducts(snapshot.productIndex, query)
    res.set('Cache-Control', 'private, no-cache').attachment(`products-${snapshot.version.asOf}.csv`)
    res.type('text/csv; charset=utf-8').send(productListCsv(items, snapshot))
  }

  async function product(req: Request, res: Response) {
    const id = idParam(req)
    const snapshot = await catalogue.current()
    const found = snapshot.products.get(id)
    if (!found) throw new NotFound('没有这个产品，可能已经下架，或者地址有误。', productsWithSimilarId(snapshot, id))
    const view = () => productView(snapshot, found)
    await sendCached(req, res, snapshot, { href: paths.product({ id }), name: 'catalogue/product', view })
  }

  async function institutions(req: Request, res: Response) {
    const snapshot = await catalogue.current()
    const view = () => institutionListView(snapshot)
    await sendCached(req, res, snapshot, { href: paths.institutions({}), name: 'catalogue/institutions', view })
  }

  async function institution(req: Request, res: Response) {
    const id = idParam(req)
    const snapshot = await catalogue.current()
    const bank = snapshot.banks.get(id)
    const all = { href: paths.institutions({}), text: '全部合作机构' }
    if (!bank) throw new NotFound('没有这家机构，地址可能有误。', [all])
    const view = () => institutionView(snapshot, bank)
    await sendCached(req, res, snapshot, { href: paths.institution({ id }), name: 'catalogue/institution', view })
  }

  site
    .get(paths.home.pattern, { role: 'visitor', audit: 'HOME_VIEWED' }, home)
    .get(paths.products.pattern, { role: 'visitor', audit: 'PRODUCTS_LISTED' }, products)
    .get(paths.productList.pattern, { role: 'visitor', audit: 'PRODUCTS_EXPORTED' }, productList)
    .get(paths.product.pattern, { role: 'visitor', audit: 'PRODUCT_VIEWED' }, product)
    .get(paths.institutions.pattern, { role: 'visitor', audit: 'INSTITUTIONS_LISTED' }, institutions)
    .get(paths.institution.pattern, { role: 'visitor', audit: 'INSTITUTION_VIEWED' }, institution)
}
