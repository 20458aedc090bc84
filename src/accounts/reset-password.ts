import { inTransaction } from '../db/index.js'
import { paths } from '../paths.js'
import { self, subjectOf, type Context, type Locked } from './context.js'
import { linkHours } from './link.store.js'
import { networkOf } from './lockout.js'
import { hashPassword } from './passwords.js'

/** Sends a link for a new password, if there is such an account. The answer is the same if there is none. */
export async function requestReset(
  context: Context,
  { email, address }: { readonly email: string; readonly address: string | undefined },
): Promise<{ readonly kind: 'done' } | Locked> {
  const { accounts, attempts, links, mail, config, connection, now } = context
  const leave = await attempts.chargeAll([{ kind: 'request', of: networkOf(address) }], now())
  if (!leave.granted) return { kind: 'locked', seconds: leave.seconds }
  const found = await accounts.findByEmail(email)
  const account = found?.state === 'active' ? found : null
  await inTransaction(connection, async (session) => {
    const token = await links.make(session, 'reset-password', account?.id ?? null, now())
    if (!account) return
    await mail.post(session, {
      to: account.email,
      subject: '绿桥：重设密码',
      text: `${account.name}：\n请打开下面的链接设置新密码，${linkHours['reset-password']} 小时内有效，只能使用一次：\n{link}\n如果不是您本人要求，请忽略这封邮件，密码不会改变。`,
      link: `${config.publicUrl}${paths.passwordReset({ token })}`,
    })
  })
  void mail.deliver()
  return { kind: 'done' }
}

/**
 * Sets a new password by a link, and ends every session of the account. A second factor stays: a mailbox alone does
 * not open an account that has one. False when the link does not work (any more).
 */
export async function resetPassword(context: Context, token: string, password: string): Promise<boolean> {
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
    await mail.post(session, passwordChanged(account.email))
    await audit.record(session, { name: 'PASSWORD_RESET', actor: self(account), subject: subjectOf(account.id) })
    return account.id
  })
  if (!id) return false
  await attempts.forget({ kind: 'account', of: id })
  void mail.deliver()
  return true
}

/** The mail that tells of a change someone else may have made. */
export const passwordChanged = (to: string) => ({
  to,
  subject: '绿桥：密码已更改',
  text: '您的绿桥密码刚刚更改，其他设备上的登录已全部退出。\n如果不是您本人操作，请立即重设密码并联系服务中心。',
})
