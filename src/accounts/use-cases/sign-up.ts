import type { ClientSession } from 'mongoose'
import { inTransaction, isDuplicateKey } from '../../db/index.js'
import { actorOf } from '../../kernel/actor.js'
import { confirmationMail, enterpriseRegisteredMail, signUpWithAccountMail } from '../accounts.notices.js'
import { accountSubject, type AccountsContext, type Locked } from '../accounts.context.js'
import { linkHours } from '../data/link.store.js'
import type { Account } from '../rules/account.js'
import { newAccountId } from '../data/account.store.js'
import { networkOf } from '../rules/lockout.js'
import { openAccount } from './open-account.js'
import { hashPassword } from '../rules/passwords.js'

/** What an enterprise states when it signs up, checked by the form. */
export type SignUp = {
  readonly enterpriseName: string
  readonly creditCode: string
  readonly division: string
  readonly industry: string
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly password: string
}

/**
 * Registers an enterprise with its first account. Whatever is known already, the answer is the same: only the mail
 * tells, and only to whom the address belongs.
 */
export async function signUp(
  context: AccountsContext,
  given: SignUp,
  address: string | undefined,
): Promise<{ readonly kind: 'done' } | Locked> {
  const attempt = await context.attempts.countAll([{ kind: 'request', of: networkOf(address) }], context.now())
  if (!attempt.allowed) return { kind: 'locked', seconds: attempt.seconds }
  const passwordHash = await hashPassword(given.password)
  const work = () => inTransaction(context.connection, (session) => register(context, session, given, passwordHash))
  try {
    await work()
  } catch (error) {
    // Two sign-ups at the same moment: the second one now meets the first.
    if (!isDuplicateKey(error)) throw error
    await work()
  }
  void context.mail.deliver()
  return { kind: 'done' }
}

async function register(
  context: AccountsContext,
  session: ClientSession,
  given: SignUp,
  passwordHash: string,
): Promise<void> {
  const { accounts, enterprises } = context
  const known = await accounts.findByEmail(given.email, session)
  const registered = await enterprises.findByCreditCode(given.creditCode, session)
  if (known) {
    await context.mail.post(session, signUpWithAccountMail(known.email, context.config.publicUrl))
    if (!known.emailConfirmedAt) await sendConfirmation(context, session, known)
    return
  }
  if (registered) {
    await context.mail.post(session, enterpriseRegisteredMail(given.email, context.config.publicUrl))
    return
  }
  const id = newAccountId()
  const { creditCode, enterpriseName, division, industry } = given
  const by = { accountId: id, role: 'owner', organisationId: null }
  const enterprise = await enterprises.register(
    session,
    { creditCode, name: enterpriseName, division, industry, accountId: id },
    by,
  )
  const organisation = { kind: 'enterprise', id: enterprise.id } as const
  const { name, email, phone } = given
  const owner = { id, role: 'owner', name, email, phone, organisation, emailConfirmed: false } as const
  const account = await openAccount(context, session, owner, passwordHash, null)
  await sendConfirmation(context, session, account)
}

/** Puts the mail with the confirmation link into the outbox. */
export async function sendConfirmation(
  context: AccountsContext,
  session: ClientSession,
  account: Pick<Account, 'id' | 'email' | 'name'>,
): Promise<void> {
  const token = await context.links.make(session, 'confirm-email', account.id, context.now())
  const link = { publicUrl: context.config.publicUrl, token }
  await context.mail.post(session, confirmationMail(account, link, linkHours['confirm-email']))
}

/** Uses a confirmation link up. False when it does not work (any more). */
export async function confirmEmail(context: AccountsContext, token: string): Promise<boolean> {
  const { connection, links, accounts, audit, now } = context
  return inTransaction(connection, async (session) => {
    const id = await links.use(session, token, 'confirm-email', now())
    const account = id ? await accounts.find(id, session) : null
    if (!account) return false
    await accounts.change(session, account.id, { emailConfirmedAt: now() })
    await audit.record(session, {
      name: 'EMAIL_CONFIRMED',
      actor: actorOf(account),
      subject: accountSubject(account.id),
    })
    return true
  })
}
