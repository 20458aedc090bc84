import type { ClientSession, Connection } from 'mongoose'
import type { Account } from '../accounts/index.js'
import type { ApplicationsService, RemindersService } from '../applications/index.js'
import type { AuditLog } from '../audit/index.js'
import type { Notices } from '../notices/index.js'
import type { Organisation } from '../kernel/roles.js'
import type { WordStore } from './word.store.js'

/** What the room of escalations is put together from. */
export type EscalationParts = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly notices: Pick<Notices, 'tell'>
  readonly applications: Pick<ApplicationsService, 'get' | 'list' | 'records'>
  readonly reminders: Pick<RemindersService, 'escalations' | 'touchEscalation'>
  /** The active people of an organisation. Where it is missing, as on a stage, no question about a sample is put. */
  readonly peopleOf?: (organisation: Organisation, session: ClientSession) => Promise<readonly Person[]>
}

type Person = Pick<Account, 'id' | 'role' | 'isSample'>

/** What its use cases work with. */
export type Context = EscalationParts & { readonly words: WordStore }
