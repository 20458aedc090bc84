import type { ClientSession } from 'mongoose'
import type { Actor } from '../../kernel/actor.js'
import type { Account, NewAccount } from '../rules/account.js'
import { newAccountId } from '../data/account.store.js'
import { accountSubject, type AccountsContext } from '../accounts.context.js'

/**
 * Opens an account in the transaction of what it is opened for.
 * @throws the duplicate-key error of the database when the mail address has an account.
 */
export async function openAccount(
  { accounts, audit, now }: Pick<AccountsContext, 'accounts' | 'audit' | 'now'>,
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
    subject: accountSubject(id),
    detail: { role: given.role, organisation: given.organisation },
  })
  return account
}
