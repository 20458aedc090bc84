import { formatDate } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { NotFound } from '../../web/errors.js'
import { fault, type FormFault } from '../../web/form.js'
import { idParam } from '../../web/request-params.js'
import type { Draft } from '../data/draft.store.js'
import type { Application } from '../rules/application.js'
import type { Channel } from '../rules/financing-request.js'
import { productsOpenTo } from '../rules/product-choices.js'
import { MOST_PRODUCTS } from '../rules/submission.js'
import { applyPage, type ApplyContext, type ApplyHandler } from './apply-page.js'
import { prefilled } from './apply.form.js'
import { CHANNEL_NAMES, choiceRows, shareSentence, whyAgain } from './choice.views.js'
import { listIn, textIn, typedIn } from './typed-form.js'

/** Where a request goes and which products it names; `draft` is null before it is begun. */
type Choosing = {
  readonly needId: string
  readonly channel: Channel | ''
  readonly productIds: readonly string[]
  readonly after: Application | null
  readonly again: boolean
  readonly draft: Draft | null
}

/** `GET /enterprise/applications/new?need=ID`: the first step. `after` names an application that came to nothing. */
export const newApplication: ApplyHandler = async (context, req, res) => {
  const asked = typedIn(req.query, () => true)
  const needId = textIn(asked, 'need')
  if (needId === '') return res.redirect(303, paths.enterpriseNeeds({}))
  const after = await afterOf(context, textIn(asked, 'after'))
  const again = textIn(asked, 'again') !== '' && after?.productId !== null
  const productIds = again && after?.productId ? [after.productId] : []
  const channel = after === null ? '' : 'directed'
  await choicePage(context, { needId, channel, productIds, after, again, draft: null }, [], res)
}

/** `POST /enterprise/applications/drafts`: begins a draft with what was chosen. */
export const startDraft: ApplyHandler = async (context, req, res) => {
  const typed = typedIn(req.body, (field) => ['need', 'after', 'again', 'channel', 'products'].includes(field))
  const after = await afterOf(context, textIn(typed, 'after'))
  const choosing = { ...choiceIn(typed), needId: textIn(typed, 'need'), after, again: textIn(typed, 'again') !== '' }
  const need = await context.enterprises.getNeed(context.enterprise.id, choosing.needId)
  const faults = faultsOf(choosing)
  const { channel, productIds } = choosing
  if (faults.length > 0 || channel === '') return refuse(context, { ...choosing, draft: null }, faults, res)
  const shut = await shutOut(context, need.id)
  if (shut !== null) return refuse(context, { ...choosing, draft: null }, [shut], res)
  const started = await context.requests.startDraft(
    context.enterprise.id,
    { needId: need.id, channel, productIds, afterId: after?.id ?? null, typed: await prefilled(context, need, after) },
    context.mover,
  )
  if (!started.ok) return refuse(context, { ...choosing, draft: null }, [fault('', started.error)], res)
  res.redirect(303, paths.enterpriseDraft({ id: started.value.id }))
}

/** `GET /enterprise/applications/drafts/:id/choice`: back to the first step of a draft. */
export const editChoice: ApplyHandler = async (context, req, res) => {
  const draft = await context.requests.getDraft(context.enterprise.id, idParam(req))
  const after = await afterOf(context, draft.afterId ?? '')
  await choicePage(context, { ...draft, after, again: false, draft }, [], res)
}

/** `POST /enterprise/applications/drafts/:id/choice` */
export const saveChoice: ApplyHandler = async (context, req, res) => {
  const draft = await context.requests.getDraft(context.enterprise.id, idParam(req))
  const choosing = choiceIn(typedIn(req.body, (field) => ['channel', 'products'].includes(field)))
  const faults = faultsOf(choosing)
  const { channel, productIds } = choosing
  if (faults.length > 0 || channel === '') {
    const after = await afterOf(context, draft.afterId ?? '')
    return refuse(context, { ...choosing, needId: draft.needId, after, again: false, draft }, faults, res)
  }
  const shut = await shutOut(context, draft.needId)
  if (shut !== null) {
    const after = await afterOf(context, draft.afterId ?? '')
    return refuse(context, { ...choosing, needId: draft.needId, after, again: false, draft }, [shut], res)
  }
  await context.requests.saveDraft(draft, { channel, productIds }, context.mover)
  res.redirect(303, paths.enterpriseDraft({ id: draft.id }))
}

function choiceIn(typed: ReturnType<typeof typedIn>): Pick<Choosing, 'channel' | 'productIds'> {
  const channel = textIn(typed, 'channel')
  return {
    channel: channel === 'directed' || channel === 'hall' ? channel : '',
    productIds: channel === 'directed' ? [...new Set(listIn(typed, 'products'))] : [],
  }
}

function faultsOf({ channel, productIds }: Pick<Choosing, 'channel' | 'productIds'>): readonly FormFault[] {
  if (channel === '') return [fault('channel', '请选择提交给指定银行，还是提交到需求大厅')]
  if (channel === 'hall') return []
  if (productIds.length === 0) return [fault('products', '请至少选择一个产品')]
  return productIds.length > MOST_PRODUCTS ? [fault('products', `一次最多申请 ${MOST_PRODUCTS} 个产品`)] : []
}

/** Where no product can be applied for there is nothing to fill a form in for: the hall shows it to no bank either. */
async function shutOut({ requests, enterprise }: ApplyContext, needId: string): Promise<FormFault | null> {
  const last = await requests.choicesFor(enterprise.id, needId)
  if (last === null || productsOpenTo(last.choices, []).length > 0) return null
  return fault(
    '',
    '没有符合或待补充的产品，现在不能申请，提交到需求大厅也没有银行能看到；请先补充资料或调整需求，再重新匹配',
  )
}

async function afterOf({ applications, enterprise }: ApplyContext, id: string): Promise<Application | null> {
  return id === '' ? null : applications.get({ enterpriseId: enterprise.id }, id)
}

type Res = Parameters<ApplyHandler>[2]

async function refuse(
  context: ApplyContext,
  choosing: Choosing,
  faults: readonly FormFault[],
  res: Res,
): Promise<void> {
  res.status(422)
  await choicePage(context, choosing, faults, res)
}

async function choicePage(
  context: ApplyContext,
  choosing: Choosing,
  faults: readonly FormFault[],
  res: Res,
): Promise<void> {
  const { enterprises, enterprise, requests } = context
  const need = await enterprises.getNeed(enterprise.id, choosing.needId)
  if (need.status !== 'open') throw new NotFound('这项需求已经撤回，重新打开后才能申请。')
  const [last, share] = [await requests.choicesFor(enterprise.id, need.id), await requests.leftOf(need)]
  const { draft, after, again } = choosing
  const faultOf = (field: string) => faults.find((one) => one.field === field)?.message ?? ''
  applyPage(res, 'choice', context, '发起申请', {
    action: draft ? paths.enterpriseDraftChoice({ id: draft.id }) : paths.enterpriseDrafts({}),
    back: draft ? paths.enterpriseDraft({ id: draft.id }) : paths.enterpriseNeed({ id: need.id }),
    need: { id: need.id, title: need.title, href: paths.enterpriseNeed({ id: need.id }) },
    terms: paths.enterpriseNeedTerms({ id: need.id }),
    amountKnown: need.amountFen !== null,
    share: shareSentence(need, share),
    full: share.leftFen === 0,
    approved: enterprise.status === 'approved',
    after: after && { ...whyAgain(after), id: after.id, again },
    faults,
    faultOf: { channel: faultOf('channel'), products: faultOf('products') },
    channels: CHANNEL_NAMES.map((one) => ({ ...one, chosen: one.value === choosing.channel })),
    match: last && {
      at: formatDate(last.day),
      hash: last.hash,
      ...choiceRows(last.choices, choosing.productIds, after),
    },
    rematch: paths.enterpriseNeedMatch({ id: need.id }),
    most: MOST_PRODUCTS,
  })
}
