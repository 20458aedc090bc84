import { actorOf } from '../../kernel/actor.js'
import { inTransaction } from '../../db/index.js'
import { passwordChangedMail, passwordResetMail } from '../accounts.notices.js'
import { accountSubject, type AccountsContext, type Locked } from '../accounts.context.js'
import { linkHours } from '../data/link.store.js'
import { networkOf } from '../rules/lockout.js'
import { hashPassword } from '../rules/passwords.js'

/** Sends a link for a new password, if there is such an account. The answer is the same if there is none. */
export async function requestReset(
  context: AccountsContext,
  { email, address }: { readonly email: string; readonly address: string | undefined },
): Promise<{ readonly kind: 'done' } | Locked> {
  const { accounts, attempts, links, mail, config, connection, now } = context
  const attempt = await attempts.countAll([{ kind: 'request', of: networkOf(address) }], now())
  if (!attempt.allowed) return { kind: 'locked', seconds: attempt.seconds }
  const found = await accounts.findByEmail(email)
  const account = found?.state === 'active' ? found : null
  await inTransaction(connection, async (session) => {
    const token = await links.make(session, 'reset-password', account?.id ?? null, now())
    if (!account) return
    const link = { publicUrl: config.publicUrl, token }
    await mail.post(session, passwordResetMail(account, link, linkHours['reset-password']))
  })
  void mail.deliver()
  return { kind: 'done' }
}

/**
 * Sets a new password by a link, and ends every session of the account. A second factor stays: a mailbox alone does
 * not open an account that has one. False when the link does not work (any more).
 */
export async function resetPassword(context: AccountsContext, token: string, password: string): Promise<boolean> {
  const { accounts, attempts, audit, connection, links, mail, now, sessions } = context
  const passwordHash = await hashPassword(password)
  const id = await inTransaction(connection, async (session) => {
    const owner = await links.use(session, token, 'reset-password', now())
    const account = owner ? await accounts.find(owner, session) : null
    if (account?.state !== 'active') return null
    await accounts.change(session, account.id, {
      passwordHash,
      emailConfirmedAt: account.emailConfirmedAt ?? now(),
    })
    await sessions.endAll(session, account.id, null)
    await mail.post(session, passwordChangedMail(account.email))
    await audit.record(session, {
      name: 'PASSWORD_RESET',
      actor: actorOf(account),
      subject: accountSubject(account.id),
    })
    return account.id
  })
  if (!id) return false
  await attempts.reset({ kind: 'account', of: id })
  void mail.deliver()
  return true
}
