import type { ClientSession } from 'mongoose'
import { isLawDate, type LawDate } from '../kernel/dates.js'
import { fault, type FormFault } from '../web/form.js'
import type { Context } from './context.js'
import { dayOf, type By } from './invite-banks.js'
import { Unfit } from './move-refused.js'
import { moveSyndicate, requireMove } from './move-syndicate.js'
import { checkShares } from './rules.js'
import { mayRead } from './sight.js'
import { sharesOf, type Invitation, type Syndicate } from './syndicate.js'

export type NewAgreement = { readonly number: string; readonly on: LawDate; readonly agentKey: string }

/**
 * Signs the agreement: shares are frozen, and invitations that nobody has answered end. Only when the rules of 2024
 * hold, the shares sum to the total, and the enterprise still agrees to every member.
 * @throws Unfit with a sentence for each rule that is broken
 */
export async function signAgreement(
  context: Context,
  session: ClientSession,
  syndicate: Syndicate,
  given: NewAgreement,
  { mover, shown }: By,
): Promise<Syndicate> {
  await requireMove(context, session, syndicate, { action: 'sign', mover, shown })
  const today = dayOf(context)
  const members = sharesOf(syndicate)
  const consents = await context.enterprises.consentsOf(syndicate.enterpriseId, session)
  const revoked = members.filter(
    ({ bankId }) => bankId !== null && bankId !== syndicate.lead.bankId && !mayRead(consents, bankId, today),
  )
  const faults: readonly FormFault[] = [
    ...(!isLawDate(given.on) || given.on > today ? [fault('signedOn', '签约日期不能晚于今天')] : []),
    ...(members.some(({ key }) => key === given.agentKey) ? [] : [fault('agent', '代理行要在成员中选择')]),
    ...checkShares(syndicate.totalFen, members)
      .filter(({ holds }) => !holds)
      .map(({ sentence }) => fault('', sentence)),
    ...revoked.map(({ bankName }) => fault('', `企业已收回给${bankName}的授权，请先收回对该行的邀请`)),
  ]
  if (faults.length > 0) throw new Unfit(faults)
  const agreement = { ...given, at: context.now(), by: mover.name }
  const invitations = syndicate.invitations.map((one): Invitation =>
    one.state === 'sent' || one.state === 'proposed' ? { ...one, state: 'recalled' } : one,
  )
  return moveSyndicate(context, session, syndicate, {
    ...{ action: 'sign', mover, shown, set: { agreement, members, invitations } },
    detail: { number: given.number, on: given.on, members: members.length },
  })
}
