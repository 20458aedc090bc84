import type { ClientSession } from 'mongoose'
import { inTransaction } from '../db/index.js'
import { paths } from '../paths.js'
import type { Account } from './account.js'
import { self, subjectOf, type Context } from './context.js'
import { linkHours } from './link.store.js'

/** Puts the mail with the confirmation link into the outbox. */
export async function postConfirmation(
  context: Context,
  session: ClientSession,
  account: Pick<Account, 'id' | 'email' | 'name'>,
): Promise<void> {
  const token = await context.links.make(session, 'confirm-email', account.id, context.now())
  await context.mail.post(session, {
    to: account.email,
    subject: '绿桥：请确认您的邮箱',
    text: `${account.name}：\n请打开下面的链接确认邮箱，${linkHours['confirm-email']} 小时内有效，只能使用一次：\n{link}\n如果不是您本人注册，请忽略这封邮件。`,
    link: `${context.config.publicUrl}${paths.emailConfirmation({ token })}`,
  })
}

/** Uses a confirmation link up. False when it does not work (any more). */
export async function confirmEmail(context: Context, token: string): Promise<boolean> {
  const { connection, links, accounts, audit, now } = context
  return inTransaction(connection, async (session) => {
    const id = await links.use(session, token, 'confirm-email', now())
    const account = id ? await accounts.find(id, session) : null
    if (!account) return false
    await accounts.change(session, account.id, { emailConfirmedAt: now() })
    await audit.record(session, { name: 'EMAIL_CONFIRMED', actor: self(account), subject: subjectOf(account.id) })
    return true
  })
}
