import type { ClientSession } from 'mongoose'
import { newRecordId } from '../../db/index.js'
import { addMonths, type LawDate, chinaDay } from '../../kernel/dates.js'
import { fieldFault } from '../../kernel/field-fault.js'
import {
  type SyndicateContext,
  moveSyndicate,
  requireMove,
  type MoveOrder,
  type SyndicateMover,
  InvalidSyndicateInput,
} from './move-syndicate.js'
import { CONSENT_TERMS, CONSENT_MONTHS } from '../rules/member-access.js'
import { isOpenInvitation, type SyndicateInvitation, type InvitationState, type Syndicate } from '../rules/syndicate.js'

/** A move on an open syndicate: who makes it, and the version that the form showed. */
export type MoveBy = { readonly mover: SyndicateMover; readonly shown: number }

export type NewInvitation = Pick<SyndicateInvitation, 'bankId' | 'role' | 'proposedFen' | 'message' | 'until'>

/** Invitations of one syndicate, ended ones included. */
const MOST_INVITATIONS = 60

export const todayOf = ({ now }: Pick<SyndicateContext, 'now'>): LawDate => chinaDay(now())

/** Puts a bank on the list. It learns nothing before the enterprise has agreed to it. */
export async function inviteBank(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  given: NewInvitation,
  { mover, shown }: MoveBy,
): Promise<Syndicate> {
  await requireMove(context, session, syndicate, { action: 'invite', mover, shown })
  const bank = (await context.catalogue.current()).banks.get(given.bankId)
  const people = await context.accounts.activeOf({ kind: 'bank', id: given.bankId }, session)
  const faults = [
    ...(bank === undefined || people.length === 0
      ? [fieldFault('inviteBank', '请选择一家在平台有可用账号的机构')]
      : []),
    ...(given.bankId === syndicate.lead.bankId ? [fieldFault('inviteBank', '本行是牵头行，不用邀请自己')] : []),
    ...(syndicate.invitations.some((one) => one.bankId === given.bankId && isOpenInvitation(one))
      ? [fieldFault('inviteBank', '这家银行已在邀请名单中，一家银行只能有一份份额')]
      : []),
    ...(given.proposedFen > syndicate.totalFen ? [fieldFault('inviteAmount', '拟请承贷的金额超过银团总额')] : []),
    ...(syndicate.invitations.length >= MOST_INVITATIONS
      ? [fieldFault('inviteBank', `一个银团最多发出 ${MOST_INVITATIONS} 份邀请`)]
      : []),
  ]
  if (faults.length > 0 || bank === undefined) throw new InvalidSyndicateInput(faults)
  const invitation: SyndicateInvitation = {
    ...given,
    id: newRecordId(),
    bankName: bank.name,
    state: 'proposed',
    consent: null,
    answer: null,
  }
  const set = { invitations: [...syndicate.invitations, invitation] }
  const detail = { invitationId: invitation.id, role: given.role, proposedFen: given.proposedFen }
  return moveSyndicate(context, session, syndicate, {
    action: 'invite',
    mover,
    shown,
    set,
    about: [invitation],
    detail,
  })
}

/** Whether somebody can sign in for a bank and answer. */
export async function hasAccounts({ accounts }: Pick<SyndicateContext, 'accounts'>, bankId: string): Promise<boolean> {
  const filter = { state: 'active', organisation: { kind: 'bank', id: bankId } } as const
  return (await accounts.list(filter, { skip: 0, limit: 1 })).total > 0
}

/** Takes an invitation back, whether it is out, accepted or still on the list. */
export async function recallInvitation(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  { invitationId, reason }: { readonly invitationId: string; readonly reason: string },
  { mover, shown }: MoveBy,
): Promise<Syndicate> {
  await requireMove(context, session, syndicate, { action: 'recall', mover, shown })
  const [found] = findInvitations(syndicate, [invitationId], ['proposed', 'sent', 'accepted'])
  if (!found) throw new InvalidSyndicateInput([fieldFault('recallInvitation', '请选择一份还有效的邀请')])
  return changeInvitations(context, session, syndicate, [found], 'recalled', { action: 'recall', mover, shown, reason })
}

/** Asks the enterprise to agree to the plan and to each bank on the list. */
export async function proposeToEnterprise(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  { mover, shown }: MoveBy,
): Promise<Syndicate> {
  await requireMove(context, session, syndicate, { action: 'propose', mover, shown })
  if (!syndicate.invitations.some(({ state }) => state === 'proposed'))
    throw new InvalidSyndicateInput([fieldFault('inviteBank', '请先列出至少一家拟邀请的银行，再请企业同意')])
  return moveSyndicate(context, session, syndicate, { action: 'propose', mover, shown })
}

/**
 * The enterprise agrees to some of the banks on the list, bank by bank: a consent is recorded for each and its
 * invitation goes out. The others are refused when it agrees to the plan, and wait when it agrees to more banks later.
 */
export async function consentToBanks(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  { action, invitationIds }: { readonly action: 'consent' | 'consentMore'; readonly invitationIds: readonly string[] },
  { mover, shown }: MoveBy,
): Promise<Syndicate> {
  await requireMove(context, session, syndicate, { action, mover, shown })
  const today = todayOf(context)
  const agreed = findInvitations(syndicate, invitationIds, ['proposed'])
  if (agreed.length === 0 || agreed.length !== new Set(invitationIds).size)
    throw new InvalidSyndicateInput([fieldFault('consentTo', '请勾选同意邀请的银行，至少一家；都不同意请退回')])
  const late = agreed.filter(({ until }) => until < today)
  if (late.length > 0)
    throw new InvalidSyndicateInput(
      late.map(({ bankName }) => fieldFault('consentTo', `给${bankName}的答复期限已过，请牵头行收回后重新列入`)),
    )
  const consents = new Map<string, SyndicateInvitation['consent']>()
  for (const { id, bankId } of agreed) {
    const given = {
      bankId,
      purpose: CONSENT_TERMS.purpose,
      scopes: [CONSENT_TERMS.scope],
      until: addMonths(today, CONSENT_MONTHS),
    }
    const consent = await context.enterprises.giveConsentIn(session, syndicate.enterpriseId, given, mover.actor)
    consents.set(id, { id: consent.id, at: context.now(), by: mover.name })
  }
  const invitations = syndicate.invitations.map((one): SyndicateInvitation => {
    if (consents.has(one.id)) return { ...one, state: 'sent', consent: consents.get(one.id) ?? null }
    return action === 'consent' && one.state === 'proposed' ? { ...one, state: 'refused' } : one
  })
  return moveSyndicate(context, session, syndicate, {
    ...{ mover, shown, about: agreed, set: { invitations } },
    action,
    detail: { consents: [...consents.values()].map((consent) => consent?.id) },
  })
}

/** The enterprise sends the plan back; the list stays for the lead to mend. */
export const objectToPlan = (
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  reason: string,
  { mover, shown }: MoveBy,
): Promise<Syndicate> => moveSyndicate(context, session, syndicate, { action: 'object', mover, shown, reason })

/** The enterprise does not want one bank, before or after it was invited. */
export async function refuseBank(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  { invitationId, reason }: { readonly invitationId: string; readonly reason: string },
  { mover, shown }: MoveBy,
): Promise<Syndicate> {
  await requireMove(context, session, syndicate, { action: 'refuse', mover, shown })
  const [found] = findInvitations(syndicate, [invitationId], ['proposed', 'sent', 'accepted'])
  if (!found) throw new InvalidSyndicateInput([fieldFault('refuseInvitation', '请选择一家银行')])
  return changeInvitations(context, session, syndicate, [found], 'refused', { action: 'refuse', mover, shown, reason })
}

/** The invitations with these ids that are in one of the states. */
export const findInvitations = (
  { invitations }: Pick<Syndicate, 'invitations'>,
  ids: readonly string[],
  states: readonly InvitationState[],
): readonly SyndicateInvitation[] => invitations.filter(({ id, state }) => ids.includes(id) && states.includes(state))

/** Moves a syndicate by giving some of its invitations another state. */
export function changeInvitations(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  found: readonly SyndicateInvitation[],
  state: InvitationState,
  order: Omit<MoveOrder, 'set' | 'about'> & { readonly answer?: SyndicateInvitation['answer'] },
): Promise<Syndicate> {
  const { answer, ...rest } = order
  const ids = new Set(found.map(({ id }) => id))
  const invitations = syndicate.invitations.map((one) =>
    ids.has(one.id) ? { ...one, state, ...(answer && { answer }) } : one,
  )
  return moveSyndicate(context, session, syndicate, { ...rest, about: found, set: { invitations } })
}
