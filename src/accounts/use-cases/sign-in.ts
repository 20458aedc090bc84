import type { SignedInUser } from '../../kernel/signed-in-user.js'
import { actorOf } from '../../kernel/actor.js'
import { inTransaction } from '../../db/index.js'
import type { Account } from '../rules/account.js'
import { sendConfirmation } from './sign-up.js'
import { accountSubject, type AccountsContext, type Locked } from '../accounts.context.js'
import { networkOf } from '../rules/lockout.js'
import { passwordMatches } from '../rules/passwords.js'
import { recoveryHash, stepOfCode } from '../rules/second-factor.js'

export type SignInResult =
  | { readonly kind: 'signed-in'; readonly account: Account }
  /** The password was right; the second factor is asked next. */
  | { readonly kind: 'code'; readonly account: Account }
  | { readonly kind: 'unconfirmed' }
  /** Unknown, disabled or a wrong password: nobody learns which. */
  | { readonly kind: 'refused' }
  | Locked

/** The first step of signing in. Failures are counted by what was typed, whether there is such an account or not. */
export async function signIn(
  context: AccountsContext,
  given: { readonly email: string; readonly password: string; readonly address: string | undefined },
): Promise<SignInResult> {
  const { accounts, attempts, now } = context
  const account = await accounts.findByEmail(given.email)
  const byAccount = { kind: 'account', of: account?.id ?? given.email.normalize('NFKC').trim().toLowerCase() } as const
  const byAddress = { kind: 'address', of: networkOf(given.address) } as const
  const attempt = await attempts.countAll([byAccount, byAddress], now())
  if (!attempt.allowed) return { kind: 'locked', seconds: attempt.seconds }
  const right = await passwordMatches(account?.passwordHash ?? null, given.password)
  if (!account || !right || account.state !== 'active') return { kind: 'refused' }
  await attempts.reset(byAccount)
  await attempts.takeBack(byAddress, now())
  if (!account.emailConfirmedAt) {
    await inTransaction(context.connection, (session) => sendConfirmation(context, session, account))
    void context.mail.deliver()
    return { kind: 'unconfirmed' }
  }
  return { kind: account.secondFactor ? 'code' : 'signed-in', account }
}

export type CodeCheck = { readonly kind: 'right' } | { readonly kind: 'wrong' } | Locked

/**
 * The second step: a code of the telephone, or a recovery code. Each works once, even for two requests at the same
 * moment.
 */
export async function checkCode(context: AccountsContext, account: Account, code: string): Promise<CodeCheck> {
  const { accounts, attempts, audit, connection, now } = context
  const key = { kind: 'code', of: account.id } as const
  const attempt = await attempts.countAll([key], now())
  if (!attempt.allowed) return { kind: 'locked', seconds: attempt.seconds }
  if (!account.secondFactor) return { kind: 'wrong' }
  const step = stepOfCode(account.secondFactor.secret, code, now())
  const right = await inTransaction(connection, async (session) => {
    if (step !== null) return accounts.useStep(session, account.id, step)
    if (!(await accounts.useRecovery(session, account.id, recoveryHash(code)))) return false
    await audit.record(session, {
      name: 'RECOVERY_CODE_USED',
      actor: actorOf(account),
      subject: accountSubject(account.id),
    })
    return true
  })
  if (!right) return { kind: 'wrong' }
  await attempts.reset(key)
  return { kind: 'right' }
}

/** Tells the log that someone came in or went. */
export async function recordSession(
  context: AccountsContext,
  name: 'SIGNED_IN' | 'SIGNED_OUT',
  user: SignedInUser,
): Promise<void> {
  await inTransaction(context.connection, (session) =>
    context.audit.record(session, { name, actor: actorOf(user), subject: accountSubject(user.id) }),
  )
}
