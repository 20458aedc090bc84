import type { TableOrigin } from '../reference/index.js'
import { paths } from '../paths.js'
import { page } from '../web/page.js'
import type { Site } from '../web/route.js'
import { dataView, type CatalogueInForce } from './pages/data-sources.views.js'
import { helpView, rankingView } from './pages/about.views.js'
import { REPORTED_FIGURES } from './reported-figures.js'

export type AboutPageContext = {
  readonly reference: { readonly origins: readonly TableOrigin[] }
  readonly catalogue: { current(): Promise<{ readonly catalogue: CatalogueInForce }> }
}

export function aboutRoutes(site: Site, context: AboutPageContext): void {
  site.get(paths.help.pattern, { role: 'visitor', audit: 'HELP_READ' }, (_req, res) => {
    page(res, 'about/help', helpView())
  })
  site.get(paths.about.pattern, { role: 'visitor', audit: 'ABOUT_READ' }, (_req, res) => {
    const view = { title: '关于平台', figures: REPORTED_FIGURES }
    page(res, 'about/about', view)
  })
  site.get(paths.ranking.pattern, { role: 'visitor', audit: 'RANKING_RULE_READ' }, (_req, res) => {
    page(res, 'about/ranking', rankingView())
  })
  site.get(paths.data.pattern, { role: 'visitor', audit: 'DATA_SOURCES_READ' }, async (_req, res) => {
    const { catalogue } = await context.catalogue.current()
    page(res, 'about/data', dataView(catalogue, context.reference.origins))
  })
  site.get(paths.privacy.pattern, { role: 'visitor', audit: 'PRIVACY_READ' }, (_req, res) => {
    page(res, 'about/privacy', { title: '隐私说明' })
  })
  site.get(paths.accessibility.pattern, { role: 'visitor', audit: 'ACCESSIBILITY_READ' }, (_req, res) => {
    page(res, 'about/accessibility', { title: '无障碍说明' })
  })
  site.get(paths.verify.pattern, { role: 'visitor', audit: 'RECORD_CHECK_OPENED' }, (_req, res) => {
    page(res, 'about/verify', { title: '核验测评记录', scripts: ['js/verify.js'] })
  })
}
