import type { ClientSession } from 'mongoose'
import { systemActor } from '../../kernel/actor.js'
import { inTransaction } from '../../db/index.js'
import { accountSubject, type AccountsContext } from '../accounts.context.js'
import { hashPassword, passwordMatches } from '../rules/passwords.js'

/**
 * Gives a demonstration account the password of this start; sessions of the old one end. One that has it already, or
 * is no demonstration account, is left as it is. Returns whether anything was written.
 */
export async function renewSamplePassword(context: AccountsContext, id: string, password: string): Promise<boolean> {
  const account = await context.accounts.find(id)
  if (!account?.isSample || (await passwordMatches(account.passwordHash, password))) return false
  const passwordHash = await hashPassword(password)
  await inTransaction(context.connection, async (session) => {
    await context.accounts.change(session, id, { passwordHash })
    await context.sessions.endAll(session, id, null)
    const detail = { isSample: true }
    await context.audit.record(session, {
      name: 'PASSWORD_RESET',
      actor: systemActor,
      subject: accountSubject(id),
      detail,
    })
  })
  return true
}

/**
 * Takes away the demonstration accounts, and whoever they let into a sample enterprise: with their sessions, links,
 * invitations and the mails to them. Returns the ids that are gone.
 * @param enterpriseIds the sample enterprises
 */
export async function removeSampleAccounts(
  context: AccountsContext,
  session: ClientSession,
  enterpriseIds: readonly string[],
): Promise<readonly string[]> {
  const { accounts, invitations, links, mail, sessions } = context
  const gone = await accounts.removeSamples(session, enterpriseIds)
  const ids = gone.map(({ id }) => id)
  for (const id of ids) await sessions.endAll(session, id, null)
  await links.removeOf(session, ids)
  const invited = await invitations.removeOf(session, ids, enterpriseIds)
  await mail.outbox.removeTo(session, [...gone.map(({ email }) => email), ...invited])
  return ids
}
