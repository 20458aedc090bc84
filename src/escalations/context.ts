import type { ClientSession, Connection } from 'mongoose'
import type { Account } from '../accounts/index.js'
import type { ApplicationsService } from '../applications/index.js'
import type { AuditLog } from '../audit/index.js'
import type { Organisation } from '../kernel/roles.js'
import type { Notices } from '../notices/index.js'
import type { EscalationMessageStore } from './escalation-message.store.js'
import type { EscalationStore } from './escalation.store.js'

/** What the escalations service needs from other rooms. */
export type EscalationParts = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly notices: Pick<Notices, 'tell'>
  readonly applications: Pick<ApplicationsService, 'get' | 'list' | 'records' | 'movesOf' | 'lastMoveOf'>
  /** The active people of an organisation. Without it, as in the simulation, no question about a sample can be asked. */
  readonly peopleOf?: (organisation: Organisation, session: ClientSession) => Promise<readonly Person[]>
}

type Person = Pick<Account, 'id' | 'role' | 'isSample'>

/** What the use cases of this room work with. */
export type EscalationContext = EscalationParts & {
  readonly escalations: EscalationStore
  readonly messages: EscalationMessageStore
}
