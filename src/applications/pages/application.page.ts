import { conditionsOf, leavesOf } from '@lueqiao/matching-engine'
import { actorOf } from '../../audit/index.js'
import { inspectFile } from '../../files/detect-file-kind.js'
import { paths } from '../../paths.js'
import { currentUser } from '../../web/current-user.js'
import { PageError } from '../../web/errors.js'
import { idParam } from '../../web/request-params.js'
import { uploadOf } from '../../web/uploads/read-upload.js'
import type { Application } from '../rules/application.js'
import type { FinancingRequest } from '../rules/financing-request.js'
import { actionsFor, isEnded, STATE_NAMES } from '../rules/state-table.js'
import { mayContest } from '../use-cases/contest-refusal.js'
import { amountText, consentRow, documentRows, offerRows, refusalPart, summaryRows } from './application.views.js'
import { applyPage, type ApplyContext, type ApplyHandler } from './apply-page.js'
import { shareSentence } from './choice.views.js'
import { currentStep, holderText, stepsAhead, timelineRows } from './timeline.views.js'
import { textIn, typedIn } from './typed-form.js'

/** `GET /enterprise/applications/:id`: where it stands, who holds it until when, and what can be done. */
export const showApplication: ApplyHandler = async (context, req, res) => {
  const { applications, requests, enterprises, enterprise, escalations, now } = context
  const scope = { enterpriseId: enterprise.id }
  const application = await applications.get(scope, idParam(req))
  const [request, siblings, moves, explanations, files, consents, need] = await Promise.all([
    requests.get(scope, application.requestId),
    applications.ofRequest(scope, application.requestId),
    applications.movesOf(application.id),
    escalations.explanationsOf(application.id),
    enterprises.evidenceOf(enterprise.id),
    enterprises.consentsOf(enterprise.id),
    enterprises.getNeed(enterprise.id, (await requests.get(scope, application.requestId)).needId),
  ])
  const { id, bankName, productName, state } = application
  applyPage(res, 'application', context, `${productName ?? '需求大厅'}，${application.number}`, {
    list: paths.enterpriseApplications({}),
    number: application.number,
    heading: productName ?? '需求大厅',
    state: STATE_NAMES[state],
    lead: [bankName, amountText(application), `${application.termMonths} 个月`, purposeText(application)]
      .filter(Boolean)
      .join('，'),
    siblings: siblings.length > 1 ? siblings.map((one) => siblingTab(one, id)) : [],
    holder: holderText(application),
    held: currentStep(application, now()),
    asked: state === 'returned' ? application.asked : null,
    timeline: timelineRows(moves, explanations, application),
    ahead: stepsAhead(application),
    refusal: refusalPart(application, await basisOf(context, application, request)),
    documents: documentRows(application, files, consents, context.today),
    upload: paths.enterpriseApplicationDocuments({ id }),
    files: files.map((file) => ({ value: file.id, label: file.name })),
    offers: offerRows(siblings),
    offersHref: paths.enterpriseRequestOffers({ id: request.id }),
    summary: summaryRows(application, request, need),
    share: request.holding ? shareSentence(need, await requests.leftOf(need)) : '这次申请占用的金额和担保已经退回。',
    need: { title: need.title, href: paths.enterpriseNeed({ id: need.id }) },
    consent: consentRow(application, request, consents, context.today),
    todo: whatToDo(application),
    actions: actionLinks(application, request),
  })
}

const purposeText = ({ dimensions }: Application) => (dimensions.purpose ? `用于${dimensions.purpose}` : '')

function siblingTab(one: Application, currentId: string) {
  const name = one.kind === 'hall' ? '需求大厅' : (one.bankName ?? '')
  return {
    text: `${name}，${STATE_NAMES[one.state]}`,
    href: paths.enterpriseApplication({ id: one.id }),
    current: one.id === currentId,
  }
}

/** Whether the bank published the condition that a refusal names, by the catalogue it was submitted under. */
async function basisOf({ catalogue }: ApplyContext, { refusal, productId }: Application, request: FinancingRequest) {
  if (!refusal?.condition || productId === null) return ''
  const product = (await catalogue.at(request.catalogue))?.products.get(productId)
  const about = product ? leavesOf(conditionsOf(product)).filter(({ fact }) => fact === refusal.condition?.fact) : []
  if (about.length === 0) return ''
  return about.some(({ basis }) => basis === 'published') ? '公开条款' : '示例条款'
}

type Link = { readonly text: string; readonly href: string }

/** What the enterprise may do with an application, by the table. */
export function actionLinks(application: Application, request: FinancingRequest): readonly Link[] {
  const { id, kind, state, productId, requestId } = application
  const may = actionsFor(application, 'enterprise')
  const again = { need: request.needId, after: id }
  return [
    ...(kind === 'hall' ? [{ text: '看大厅的轮次和名额', href: paths.enterpriseHall({ id: requestId }) }] : []),
    ...(mayContest(application) ? [{ text: '对依据提出异议', href: paths.enterpriseApplicationContest({ id }) }] : []),
    ...(isEnded(state) && state !== 'closed' && productId !== null
      ? [{ text: '再次申请', href: paths.enterpriseNewApplication({}, { ...again, again: '1' }) }]
      : []),
    ...(state === 'closed' ? [] : [{ text: '改投其他银行', href: paths.enterpriseNewApplication({}, again) }]),
    ...(may.includes('withdraw') || may.includes('takeBack')
      ? [{ text: kind === 'hall' ? '撤回大厅申请' : '撤回申请', href: paths.enterpriseApplicationWithdrawal({ id }) }]
      : []),
  ]
}

/** The one thing that waits for the enterprise, or what it had better do meanwhile. */
export function whatToDo(application: Application): {
  readonly text: string
  readonly more: string
  readonly link: Link | null
} {
  const { id, state, documents, requestId } = application
  if (state === 'returned') {
    return {
      text: `银行请您补充 ${application.asked?.items.length ?? 0} 项。`,
      more: '补齐后银行的计时接着走。',
      link: { text: '去补充', href: paths.enterpriseApplicationAnswer({ id }) },
    }
  }
  if (state === 'offered') {
    return {
      text: '银行给出了初步方案，请比较后选定。',
      more: '选定前可以向银行提出疑问。',
      link: { text: '看报价', href: paths.enterpriseRequestOffers({ id: requestId }) },
    }
  }
  const open = isEnded(state) ? [] : documents.filter(({ evidenceIds }) => evidenceIds.length === 0)
  if (open.length > 0) {
    return {
      text: `还有 ${open.length} 项材料没有提交：${open
        .slice(0, 3)
        .map(({ title }) => title)
        .join('、')}${open.length > 3 ? ' 等' : ''}。`,
      more: '审批前补齐即可，不影响现在的计时。',
      link: { text: '上传材料', href: '#doc' },
    }
  }
  if (state === 'declined') return { text: '看过原因后，可以再次申请、改投，或对依据提出异议。', more: '', link: null }
  return { text: '现在不需要您做什么，有变动会通知您。', more: '', link: null }
}

/**
 * `POST /enterprise/applications/:id/documents`: attaches a new or stored file to a document of an application. With
 * `code` empty the file is only stored, for the answer that is being written.
 */
export const addDocument: ApplyHandler = async (context, req, res) => {
  const { applications, enterprises, requests, enterprise, mover } = context
  const scope = { enterpriseId: enterprise.id }
  const application = await applications.get(scope, idParam(req))
  const { id } = application
  const typed = typedIn(req.body, (field) => field === 'code' || field === 'evidence')
  const upload = uploadOf(res)
  let evidenceId = textIn(typed, 'evidence')
  if (upload.file !== null) {
    const inspected = await inspectFile(upload.file.name, upload.file.bytes)
    if (!inspected.ok) throw notKept(id, inspected.error)
    const added = await enterprises.addEvidence(enterprise.id, inspected.value, actorOf(currentUser(req)))
    if (!added.ok) throw notKept(id, added.error)
    evidenceId = added.value.id
  } else if (evidenceId === '') throw notKept(id, upload.fault)
  const code = textIn(typed, 'code')
  if (code === '') return res.redirect(303, paths.enterpriseApplicationAnswer({ id }))
  await requests.attach(scope, id, { code, evidenceId }, mover)
  res.redirect(303, `${paths.enterpriseApplication({ id })}#doc`)
}

const notKept = (id: string, why: string) =>
  new PageError(422, '没有上传成功', `${why}。`, [
    { href: `${paths.enterpriseApplication({ id })}#doc`, text: '回到申请，重新选择文件' },
    { href: paths.enterpriseEvidence({}), text: '证明材料' },
  ])
