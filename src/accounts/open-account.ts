import type { ClientSession } from 'mongoose'
import type { Actor } from '../audit/index.js'
import type { Account, NewAccount } from './account.js'
import { newAccountId } from './account.store.js'
import { subjectOf, type Context } from './context.js'

/**
 * Opens an account in the transaction of what it is opened for.
 * @throws the duplicate-key error of the database when the mail address has an account.
 */
export async function openAccount(
  { accounts, audit, now }: Pick<Context, 'accounts' | 'audit' | 'now'>,
  session: ClientSession,
  given: NewAccount & { readonly id?: string },
  passwordHash: string,
  by: Actor | null,
): Promise<Account> {
  const { id = newAccountId(), ...rest } = given
  const account = await accounts.insert(session, id, rest, passwordHash, now())
  await audit.record(session, {
    name: 'ACCOUNT_OPENED',
    actor: by ?? { accountId: id, role: given.role, organisationId: given.organisation.id },
    subject: subjectOf(id),
    detail: { role: given.role, organisation: given.organisation },
  })
  return account
}
