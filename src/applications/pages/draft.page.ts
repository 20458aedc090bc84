import { paths } from '../../paths.js'
import { NotFound } from '../../web/errors.js'
import type { FormFault } from '../../web/form.js'
import { idParam } from '../../web/request-params.js'
import type { Draft } from '../data/draft.store.js'
import { applyPage, type ApplyContext, type ApplyHandler } from './apply-page.js'
import { formFaults, isApplyField, readSubmission } from './apply.form.js'
import { shareSentence, whyAgain } from './choice.views.js'
import { draftFields } from './draft.views.js'
import { typedIn, type TypedForm } from './typed-form.js'

type Res = Parameters<ApplyHandler>[2]

/** `GET /enterprise/applications/drafts/:id`: the second step; a draft that was submitted leads to what came of it. */
export const showDraft: ApplyHandler = async (context, req, res) => {
  const draft = await context.requests.findDraft(context.enterprise.id, idParam(req))
  if (draft === null) return toSubmitted(context, idParam(req), res)
  await draftPage(context, draft, draft.typed, { faults: [], saved: req.query.saved === '1' }, res)
}

/** `POST /enterprise/applications/drafts/:id`: keeps the form as it is, and submits it when that was asked for. */
export const saveDraft: ApplyHandler = async (context, req, res) => {
  const { requests, enterprise, mover } = context
  const found = await requests.findDraft(enterprise.id, idParam(req))
  if (found === null) return toSubmitted(context, idParam(req), res)
  const body = req.body as Record<string, unknown> | undefined
  const typed = typedIn(body, isApplyField)
  const draft = await requests.saveDraft(found, { typed }, mover)
  if (body?.then !== 'submit') return res.redirect(303, paths.enterpriseDraft({ id: draft.id }, { saved: '1' }))
  const read = readSubmission(draft, typed)
  const checked = await requests.submitOrCheck(enterprise.id, read.submission, mover, read.faults.length > 0)
  if (checked.ok) return toSubmitted(context, draft.id, res)
  res.status(422)
  await draftPage(context, draft, typed, { faults: formFaults(read, checked.faults), saved: false }, res)
}

/** `POST /enterprise/applications/drafts/:id/removal` */
export const discardDraft: ApplyHandler = async ({ requests, enterprise, mover }, req, res) => {
  await requests.discardDraft(enterprise.id, idParam(req), mover)
  res.redirect(303, paths.enterpriseApplications({}))
}

async function toSubmitted({ requests, applications, enterprise }: ApplyContext, key: string, res: Res): Promise<void> {
  const scope = { enterpriseId: enterprise.id }
  const request = await requests.ofKey(scope, key)
  if (request === null) throw new NotFound('没有这份草稿，可能已经放弃。')
  const [first] = await applications.ofRequest(scope, request.id)
  if (first === undefined) throw new NotFound('没有这次申请。')
  res.redirect(303, paths.enterpriseApplication({ id: first.id }))
}

async function draftPage(
  context: ApplyContext,
  draft: Draft,
  typed: TypedForm,
  { faults, saved }: { readonly faults: readonly FormFault[]; readonly saved: boolean },
  res: Res,
): Promise<void> {
  const { enterprises, enterprise, requests, applications, catalogue } = context
  const need = await enterprises.getNeed(enterprise.id, draft.needId)
  const [last, share, snapshot, files] = await Promise.all([
    requests.choicesFor(enterprise.id, need.id),
    requests.leftOf(need),
    catalogue.current(),
    enterprises.evidenceOf(enterprise.id),
  ])
  const after = draft.afterId && (await applications.get({ enterpriseId: enterprise.id }, draft.afterId))
  applyPage(res, 'draft', context, `申请：${need.title}`, {
    action: paths.enterpriseDraft({ id: draft.id }),
    choice: paths.enterpriseDraftChoice({ id: draft.id }),
    removal: paths.enterpriseDraftRemoval({ id: draft.id }),
    evidence: paths.enterpriseEvidence({}),
    need: { title: need.title, href: paths.enterpriseNeed({ id: need.id }) },
    share: shareSentence(need, share),
    approved: enterprise.status === 'approved',
    withdrawn: need.status !== 'open',
    after: after ? whyAgain(after) : null,
    saved,
    faults,
    hall: draft.channel === 'hall',
    ...draftFields({ draft, typed, faults, choices: last?.choices ?? [], snapshot, files, need }),
  })
}
