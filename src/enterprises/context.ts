import type { ClientSession, Connection } from 'mongoose'
import type { AuditLog, NewAuditEvent } from '../audit/index.js'
import type { CurrentCatalogue } from '../catalogue/index.js'
import type { Reference } from '../reference/index.js'
import type { ConsentStore } from './store/consent.store.js'
import type { EnterpriseStore } from './store/enterprise.store.js'
import type { EvidenceStore } from './store/evidence.store.js'
import type { NeedMatchStore } from './store/need-match.store.js'
import type { NeedStore } from './store/need.store.js'

/** Who does it, as the audit log names people. */
export type Actor = NewAuditEvent['actor']

/** Another domain that holds something about an enterprise: its accounts, later its applications. */
export type DataHolder = {
  /** The member of the export that its data stands under. */
  readonly name: string
  exportOf: (enterpriseId: string) => Promise<unknown>
  /** Lets go of what is personal and ends access, in the transaction of the closure. */
  close: (session: ClientSession, enterpriseId: string) => Promise<void>
}

/** What every use case of the desk works with. */
export type Context = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record' | 'stream'>
  readonly reference: Reference
  readonly catalogue: CurrentCatalogue
  readonly holders: () => readonly DataHolder[]
  readonly enterprises: EnterpriseStore
  readonly needs: NeedStore
  readonly matches: NeedMatchStore
  readonly evidence: EvidenceStore
  readonly consents: ConsentStore
}
