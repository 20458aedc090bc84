import type { ClientSession, Connection } from 'mongoose'
import type { Actor, AuditLog } from '../audit/index.js'
import type { Config } from '../config.js'
import type { Mail } from '../notices/index.js'
import type { AccountStore } from './account.store.js'
import type { AttemptStore } from './attempt.store.js'
import type { InvitationStore } from './invitation.store.js'
import type { LinkStore } from './link.store.js'
import type { SessionStore } from './session.store.js'

/** What an enterprise is entered with when it signs up. */
export type EnterpriseToRegister = {
  readonly creditCode: string
  readonly name: string
  readonly division: string
  readonly industry: string
  readonly accountId: string
}

/** The register of enterprises, as far as signing up needs it. */
export type EnterpriseRegistry = {
  findByCreditCode(creditCode: string, session?: ClientSession): Promise<{ readonly id: string } | null>
  register(session: ClientSession, given: EnterpriseToRegister, by: Actor): Promise<{ readonly id: string }>
}

/** What the use cases of accounts work with. */
export type Context = {
  readonly connection: Connection
  readonly now: () => Date
  readonly config: Pick<Config, 'publicUrl' | 'environment'>
  readonly audit: Pick<AuditLog, 'record'>
  readonly mail: Mail
  readonly enterprises: EnterpriseRegistry
  readonly accounts: AccountStore
  readonly links: LinkStore
  readonly invitations: InvitationStore
  readonly attempts: AttemptStore
  readonly sessions: SessionStore
}

/** Refused for a while: too many attempts. */
export type Locked = { readonly kind: 'locked'; readonly seconds: number }

/** Who did something to an account: the account itself. */
export const self = (account: {
  readonly id: string
  readonly role: string
  readonly organisation: { readonly id: string }
}): Actor => ({
  accountId: account.id,
  role: account.role,
  organisationId: account.organisation.id,
})

export const subjectOf = (id: string) => ({ kind: 'account', id })
