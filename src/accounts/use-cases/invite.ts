import type { SignedInUser } from '../../kernel/signed-in-user.js'
import { actorOf, systemActor } from '../../kernel/actor.js'
import { inTransaction, isDuplicateKey } from '../../db/index.js'
import { invitationLink, invitationMail, invitedWithAccountMail } from '../accounts.notices.js'
import type { Organisation, Role } from '../../kernel/roles.js'
import type { Account } from '../rules/account.js'
import { type AccountsContext, type Locked } from '../accounts.context.js'
import { invitationDays, type Invitation } from '../rules/invitation.js'
import { openAccount } from './open-account.js'
import { hashPassword } from '../rules/passwords.js'

export type InviteResult = { readonly kind: 'done'; readonly link: string } | Locked

/** Invites someone by mail. Whether the address has an account already is told to nobody but its owner. */
export async function invite(
  context: AccountsContext,
  by: SignedInUser,
  given: { readonly email: string; readonly role: Role; readonly organisation: Organisation },
): Promise<InviteResult> {
  const { accounts, attempts, audit, config, connection, invitations, mail, now } = context
  const attempt = await attempts.countAll([{ kind: 'request', of: by.id }], now())
  if (!attempt.allowed) return { kind: 'locked', seconds: attempt.seconds }
  const known = await accounts.findByEmail(given.email)
  const link = await inTransaction(connection, async (session) => {
    const { id, token } = await invitations.make(session, { ...given, invitedBy: by.id }, now())
    const href = invitationLink({ publicUrl: config.publicUrl, token })
    const letter = known
      ? invitedWithAccountMail(known.email, by.name)
      : invitationMail(given.email, { role: given.role, inviter: by.name, link: href, days: invitationDays })
    await mail.post(session, letter)
    const subject = { kind: 'invitation', id }
    const { role, organisation } = given
    await audit.record(session, {
      name: 'INVITATION_SENT',
      actor: actorOf(by),
      subject,
      detail: { role, organisation },
    })
    return href
  })
  void mail.deliver()
  return { kind: 'done', link }
}

/**
 * Invites an administrator in the name of the house: how the first one of an installation comes in. Only the command
 * line can do this. Returns the link.
 */
export async function inviteAdministrator(context: AccountsContext, email: string): Promise<string> {
  const { audit, config, connection, invitations, now } = context
  return inTransaction(connection, async (session) => {
    const given = {
      email,
      role: 'administrator',
      organisation: { kind: 'centre', id: 'centre' },
      invitedBy: 'system',
    } as const
    const { id, token } = await invitations.make(session, given, now())
    const subject = { kind: 'invitation', id }
    const detail = { role: given.role, organisation: given.organisation }
    await audit.record(session, { name: 'INVITATION_SENT', actor: systemActor, subject, detail })
    return invitationLink({ publicUrl: config.publicUrl, token })
  })
}

/** Takes an open invitation back. False when there is none in this inviter's reach. */
export async function revokeInvitation(context: AccountsContext, by: SignedInUser, id: string): Promise<boolean> {
  const { audit, connection, invitations, now } = context
  return inTransaction(connection, async (session) => {
    const revoked = await invitations.revoke(session, id, visibleOrganisation(by), now())
    if (revoked)
      await audit.record(session, {
        name: 'INVITATION_REVOKED',
        actor: actorOf(by),
        subject: { kind: 'invitation', id },
      })
    return revoked
  })
}

/** Whose invitations someone sees: those of their own organisation; the administrator all. */
export const visibleOrganisation = (user: SignedInUser): Organisation | null =>
  user.role === 'administrator' ? null : user.organisation

export type Acceptance =
  { readonly kind: 'opened'; readonly account: Account } | { readonly kind: 'gone' } | { readonly kind: 'known' }

/** Opens the account that an invitation is for and uses the invitation up. */
export async function acceptInvitation(
  context: AccountsContext,
  token: string,
  given: { readonly name: string; readonly phone: string | null; readonly password: string },
): Promise<Acceptance> {
  const { audit, connection, invitations, now } = context
  const passwordHash = await hashPassword(given.password)
  try {
    return await inTransaction(connection, async (session): Promise<Acceptance> => {
      const invitation = await invitations.accept(session, token, now())
      if (!invitation) return { kind: 'gone' }
      const account = await openAccount(context, session, accountOf(invitation, given), passwordHash, null)
      const subject = { kind: 'invitation', id: invitation.id }
      await audit.record(session, { name: 'INVITATION_ACCEPTED', actor: actorOf(account), subject })
      return { kind: 'opened', account }
    })
  } catch (error) {
    if (isDuplicateKey(error)) return { kind: 'known' }
    throw error
  }
}

function accountOf({ role, email, organisation }: Invitation, { name, phone }: { name: string; phone: string | null }) {
  return { role, email, organisation, name, phone, emailConfirmed: true }
}
