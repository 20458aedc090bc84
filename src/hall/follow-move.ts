import type { ClientSession } from 'mongoose'
import { isEnded, portal, type Application, type Moved } from '../applications/index.js'
import { newRecordId } from '../db/index.js'
import { paths } from '../paths.js'
import { PageError } from '../web/errors.js'
import { PLACES } from './allot.js'
import type { Context } from './context.js'
import { isAtWork } from './hall-request.js'
import { openWindow } from './open-window.js'

/**
 * What the hall does when an application moves, in the same transaction: a request that comes into the hall gets its
 * window, one that leaves it loses the window, and a place that becomes free brings its request back.
 */
export async function followMove(context: Context, session: ClientSession, moved: Moved): Promise<void> {
  if (moved.application.kind === 'hall') await followHall(context, session, moved)
  else if (moved.application.channel !== 'directed') await followBank(context, session, moved)
}

async function followHall(context: Context, session: ClientSession, { before, application }: Moved): Promise<void> {
  if (before.state !== 'open' && application.state === 'open') await openWindow(context, session, application, 0)
  if (before.state === 'open' && application.state !== 'open') await voidWindow(context, session, application)
}

/** A window that still stands open when its request leaves the hall: what was claimed comes to nothing. */
async function voidWindow(context: Context, session: ClientSession, { requestId }: Application): Promise<void> {
  const window = await context.windows.last(requestId, session)
  if (window?.state !== 'open') return
  const closedAt = context.now()
  const next = { ...window, state: 'void' as const, closedAt, given: 0, version: window.version + 1 }
  await context.windows.replace(session, next, window.version)
  for (const claim of await context.claims.standing(window.id, session)) {
    await context.claims.keep(session, { ...claim, state: 'unplaced', version: claim.version + 1 }, claim.version)
    await context.notices.tell(session, {
      to: { kind: 'bank', id: claim.bankId, accountId: claim.by.accountId },
      subject: '认领的需求已离开需求大厅',
      text: '贵行认领的一项需求已经撤回或办结，这次认领不再分配名额。',
      href: paths.hall({}),
      about: { kind: 'hall-request', id: requestId },
    })
  }
}

async function followBank(
  context: Context,
  session: ClientSession,
  { before, application, move }: Moved,
): Promise<void> {
  if (move.action === 'reopen') await refuseAFourth(context, session, application)
  if (isEnded(before.state) || !isEnded(application.state) || application.state === 'closed') return
  if (move.action === 'release') await noteRelease(context, session, { before, application, move })
  // The portal withdraws what has become pointless: the request was settled or taken back as a whole.
  if (move.action === 'withdraw' && move.by.kind === 'system') return
  const all = await context.applications.ofRequest('all', application.requestId, session)
  const hall = all.find(({ kind }) => kind === 'hall')
  if (hall?.state !== 'claimed') return
  const reason = `${application.bankName ?? ''}的名额空出，重新接受认领。`
  await context.applications.moveIn(session, hall, { action: 'reopenHall', mover: portal, reason })
}

/** Noted on the bank, for the ledger of promises. */
async function noteRelease(context: Context, session: ClientSession, { application, move }: Moved): Promise<void> {
  await context.released.insert(session, {
    id: newRecordId(),
    bankId: application.bankId ?? '',
    bankName: application.bankName ?? '',
    requestId: application.requestId,
    applicationId: application.id,
    cause: move.by.kind === 'system' ? 'limit' : 'officer',
    reason: move.reason ?? '',
    isSample: application.isSample,
    at: move.at,
  })
}

/** A bank that said no may look again only while its place has not gone to another. */
async function refuseAFourth(context: Context, session: ClientSession, application: Application): Promise<void> {
  const all = await context.applications.ofRequest('all', application.requestId, session)
  if (all.filter(isAtWork).length <= PLACES) return
  throw new PageError(
    409,
    '名额已经分给其他银行',
    `这项需求的 ${PLACES} 个名额现在都有银行在办理，不能重新审查。没有任何内容被改动。`,
    [{ href: paths.application({ id: application.id }), text: `查看申请 ${application.number}` }],
  )
}
