import { z } from 'zod'
import { paths } from '../../paths.js'
import { readForm, type FormFault } from '../../web/form.js'
import { idParam } from '../../web/request-params.js'
import type { Application } from '../rules/application.js'
import { isBound, refusalOf, STATE_NAMES } from '../rules/state-table.js'
import { applyPage, type ApplyContext, type ApplyHandler } from './apply-page.js'

const schema = z.strictObject({
  version: z.string('表单不完整，请重新打开页面').regex(/^\d{1,9}$/, '表单不完整，请重新打开页面'),
  reason: z.string('请写明撤回的原因').trim().min(2, '请写明撤回的原因，银行会看到').max(500, '原因最多 500 个字'),
})

/** `GET /enterprise/applications/:id/withdrawal`: what a withdrawal does, or why there can be none. */
export const askWithdrawal: ApplyHandler = async (context, req, res) => {
  const application = await context.applications.get({ enterpriseId: context.enterprise.id }, idParam(req))
  await withdrawalPage(context, application, '', [], res)
}

/** `POST /enterprise/applications/:id/withdrawal` */
export const withdraw: ApplyHandler = async (context, req, res) => {
  const { applications, requests, enterprise, mover } = context
  const scope = { enterpriseId: enterprise.id }
  const application = await applications.get(scope, idParam(req))
  const read = readForm(schema, req.body)
  if (!read.ok) {
    res.status(422)
    return withdrawalPage(context, application, read.typed.reason ?? '', read.faults, res)
  }
  const { id, version } = application
  if (Number(read.value.version) === version && !mayWithdraw(application)) {
    // The version is current: the page says why there can be no withdrawal, as it does when it is opened.
    res.status(409)
    return withdrawalPage(context, application, read.value.reason, [], res)
  }
  await requests.withdraw(scope, id, { reason: read.value.reason, shown: Number(read.value.version) }, mover)
  res.redirect(303, paths.enterpriseApplication({ id }))
}

const mayWithdraw = (application: Application): boolean =>
  refusalOf(application.kind === 'hall' ? 'takeBack' : 'withdraw', application, 'enterprise') === null

async function withdrawalPage(
  context: ApplyContext,
  application: Application,
  reason: string,
  faults: readonly FormFault[],
  res: Parameters<ApplyHandler>[2],
): Promise<void> {
  const { id, kind, state, requestId, number, version } = application
  const hall = kind === 'hall'
  const may = mayWithdraw(application)
  const siblings = await context.applications.ofRequest({ enterpriseId: context.enterprise.id }, requestId)
  const along = hall
    ? siblings.filter((one) => one.kind === 'bank' && refusalOf('withdraw', one, 'enterprise') === null)
    : []
  applyPage(res, 'withdrawal', context, hall ? '撤回大厅申请' : '撤回申请', {
    list: paths.enterpriseApplications({}),
    back: paths.enterpriseApplication({ id }),
    action: paths.enterpriseApplicationWithdrawal({ id }),
    number,
    version,
    state: STATE_NAMES[state],
    may,
    whyNot: whyNot(application, siblings),
    along: along.map(({ bankName, state: stands }) => `${bankName ?? ''}（${STATE_NAMES[stands]}）`),
    others: siblings.filter((one) => one.id !== id && !along.includes(one)).length > 0,
    consents: paths.enterpriseConsents({}),
    reason,
    fault: faults.find(({ field }) => field === 'reason')?.message ?? '',
    faults,
  })
}

/** Why there can be no withdrawal here, and where to go. */
function whyNot({ kind, state }: Application, siblings: readonly Application[]) {
  if (kind === 'bank' && isBound(state)) {
    return {
      text: '这份申请已经签订合同，不能在平台撤回。提前还款、变更或解除按合同约定，请直接与银行的客户经理联系。',
      links: [],
    }
  }
  const chosen = siblings.filter((one) => one.kind === 'bank' && (one.state === 'chosen' || one.state === 'approved'))
  if (kind === 'hall' && state === 'chosen' && chosen.length > 0) {
    return {
      text: '您已经选定方案，大厅申请随它办结。要反悔，请撤回选定的那家银行的申请。',
      links: chosen.map((one) => ({
        href: paths.enterpriseApplicationWithdrawal({ id: one.id }),
        text: one.bankName ?? '',
      })),
    }
  }
  return { text: `这份申请现在是“${STATE_NAMES[state]}”，已经结束，没有什么可以撤回。`, links: [] }
}
