import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { costSheetView } from './cost-sheet.views.js'
import { offerPage, type OfferHandler } from './offer-page.js'

/** `GET /enterprise/applications/:id/offer`: what one offer costs, with formula and schedule. */
export const showOffer: OfferHandler = async (context, req, res) => {
  const { application, offer } = await context.offers.offerOf({ enterpriseId: context.organisationId }, idParam(req))
  const crumbs = [
    { text: application.title, href: paths.enterpriseApplication({ id: application.id }) },
    { text: '方案比较', href: paths.enterpriseRequestOffers({ id: application.requestId }) },
  ]
  const about = {
    side: 'enterprise',
    csrf: context.csrf,
    title: '方案的全部成本',
    isSample: application.isSample,
  } as const
  offerPage(res, 'cost-sheet', about, { crumbs, remark: null, ...costSheetView(application, offer) })
}

/** `GET /bank/applications/:id/offer`: the bank's own offer, as the enterprise sees it. */
export const showOwnOffer: OfferHandler = async (context, req, res) => {
  const { application, offer } = await context.offers.offerOf({ bankId: context.organisationId }, idParam(req))
  const crumbs = [{ text: application.title, href: paths.bankApplication({ id: application.id }) }]
  const about = { side: 'bank', csrf: context.csrf, title: '方案的全部成本', isSample: application.isSample } as const
  const remark = '企业看到的成本清单与本页相同；其他银行看不到贵行的方案，贵行也看不到其他银行的方案。'
  offerPage(res, 'cost-sheet', about, { crumbs, remark, ...costSheetView(application, offer) })
}
