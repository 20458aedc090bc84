import { systemActor } from '../audit/index.js'
import { inTransaction, isDuplicateKey } from '../db/index.js'
import { paths } from '../paths.js'
import { roleNames, type Organisation, type Role } from '../kernel/roles.js'
import type { Account } from './account.js'
import { self, type Context, type Locked } from './context.js'
import { invitationDays, type Invitation } from './invitation.js'
import { openAccount } from './open-account.js'
import { hashPassword } from './passwords.js'

export type Invited = { readonly kind: 'done'; readonly link: string } | Locked

/** Invites someone by mail. Whether the address has an account already is told to nobody but its owner. */
export async function invite(
  context: Context,
  by: Express.User,
  given: { readonly email: string; readonly role: Role; readonly organisation: Organisation },
): Promise<Invited> {
  const { accounts, attempts, audit, config, connection, invitations, mail, now } = context
  const leave = await attempts.chargeAll([{ kind: 'request', of: by.id }], now())
  if (!leave.granted) return { kind: 'locked', seconds: leave.seconds }
  const known = await accounts.findByEmail(given.email)
  const link = await inTransaction(connection, async (session) => {
    const { id, token } = await invitations.make(session, { ...given, invitedBy: by.id }, now())
    const href = `${config.publicUrl}${paths.invitation({ token })}`
    await mail.post(session, known ? alreadyKnown(known.email, by) : invitationMail(given.email, given.role, by, href))
    const subject = { kind: 'invitation', id }
    const { role, organisation } = given
    await audit.record(session, { name: 'INVITATION_SENT', actor: self(by), subject, detail: { role, organisation } })
    return href
  })
  void mail.deliver()
  return { kind: 'done', link }
}

const invitationMail = (to: string, role: Role, by: Express.User, link: string) => ({
  to,
  subject: '绿桥：邀请您加入',
  text: `${by.name}邀请您以“${roleNames[role]}”的身份使用绿桥。\n请打开下面的链接设置姓名和密码，${invitationDays} 天内有效，只能使用一次：\n{link}`,
  link,
})

const alreadyKnown = (to: string, by: Express.User) => ({
  to,
  subject: '绿桥：有人邀请您加入',
  text: `${by.name}邀请您使用绿桥，但您的邮箱已有账号。一个邮箱只能属于一个单位，请换一个邮箱，或联系邀请人。`,
})

/**
 * Invites an administrator in the name of the house: how the first one of an installation comes in. Only the command
 * line can do this. Returns the link.
 */
export async function inviteAdministrator(context: Context, email: string): Promise<string> {
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
    return `${config.publicUrl}${paths.invitation({ token })}`
  })
}

/** Takes an open invitation back. False when there is none in this inviter's reach. */
export async function revokeInvitation(context: Context, by: Express.User, id: string): Promise<boolean> {
  const { audit, connection, invitations, now } = context
  return inTransaction(connection, async (session) => {
    const revoked = await invitations.revoke(session, id, reachOf(by), now())
    if (revoked)
      await audit.record(session, { name: 'INVITATION_REVOKED', actor: self(by), subject: { kind: 'invitation', id } })
    return revoked
  })
}

/** Whose invitations someone sees: those of their own organisation; the administrator all. */
export const reachOf = (user: Express.User): Organisation | null =>
  user.role === 'administrator' ? null : user.organisation

export type Acceptance =
  { readonly kind: 'opened'; readonly account: Account } | { readonly kind: 'gone' } | { readonly kind: 'known' }

/** Opens the account that an invitation is for and uses the invitation up. */
export async function acceptInvitation(
  context: Context,
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
      await audit.record(session, { name: 'INVITATION_ACCEPTED', actor: self(account), subject })
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
