import type { ClientSession, Connection } from 'mongoose'
import type { ApplicationsService, RequestsService } from '../applications/index.js'
import type { AuditLog } from '../audit/index.js'
import type { CurrentCatalogue } from '../catalogue/index.js'
import type { NoticeReader, Notices } from '../notices/index.js'
import type { Reference } from '../reference/index.js'
import type { Organisation } from '../kernel/roles.js'
import type { WindowLength } from './rules/bidding-window.js'
import type { BidStore } from './data/bid.store.js'
import type { ReleasedPlaceStore } from './data/released-place.store.js'
import type { BiddingWindowStore } from './data/bidding-window.store.js'

export type HallParts = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly notices: Pick<Notices, 'tell'>
  readonly windowLength: WindowLength
  readonly applications: ApplicationsService
  readonly requests: Pick<RequestsService, 'get' | 'find' | 'list' | 'snapshotText' | 'consentForPlace'>
  /** The active people of a bank. */
  readonly peopleOf: (
    organisation: Organisation,
    session: ClientSession,
  ) => Promise<readonly (NoticeReader & { readonly name: string })[]>
  readonly catalogue: CurrentCatalogue
  readonly reference: Pick<Reference, 'industries' | 'greenClasses' | 'divisions'>
}

/** What every use case of the hall works with. */
export type HallContext = HallParts & {
  readonly windows: BiddingWindowStore
  readonly bids: BidStore
  readonly releasedPlaces: ReleasedPlaceStore
}
