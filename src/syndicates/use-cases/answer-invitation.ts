import type { ClientSession } from 'mongoose'
import { inTransaction } from '../../db/index.js'
import { formatDate, chinaDay } from '../../kernel/dates.js'
import { type Fen, exactWanText } from '../../kernel/money.js'
import { fieldFault } from '../../kernel/field-fault.js'
import {
  type SyndicateContext,
  PORTAL_MOVER,
  requireMove,
  type SyndicateMover,
  InvalidSyndicateInput,
} from './move-syndicate.js'
import { changeInvitations, todayOf } from './invite-banks.js'
import { unpromisedFen, type SyndicateInvitation, type Syndicate } from '../rules/syndicate.js'

/**
 * A bank accepts a share within the unpromised amount: two simultaneous answers cannot exceed the total. The shown
 * version is not checked, because other banks' answers change only the unpromised amount.
 */
export async function acceptInvitation(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  amountFen: Fen,
  mover: SyndicateMover,
): Promise<Syndicate> {
  await requireMove(context, session, syndicate, { action: 'accept', mover })
  const own = ownInvitation(syndicate, mover.bankId, 'sent')
  const left = unpromisedFen(syndicate)
  if (todayOf(context) > own.until)
    throw new InvalidSyndicateInput([
      fieldFault('acceptAmount', `答复期限 ${formatDate(own.until)} 已过，请联系牵头行重新邀请`),
    ])
  if (amountFen > left) {
    const words = left > 0 ? `现在还剩 ${exactWanText(left)}，请在这以内填写` : '份额已经认足，没有余下的份额'
    throw new InvalidSyndicateInput([fieldFault('acceptAmount', `承诺后合计会超过银团总额：${words}`)])
  }
  const answer = { at: context.now(), by: mover.name, amountFen, reason: null }
  return changeInvitations(context, session, syndicate, [own], 'accepted', {
    ...{ action: 'accept', mover, answer, detail: { amountFen } },
  })
}

/** A bank declines with a reason and loses access to the syndicate. */
export async function declineInvitation(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  reason: string,
  mover: SyndicateMover,
): Promise<Syndicate> {
  await requireMove(context, session, syndicate, { action: 'decline', mover })
  const own = ownInvitation(syndicate, mover.bankId, 'sent')
  const answer = { at: context.now(), by: mover.name, amountFen: null, reason }
  return changeInvitations(context, session, syndicate, [own], 'declined', { action: 'decline', mover, reason, answer })
}

/** A bank that had accepted leaves before the agreement. */
export async function retractAcceptance(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  reason: string,
  mover: SyndicateMover,
): Promise<Syndicate> {
  await requireMove(context, session, syndicate, { action: 'retract', mover })
  const own = ownInvitation(syndicate, mover.bankId, 'accepted')
  return changeInvitations(context, session, syndicate, [own], 'retracted', { action: 'retract', mover, reason })
}

/** @throws Error when there is none, which `requireMove` has excluded. */
function ownInvitation(
  { id, invitations }: Syndicate,
  bankId: string | null,
  state: SyndicateInvitation['state'],
): SyndicateInvitation {
  const own = invitations.find((one) => one.bankId === bankId && one.state === state)
  if (!own) throw new Error(`bank ${bankId ?? ''} has no invitation to syndicate ${id}`)
  return own
}

/** Syndicates looked at in one run; the next run goes on. */
const AT_ONCE = 200

/**
 * Ends invitations that expired without an answer, one transaction per syndicate. Safe to run twice and in two
 * processes at once. Returns how many syndicates it moved.
 */
export async function closeDueInvitations(context: SyndicateContext, now: Date): Promise<number> {
  const today = chinaDay(now)
  let moved = 0
  for (const id of await context.syndicates.due(today, 'inviting', AT_ONCE)) {
    const done = await inTransaction(context.connection, async (session) => {
      const syndicate = await context.syndicates.find(id, session)
      const late = syndicate?.invitations.filter(({ state, until }) => state === 'sent' && until < today) ?? []
      if (syndicate?.state !== 'inviting' || late.length === 0) return false
      await changeInvitations(context, session, syndicate, late, 'lapsed', { action: 'lapse', mover: PORTAL_MOVER })
      return true
    })
    if (done) moved += 1
  }
  return moved
}
