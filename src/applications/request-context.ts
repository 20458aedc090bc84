import type { Connection } from 'mongoose'
import type { AuditLog } from '../audit/index.js'
import type { CurrentCatalogue } from '../catalogue/index.js'
import type { EnterprisesService } from '../enterprises/index.js'
import type { Notices } from '../notices/index.js'
import type { ApplicationsService } from './applications.service.js'
import type { CounterStore } from './data/counter.store.js'
import type { DraftStore } from './data/draft.store.js'
import type { RequestStore } from './data/request.store.js'
import type { SnapshotStore } from './data/snapshot.store.js'
import type { ReservationStore } from './reservations/reservation.store.js'

/** What the use cases of requests work with. */
export type RequestContext = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly notices: Pick<Notices, 'tell' | 'removeAbout'>
  readonly catalogue: Pick<CurrentCatalogue, 'current' | 'at'>
  readonly enterprises: Pick<
    EnterprisesService,
    'get' | 'getNeed' | 'needsOf' | 'decideNeed' | 'latestMatch' | 'evidenceOf' | 'consentsOf' | 'giveConsentIn'
  >
  readonly applications: ApplicationsService
  readonly requests: RequestStore
  readonly snapshots: SnapshotStore
  readonly reservations: ReservationStore
  readonly counters: CounterStore
  readonly drafts: DraftStore
}
