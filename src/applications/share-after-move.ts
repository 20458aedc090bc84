import type { ClientSession } from 'mongoose'
import { PageError } from '../web/errors.js'
import { paths } from '../paths.js'
import type { Application } from './application.js'
import type { Moved } from './context.js'
import type { RequestsContext } from './requests-context.js'
import { faultsOfGuards, giveBack, setAside } from './set-aside.js'
import { isEnded } from './state-table.js'

/**
 * Whether nothing of a request goes on: its share and what it pledges are free again. What secured a loan is free, too,
 * once the loan is paid back (《民法典》第三百九十三条).
 */
const isOver = (applications: readonly Pick<Application, 'state'>[]): boolean =>
  applications.every(({ state }) => isEnded(state))

/**
 * Gives the share of a request back when the last of its applications has ended, and takes it again when a bank opens
 * a refused one anew. @throws PageError when another request has taken the share, or the enterprise its need back, meanwhile.
 */
export async function shareAfterMove(
  context: RequestsContext,
  session: ClientSession,
  { before, application, move }: Moved,
): Promise<void> {
  const ended = isEnded(application.state)
  if (ended === isEnded(before.state)) return
  const request = await context.requests.find('all', application.requestId, session)
  // Applications that another room enters without a request of this one have nothing set aside.
  if (request === null) return
  const actor = { accountId: move.by.accountId, role: move.by.kind, organisationId: move.by.organisationId }
  const told = { actor, subject: { kind: 'request', id: request.id }, detail: { applicationId: application.id } }
  if (ended) {
    const all = await context.applications.ofRequest('all', request.id, session)
    if (!request.holding || !isOver(all)) return
    await context.requests.setHolding(session, request.id, false)
    await giveBack(context.guards, session, request)
    await context.audit.record(session, { name: 'REQUEST_SHARE_RETURNED', ...told })
    return
  }
  if (request.holding) return
  const need = await context.enterprises.getNeed(request.enterpriseId, request.needId, session)
  if (need.status !== 'open') throw needWithdrawn(application)
  const faults = await faultsOfGuards(context.guards, request, need, session)
  if (faults.length > 0) throw takenMeanwhile(application, faults[0]?.message ?? '')
  await context.requests.setHolding(session, request.id, true)
  await setAside(context.guards, session, request)
  await context.audit.record(session, { name: 'REQUEST_SHARE_TAKEN_AGAIN', ...told })
}

const needWithdrawn = ({ id, number }: Application) =>
  new PageError(
    409,
    '不能重新审查',
    '申请结束后，企业已经撤回这项融资需求。没有任何内容被改动，请与企业商量后由企业重新申请。',
    [{ href: paths.application({ id }), text: `查看申请 ${number}` }],
  )

const takenMeanwhile = ({ id, number }: Application, why: string) =>
  new PageError(
    409,
    '不能重新审查',
    `申请结束后，企业已经把这部分金额或担保用在别的申请中（${why}）。没有任何内容被改动，请与企业商量后由企业重新申请。`,
    [{ href: paths.application({ id }), text: `查看申请 ${number}` }],
  )
