import type { ClientSession } from 'mongoose'
import { isLawDate, type LawDate } from '../../kernel/dates.js'
import { fieldFault, type FieldFault } from '../../kernel/field-fault.js'
import { type SyndicateContext, moveSyndicate, requireMove, InvalidSyndicateInput } from './move-syndicate.js'
import { todayOf, type MoveBy } from './invite-banks.js'
import { checkShares } from '../rules/share-rules.js'
import { hasConsent } from '../rules/member-access.js'
import { sharesOf, type SyndicateInvitation, type Syndicate } from '../rules/syndicate.js'

export type NewAgreement = { readonly number: string; readonly on: LawDate; readonly agentKey: string }

/**
 * Signs the agreement: shares are frozen, and invitations that nobody has answered end. Only when the rules of 2024
 * hold, the shares sum to the total, and the enterprise still agrees to every member.
 * @throws InvalidSyndicateInput with a fault for each broken rule
 */
export async function signAgreement(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  given: NewAgreement,
  { mover, shown }: MoveBy,
): Promise<Syndicate> {
  await requireMove(context, session, syndicate, { action: 'sign', mover, shown })
  const today = todayOf(context)
  const members = sharesOf(syndicate)
  const consents = await context.enterprises.consentsOf(syndicate.enterpriseId, session)
  const revoked = members.filter(
    ({ bankId }) => bankId !== null && bankId !== syndicate.lead.bankId && !hasConsent(consents, bankId, today),
  )
  const faults: readonly FieldFault[] = [
    ...(!isLawDate(given.on) || given.on > today ? [fieldFault('signedOn', '签约日期不能晚于今天')] : []),
    ...(members.some(({ key }) => key === given.agentKey) ? [] : [fieldFault('agent', '代理行要在成员中选择')]),
    ...checkShares(syndicate.totalFen, members)
      .filter(({ holds }) => !holds)
      .map(({ sentence }) => fieldFault('', sentence)),
    ...revoked.map(({ bankName }) => fieldFault('', `企业已收回给${bankName}的授权，请先收回对该行的邀请`)),
  ]
  if (faults.length > 0) throw new InvalidSyndicateInput(faults)
  const agreement = { ...given, at: context.now(), by: mover.name }
  const invitations = syndicate.invitations.map((one): SyndicateInvitation =>
    one.state === 'sent' || one.state === 'proposed' ? { ...one, state: 'recalled' } : one,
  )
  return moveSyndicate(context, session, syndicate, {
    ...{ action: 'sign', mover, shown, set: { agreement, members, invitations } },
    detail: { number: given.number, on: given.on, members: members.length },
  })
}
