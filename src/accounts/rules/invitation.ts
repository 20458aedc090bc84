import type { SignedInUser } from '../../kernel/signed-in-user.js'
import type { Organisation, Role } from '../../kernel/roles.js'

export const invitationDays = 7

export type Invitation = {
  readonly id: string
  readonly email: string
  readonly role: Role
  readonly organisation: Organisation
  readonly invitedBy: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly acceptedAt: Date | null
  readonly revokedAt: Date | null
}

/** Whom each role may invite. */
const invitable: Readonly<Record<Role, readonly Role[]>> = {
  owner: ['member'],
  member: [],
  officer: [],
  manager: ['officer', 'manager'],
  bureau: [],
  administrator: ['officer', 'manager', 'bureau', 'administrator'],
}

export const rolesInvitableBy = (role: Role): readonly Role[] => invitable[role]

/**
 * The organisation that an invited person will act for: an owner and a bank manager invite into their own; the
 * administrator names the bank. Null when this inviter may not invite that role, or no bank is named.
 */
export function organisationFor(inviter: SignedInUser, role: Role, bankId: string | null): Organisation | null {
  if (!invitable[inviter.role].includes(role)) return null
  if (inviter.role !== 'administrator') return inviter.organisation
  if (role === 'bureau') return { kind: 'bureau', id: 'bureau' }
  if (role === 'administrator') return { kind: 'centre', id: 'centre' }
  return bankId ? { kind: 'bank', id: bankId } : null
}

export type InvitationState = 'open' | 'accepted' | 'revoked' | 'expired'

export function invitationState({ acceptedAt, revokedAt, expiresAt }: Invitation, at: Date): InvitationState {
  if (acceptedAt) return 'accepted'
  if (revokedAt) return 'revoked'
  return expiresAt > at ? 'open' : 'expired'
}
