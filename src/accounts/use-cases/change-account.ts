import type { SignedInUser } from '../../kernel/signed-in-user.js'
import { actorOf } from '../../kernel/actor.js'
import { inTransaction } from '../../db/index.js'
import type { Actor } from '../../kernel/actor.js'
import { accountSubject, type AccountsContext, type Locked } from '../accounts.context.js'
import { hashPassword, passwordMatches } from '../rules/passwords.js'
import { passwordChangedMail } from '../accounts.notices.js'
import { newRecoveryCodes, recoveryHash, stepOfCode } from '../rules/second-factor.js'

/** Whether this is the password of the account: asked again before anything that weakens it. */
export async function isOwnPassword(
  context: AccountsContext,
  user: SignedInUser,
  password: string,
): Promise<{ readonly kind: 'right' } | { readonly kind: 'wrong' } | Locked> {
  const key = { kind: 'account', of: user.id } as const
  const attempt = await context.attempts.countAll([key], context.now())
  if (!attempt.allowed) return { kind: 'locked', seconds: attempt.seconds }
  const account = await context.accounts.find(user.id)
  if (!(await passwordMatches(account?.passwordHash ?? null, password))) return { kind: 'wrong' }
  await context.attempts.reset(key)
  return { kind: 'right' }
}

export async function changeProfile(
  context: AccountsContext,
  user: SignedInUser,
  given: { name: string; phone: string | null },
): Promise<void> {
  await inTransaction(context.connection, async (session) => {
    await context.accounts.change(session, user.id, given)
    await context.audit.record(session, {
      name: 'ACCOUNT_PROFILE_CHANGED',
      actor: actorOf(user),
      subject: accountSubject(user.id),
    })
  })
}

/** Changes the password; every session but the present one ends. */
export async function changePassword(
  context: AccountsContext,
  user: SignedInUser,
  password: string,
  present: string,
): Promise<void> {
  const passwordHash = await hashPassword(password)
  await inTransaction(context.connection, async (session) => {
    await context.accounts.change(session, user.id, { passwordHash })
    await context.sessions.endAll(session, user.id, present)
    await context.mail.post(session, passwordChangedMail(user.email))
    await context.audit.record(session, {
      name: 'PASSWORD_CHANGED',
      actor: actorOf(user),
      subject: accountSubject(user.id),
    })
  })
  void context.mail.deliver()
}

/** Sets the second factor up with its first code. Returns the recovery codes, shown this once, or null for a wrong code. */
export async function setUpSecondFactor(
  context: AccountsContext,
  user: SignedInUser,
  { secret, code }: { readonly secret: string; readonly code: string },
): Promise<readonly string[] | null> {
  const at = context.now()
  const step = stepOfCode(secret, code, at)
  if (step === null) return null
  const codes = newRecoveryCodes()
  await inTransaction(context.connection, async (session) => {
    const secondFactor = { secret, lastStep: step, recovery: codes.map(recoveryHash), since: at }
    await context.accounts.change(session, user.id, { secondFactor })
    await context.audit.record(session, {
      name: 'SECOND_FACTOR_SET_UP',
      actor: actorOf(user),
      subject: accountSubject(user.id),
    })
  })
  return codes
}

export async function removeSecondFactor(context: AccountsContext, user: SignedInUser): Promise<void> {
  await inTransaction(context.connection, async (session) => {
    await context.accounts.change(session, user.id, { secondFactor: null })
    await context.audit.record(session, {
      name: 'SECOND_FACTOR_REMOVED',
      actor: actorOf(user),
      subject: accountSubject(user.id),
    })
  })
}

/** New recovery codes in place of the old ones; null without a second factor. */
export async function renewRecoveryCodes(
  context: AccountsContext,
  user: SignedInUser,
): Promise<readonly string[] | null> {
  const codes = newRecoveryCodes()
  return inTransaction(context.connection, async (session) => {
    const account = await context.accounts.find(user.id, session)
    if (!account?.secondFactor) return null
    const secondFactor = { ...account.secondFactor, recovery: codes.map(recoveryHash) }
    await context.accounts.change(session, user.id, { secondFactor })
    await context.audit.record(session, {
      name: 'RECOVERY_CODES_RENEWED',
      actor: actorOf(user),
      subject: accountSubject(user.id),
    })
    return codes
  })
}

/** Ends every session of the account but the present one. Returns how many. */
export async function signOutElsewhere(context: AccountsContext, user: SignedInUser, present: string): Promise<number> {
  return inTransaction(context.connection, async (session) => {
    const ended = await context.sessions.endAll(session, user.id, present)
    await context.audit.record(session, {
      name: 'SESSIONS_ENDED',
      actor: actorOf(user),
      subject: accountSubject(user.id),
      detail: { ended },
    })
    return ended
  })
}

/** Lets an account sign in or not; its sessions end at once. False when there is no such account. */
export async function setAccountState(
  context: AccountsContext,
  id: string,
  state: 'active' | 'disabled',
  by: Actor,
): Promise<boolean> {
  return inTransaction(context.connection, async (session) => {
    const account = await context.accounts.find(id, session)
    if (!account || account.state === 'closed') return false
    await context.accounts.change(session, id, { state })
    if (state === 'disabled') await context.sessions.endAll(session, id, null)
    const name = state === 'disabled' ? 'ACCOUNT_DISABLED' : 'ACCOUNT_ENABLED'
    await context.audit.record(session, { name, actor: by, subject: accountSubject(id) })
    return true
  })
}
