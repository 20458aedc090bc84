import { conditionsOf, leavesOf } from '@lueqiao/matching-engine'
import { paths } from '../../paths.js'
import type { Application } from '../application.js'
import type { FinancingRequest } from '../financing-request.js'
import { STATE_NAMES } from '../state-table.js'
import { idParam } from '../../web/request-params.js'
import { applyPage, type ApplyDesk, type ApplyHandler } from './apply-frame.js'
import { actionLinks, whatToDo } from './action-links.views.js'
import { amountWords, consentRow, documentRows, offerRows, refusalPart, summaryRows } from './application.views.js'
import { shareSentence } from './choice.views.js'
import { holderWords, nowHeld, stepsAhead, timelineRows } from './timeline.views.js'

/** `GET /enterprise/applications/:id`: where it stands, who holds it until when, and what can be done. */
export const showApplication: ApplyHandler = async (desk, req, res) => {
  const { applications, requests, enterprises, enterprise, escalations, now } = desk
  const scope = { enterpriseId: enterprise.id }
  const application = await applications.get(scope, idParam(req))
  const [request, brothers, moves, explanations, files, consents, need] = await Promise.all([
    requests.get(scope, application.requestId),
    applications.ofRequest(scope, application.requestId),
    applications.movesOf(application.id),
    escalations.explanationsOf(application.id),
    enterprises.evidenceOf(enterprise.id),
    enterprises.consentsOf(enterprise.id),
    enterprises.getNeed(enterprise.id, (await requests.get(scope, application.requestId)).needId),
  ])
  const { id, bankName, productName, state } = application
  applyPage(res, 'application', desk, `${productName ?? '需求大厅'}，${application.number}`, {
    list: paths.enterpriseApplications({}),
    number: application.number,
    heading: productName ?? '需求大厅',
    state: STATE_NAMES[state],
    lead: [bankName, amountWords(application), `${application.termMonths} 个月`, purposeWords(application)]
      .filter(Boolean)
      .join('，'),
    siblings: brothers.length > 1 ? brothers.map((one) => siblingTab(one, id)) : [],
    holder: holderWords(application),
    held: nowHeld(application, now()),
    asked: state === 'returned' ? application.asked : null,
    timeline: timelineRows(moves, explanations, application),
    ahead: stepsAhead(application),
    refusal: refusalPart(application, await basisOf(desk, application, request)),
    documents: documentRows(application, files, consents, desk.today),
    upload: paths.enterpriseApplicationDocuments({ id }),
    files: files.map((file) => ({ value: file.id, label: file.name })),
    offers: offerRows(brothers),
    offersHref: paths.enterpriseRequestOffers({ id: request.id }),
    summary: summaryRows(application, request, need),
    share: request.holding ? shareSentence(need, await requests.leftOf(need)) : '这次申请占用的金额和担保已经退回。',
    need: { title: need.title, href: paths.enterpriseNeed({ id: need.id }) },
    consent: consentRow(application, request, consents, desk.today),
    todo: whatToDo(application),
    actions: actionLinks(application, request),
  })
}

const purposeWords = ({ dimensions }: Application) => (dimensions.purpose ? `用于${dimensions.purpose}` : '')

function siblingTab(one: Application, currentId: string) {
  const name = one.kind === 'hall' ? '需求大厅' : (one.bankName ?? '')
  return {
    text: `${name}，${STATE_NAMES[one.state]}`,
    href: paths.enterpriseApplication({ id: one.id }),
    current: one.id === currentId,
  }
}

/** Whether the bank published the condition that a refusal names, by the catalogue it was submitted under. */
async function basisOf({ catalogue }: ApplyDesk, { refusal, productId }: Application, request: FinancingRequest) {
  if (!refusal?.condition || productId === null) return ''
  const product = (await catalogue.at(request.catalogue))?.products.get(productId)
  const about = product ? leavesOf(conditionsOf(product)).filter(({ fact }) => fact === refusal.condition?.fact) : []
  if (about.length === 0) return ''
  return about.some(({ basis }) => basis === 'published') ? '公开条款' : '示例条款'
}
