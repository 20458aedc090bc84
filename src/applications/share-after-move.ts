import type { ClientSession } from 'mongoose'
import { PageError } from '../web/errors.js'
import { paths } from '../paths.js'
import type { Application, MoveRecord } from './application.js'
import type { Moved } from './context.js'
import type { RequestsContext } from './requests-context.js'
import type { FinancingRequest } from './financing-request.js'
import { faultsOfGuards, keepAside } from './set-aside.js'
import { signedFenOf, stageOf, stillTaken, type Standing } from './still-taken.js'

/**
 * Fits what a request has set aside to what its applications may still come to (see `stillTaken`): what was asked for
 * and not signed goes back when the last of them is signed or ended, the rest when the last loan ends. A bank that opens
 * a refused application anew takes what went back again.
 * @throws PageError when another request has taken the share, or the enterprise its need back, meanwhile.
 */
export async function shareAfterMove(
  context: RequestsContext,
  session: ClientSession,
  { before, application, move }: Moved,
): Promise<void> {
  const stage = stageOf(application)
  if (stage === stageOf(before)) return
  const request = await context.requests.find('all', application.requestId, session)
  // Applications that another room enters without a request of this one have nothing set aside.
  if (request === null) return
  const told = toldOf(request, application, move)
  if (stage === 'open') {
    if (await takeAgain(context, session, request, application)) {
      await context.audit.record(session, { name: 'REQUEST_SHARE_TAKEN_AGAIN', ...told })
    }
    return
  }
  if (!request.holding) return
  const kept = stillTaken(request, await standingsOf(context, session, request))
  if (kept === null) await context.requests.setHolding(session, request.id, false)
  if (!(await keepAside(context.guards, session, request, kept))) return
  const detail = { ...told.detail, keptFen: kept?.amountFen ?? 0 }
  await context.audit.record(session, { name: 'REQUEST_SHARE_RETURNED', ...told, detail })
}

const toldOf = (request: FinancingRequest, application: Application, { by }: MoveRecord) => ({
  actor: { accountId: by.accountId, role: by.kind, organisationId: by.organisationId },
  subject: { kind: 'request', id: request.id },
  detail: { applicationId: application.id },
})

async function standingsOf(
  { applications }: RequestsContext,
  session: ClientSession,
  request: FinancingRequest,
): Promise<readonly Standing[]> {
  const standings: Standing[] = []
  for (const one of await applications.ofRequest('all', request.id, session)) {
    const moves = stageOf(one) === 'bound' ? await applications.context.moves.of(one.id, session) : []
    standings.push({ ...one, signedFen: signedFenOf(one, moves) })
  }
  return standings
}

/** @returns false when all of it was set aside still, for another application of the request. */
async function takeAgain(
  { applications, enterprises, guards, requests }: RequestsContext,
  session: ClientSession,
  request: FinancingRequest,
  application: Application,
): Promise<boolean> {
  const all = await applications.ofRequest('all', request.id, session)
  if (!all.some((one) => one.id !== application.id && stageOf(one) === 'open')) {
    const need = await enterprises.getNeed(request.enterpriseId, request.needId, session)
    if (need.status !== 'open') throw needWithdrawn(application)
    const faults = await faultsOfGuards(guards, request, need, session)
    if (faults.length > 0) throw takenMeanwhile(application, faults[0]?.message ?? '')
  }
  if (!request.holding) await requests.setHolding(session, request.id, true)
  return keepAside(guards, session, request, request)
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
