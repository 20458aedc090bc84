import type { ClientSession } from 'mongoose'
import { systemActor } from '../../kernel/actor.js'
import { accountSubject, type AccountsContext } from '../accounts.context.js'

/** More people than any enterprise has here. */
const everybody = { skip: 0, limit: 10_000 }

/** What accounts hold about an enterprise: for the export of everything about it, and for its closure. */
export function enterpriseAccounts(context: AccountsContext) {
  const of = (id: string) => ({ kind: 'enterprise', id }) as const
  return {
    name: 'accounts',

    /** Who may act for it; no password, no secret. */
    async exportOf(enterpriseId: string): Promise<unknown> {
      const { accounts } = await context.accounts.list({ organisation: of(enterpriseId) }, everybody)
      const invitations = await context.invitations.list(of(enterpriseId), everybody.limit)
      return {
        people: accounts.map(({ id, role, name, email, phone, emailConfirmedAt, state, secondFactor, createdAt }) => ({
          ...{ id, role, name, email, phone, emailConfirmedAt, state, createdAt },
          secondFactorSince: secondFactor?.since ?? null,
        })),
        invitations: invitations.map(({ email, role, createdAt, expiresAt, acceptedAt, revokedAt }) => ({
          ...{ email, role, createdAt, expiresAt, acceptedAt, revokedAt },
        })),
      }
    },

    /** Ends every session, and leaves of each person nothing but that there was one. */
    async close(session: ClientSession, enterpriseId: string): Promise<void> {
      const { audit, accounts, invitations, mail, sessions } = context
      const people = await accounts.forgetAll(session, of(enterpriseId))
      const invited = await invitations.removeAll(session, of(enterpriseId))
      await mail.outbox.forget(session, [...people.map(({ email }) => email), ...invited])
      for (const { id } of people) {
        await sessions.endAll(session, id, null)
        await audit.record(session, { name: 'ACCOUNT_CLOSED', actor: systemActor, subject: accountSubject(id) })
      }
    },
  }
}
