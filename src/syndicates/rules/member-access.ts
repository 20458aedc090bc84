import { mayShare, type Consent } from '../../enterprises/index.js'
import type { LawDate } from '../../kernel/dates.js'
import type { Organisation } from '../../kernel/roles.js'
import { isBound, isEnded, type SyndicateMoverKind } from './state-table.js'
import { agentBankId, type Syndicate } from './syndicate.js'

/**
 * What somebody may see of a syndicate. `all`: every bank with its share and every invitation. `own`: the project, the
 * lead and the own invitation. Null: nothing, as if it were not there.
 */
export type SyndicateAccess = 'all' | 'own' | null

/** Purpose and scope of the enterprise's consent for an invited bank. */
export const CONSENT_TERMS = { purpose: 'review', scope: 'needs' } as const
/** How long such a consent runs unless it is revoked. */
export const CONSENT_MONTHS = 12

/** Whether the enterprise still lets a bank see the project. */
export const hasConsent = (consents: readonly Consent[], bankId: string, today: LawDate): boolean =>
  mayShare(consents, { bankId, ...CONSENT_TERMS }, today)

/**
 * What an organisation sees. The lead, the members by agreement, the enterprise and the bureau see all; a bank that was
 * invited sees the project while its invitation is open and the enterprise's consent is valid; a bank that declined, let the
 * time pass or was recalled sees nothing. A case of institutions known by name alone is an example for every bank.
 */
export function syndicateAccess(
  syndicate: Syndicate,
  organisation: Organisation,
  consents: readonly Consent[],
  today: LawDate,
): SyndicateAccess {
  const { kind, id } = organisation
  if (kind === 'bureau') return 'all'
  if (kind === 'enterprise') return syndicate.enterpriseId === id ? 'all' : null
  if (kind !== 'bank') return null
  if (syndicate.lead.bankId === null || syndicate.lead.bankId === id) return 'all'
  if (syndicate.members.some(({ bankId }) => bankId === id)) return 'all'
  const asked = syndicate.invitations.some(
    ({ bankId, state }) => bankId === id && (state === 'sent' || state === 'accepted'),
  )
  return asked && hasConsent(consents, id, today) ? 'own' : null
}

/** The kinds of mover that an organisation is for this syndicate. */
export function moverKinds(syndicate: Syndicate, { kind, id }: Organisation): ReadonlySet<SyndicateMoverKind> {
  const kinds = new Set<SyndicateMoverKind>()
  if (kind === 'enterprise' && syndicate.enterpriseId === id) kinds.add('enterprise')
  if (kind !== 'bank') return kinds
  if (syndicate.lead.bankId === id) kinds.add('lead')
  if (agentBankId(syndicate) === id) kinds.add('agent')
  for (const { bankId, state } of syndicate.invitations) {
    if (bankId !== id) continue
    if (state === 'sent') kinds.add('invited')
    if (state === 'accepted') kinds.add('member')
  }
  return kinds
}

/** The banks whose lists may include the syndicate, before consents are checked; `*` is every bank. */
export function possibleReaders(
  syndicate: Pick<Syndicate, 'lead' | 'members' | 'invitations' | 'state'>,
): readonly string[] {
  const { lead, members, invitations, state } = syndicate
  if (lead.bankId === null) return ['*']
  const asked =
    isBound(state) || isEnded(state) ? [] : invitations.filter((one) => ['sent', 'accepted'].includes(one.state))
  const ids = [...members, ...asked].flatMap(({ bankId }) => (bankId === null ? [] : [bankId]))
  return [...new Set([lead.bankId, ...ids])]
}
