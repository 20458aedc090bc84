import type { ClientSession, Connection } from 'mongoose'
import type { AuditLog } from '../audit/index.js'
import type { Actor } from '../kernel/actor.js'
import type { Config } from '../config.js'
import type { Mail } from '../notices/index.js'
import type { AccountStore } from './data/account.store.js'
import type { AttemptStore } from './data/attempt.store.js'
import type { InvitationStore } from './data/invitation.store.js'
import type { LinkStore } from './data/link.store.js'
import type { SessionStore } from './data/session.store.js'

/** What the register of enterprises needs when an enterprise signs up. */
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
export type AccountsContext = {
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

/** The subject of an audit event about an account. */
export const accountSubject = (id: string) => ({ kind: 'account', id })
