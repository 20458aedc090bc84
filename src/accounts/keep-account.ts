import { inTransaction } from '../db/index.js'
import type { Actor } from '../audit/index.js'
import { self, subjectOf, type Context, type Locked } from './context.js'
import { hashPassword, passwordMatches } from './passwords.js'
import { passwordChanged } from './reset-password.js'
import { newRecoveryCodes, recoveryHash, stepOfCode } from './second-factor.js'

/** Whether this is the password of the account: asked again before anything that weakens it. */
export async function isOwnPassword(
  context: Context,
  user: Express.User,
  password: string,
): Promise<{ readonly kind: 'right' } | { readonly kind: 'wrong' } | Locked> {
  const key = { kind: 'account', of: user.id } as const
  const leave = await context.attempts.chargeAll([key], context.now())
  if (!leave.granted) return { kind: 'locked', seconds: leave.seconds }
  const account = await context.accounts.find(user.id)
  if (!(await passwordMatches(account?.passwordHash ?? null, password))) return { kind: 'wrong' }
  await context.attempts.forget(key)
  return { kind: 'right' }
}

export async function changeProfile(
  context: Context,
  user: Express.User,
  given: { name: string; phone: string | null },
): Promise<void> {
  await inTransaction(context.connection, async (session) => {
    await context.accounts.change(session, user.id, given)
    await context.audit.record(session, {
      name: 'ACCOUNT_PROFILE_CHANGED',
      actor: self(user),
      subject: subjectOf(user.id),
    })
  })
}

/** Changes the password; every session but the present one ends. */
export async function changePassword(
  context: Context,
  user: Express.User,
  password: string,
  present: string,
): Promise<void> {
  const passwordHash = await hashPassword(password)
  await inTransaction(context.connection, async (session) => {
    await context.accounts.change(session, user.id, { passwordHash })
    await context.sessions.endAll(session, user.id, present)
    await context.mail.post(session, passwordChanged(user.email))
    await context.audit.record(session, { name: 'PASSWORD_CHANGED', actor: self(user), subject: subjectOf(user.id) })
  })
  void context.mail.deliver()
}

/** Sets the second factor up with its first code. Returns the recovery codes, shown this once, or null for a wrong code. */
export async function setUpSecondFactor(
  context: Context,
  user: Express.User,
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
      actor: self(user),
      subject: subjectOf(user.id),
    })
  })
  return codes
}

export async function removeSecondFactor(context: Context, user: Express.User): Promise<void> {
  await inTransaction(context.connection, async (session) => {
    await context.accounts.change(session, user.id, { secondFactor: null })
    await context.audit.record(session, {
      name: 'SECOND_FACTOR_REMOVED',
      actor: self(user),
      subject: subjectOf(user.id),
    })
  })
}

/** New recovery codes in place of the old ones; null without a second factor. */
export async function renewRecoveryCodes(context: Context, user: Express.User): Promise<readonly string[] | null> {
  const codes = newRecoveryCodes()
  return inTransaction(context.connection, async (session) => {
    const account = await context.accounts.find(user.id, session)
    if (!account?.secondFactor) return null
    const secondFactor = { ...account.secondFactor, recovery: codes.map(recoveryHash) }
    await context.accounts.change(session, user.id, { secondFactor })
    await context.audit.record(session, {
      name: 'RECOVERY_CODES_RENEWED',
      actor: self(user),
      subject: subjectOf(user.id),
    })
    return codes
  })
}

/** Ends every session of the account but the present one. Returns how many. */
export async function signOutElsewhere(context: Context, user: Express.User, present: string): Promise<number> {
  return inTransaction(context.connection, async (session) => {
    const ended = await context.sessions.endAll(session, user.id, present)
    await context.audit.record(session, {
      name: 'SESSIONS_ENDED',
      actor: self(user),
      subject: subjectOf(user.id),
      detail: { ended },
    })
    return ended
  })
}

/** Lets an account sign in or not; its sessions end at once. False when there is no such account. */
export async function setState(
  context: Context,
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
    await context.audit.record(session, { name, actor: by, subject: subjectOf(id) })
    return true
  })
}
