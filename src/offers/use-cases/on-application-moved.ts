import type { ClientSession } from 'mongoose'
import { isBound, isEnded, portal, type Moved } from '../../applications/index.js'
import type { OffersContext } from '../offers.context.js'
import { choiceFailedNotice } from '../offers.notices.js'
import { isChosen } from '../rules/chosen-offers.js'

/**
 * Called inside the transaction of each move. When a chosen bank signs and no other bank is undecided, the hall
 * application is finished. When a chosen bank ends without a contract, the enterprise is notified, and if no other bank
 * is chosen the request goes back to the hall.
 */
export async function onApplicationMoved(context: OffersContext, session: ClientSession, moved: Moved): Promise<void> {
  const { before, application } = moved
  if (!isChosen(before)) return
  if (isEnded(application.state) && !isBound(application.state)) {
    await onChoiceFailed(context, session, moved)
    await finishHall(context, session, moved)
  } else if (isBound(application.state) && !isBound(before.state)) await finishHall(context, session, moved)
}

function failureReason({ application, move }: Moved): string {
  const bank = application.bankName ?? ''
  if (move.action === 'cancel') return `与选定的${bank}签订的合同已解除`
  return move.by.kind === 'enterprise' ? `企业撤回了已选定的${bank}的方案` : `选定的${bank}未能批准`
}

async function onChoiceFailed(context: OffersContext, session: ClientSession, moved: Moved): Promise<void> {
  const { applications: service, notices } = context
  const { application } = moved
  const all = await service.ofRequest('all', application.requestId, session)
  const reason = failureReason(moved)
  const hall = all.find(({ kind }) => kind === 'hall')
  const reopened = hall?.state === 'chosen' && !all.some(isChosen)
  if (reopened) {
    await service.moveIn(session, hall, { action: 'unsettle', mover: portal, reason: `${reason}，需求重新接受认领。` })
  }
  await notices.tell(session, choiceFailedNotice(application, reason, reopened))
}

async function finishHall(
  { applications: service }: OffersContext,
  session: ClientSession,
  { application }: Moved,
): Promise<void> {
  const all = await service.ofRequest('all', application.requestId, session)
  const hall = all.find(({ kind }) => kind === 'hall')
  const banks = all.filter(({ kind }) => kind === 'bank')
  const undecided = banks.some(({ state }) => !isEnded(state) && !isBound(state))
  if (hall?.state !== 'chosen' || undecided || !banks.some(({ state }) => isBound(state))) return
  await service.moveIn(session, hall, { action: 'finish', mover: portal })
}
