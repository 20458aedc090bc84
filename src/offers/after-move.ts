import type { ClientSession } from 'mongoose'
import { isBound, isEnded, portal, type Moved } from '../applications/index.js'
import { paths } from '../paths.js'
import type { Context } from './context.js'
import { isTaken } from './taken.js'

/**
 * What a choice is followed by, in the transaction of the move: when a chosen bank signs and nobody is left to decide,
 * the place in the hall is done with; when a chosen bank ends without a contract and it was the only one, the request
 * goes back to the hall, and the enterprise is told what it can do.
 */
export async function afterMove(context: Context, session: ClientSession, moved: Moved): Promise<void> {
  const { before, application } = moved
  if (!isTaken(before)) return
  if (isEnded(application.state) && !isBound(application.state)) {
    await afterFall(context, session, moved)
    await finishHall(context, session, moved)
  } else if (isBound(application.state) && !isBound(before.state)) await finishHall(context, session, moved)
}

function whyFallen({ application, move }: Moved): string {
  const bank = application.bankName ?? ''
  if (move.action === 'cancel') return `与选定的${bank}签订的合同已解除`
  return move.by.kind === 'enterprise' ? `企业撤回了已选定的${bank}的方案` : `选定的${bank}未能批准`
}

async function afterFall(context: Context, session: ClientSession, moved: Moved): Promise<void> {
  const { applications: service, notices } = context
  const { application } = moved
  const all = await service.ofRequest('all', application.requestId, session)
  const why = whyFallen(moved)
  const hall = all.find(({ kind }) => kind === 'hall')
  const reopened = hall?.state === 'chosen' && !all.some(isTaken)
  if (reopened) {
    await service.moveIn(session, hall, { action: 'unsettle', mover: portal, reason: `${why}，需求重新接受认领。` })
  }
  await notices.tell(session, {
    to: { kind: 'enterprise', id: application.enterpriseId },
    subject: `${why}，接下来可以怎么办：${application.title}`,
    text: [
      `${why}。`,
      ...(reopened
        ? [
            '需求已经回到需求大厅，还没有办理过的银行可以认领；不再需要时可以撤回。',
            // The hall holds the share of the need, and a bank that had a place has none to claim.
            '要向此前因选定方案而撤回的银行再次申请，请先撤回大厅的申请；名单见方案比较页。',
          ]
        : ['此前因选定方案而撤回的银行可以再次申请，名单见方案比较页。']),
    ].join('\n'),
    href: paths.enterpriseRequestOffers({ id: application.requestId }),
    about: { kind: 'application', id: application.id },
  })
}

async function finishHall({ applications: service }: Context, session: ClientSession, moved: Moved): Promise<void> {
  const all = await service.ofRequest('all', moved.application.requestId, session)
  const hall = all.find(({ kind }) => kind === 'hall')
  const banks = all.filter(({ kind }) => kind === 'bank')
  const undecided = banks.some(({ state }) => !isEnded(state) && !isBound(state))
  if (hall?.state !== 'chosen' || undecided || !banks.some(({ state }) => isBound(state))) return
  await service.moveIn(session, hall, { action: 'finish', mover: portal })
}
