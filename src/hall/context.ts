import type { ClientSession, Connection } from 'mongoose'
import type { ApplicationsService, ChosenProduct, DocumentItem, Request } from '../applications/index.js'
import type { AuditLog } from '../audit/index.js'
import type { CurrentCatalogue } from '../catalogue/index.js'
import type { MatchRecord } from '../matching/engine/index.js'
import type { Addressee, Notices } from '../notices/index.js'
import type { Reference } from '../reference/index.js'
import type { Organisation } from '../web/roles.js'
import type { WindowLength } from './claim-window.js'
import type { ClaimStore } from './claim.store.js'
import type { ReleasedPlaceStore } from './released-place.store.js'
import type { WindowStore } from './window.store.js'

/** What the hall needs of submitted requests. */
export type Requests = {
  /** @throws NotFound when it is not there or lies outside the scope. */
  readonly get: (
    scope: 'all' | { readonly enterpriseId: string },
    id: string,
    session?: ClientSession | null,
  ) => Promise<Request>
  readonly list: (
    filter: { readonly ids?: readonly string[] },
    page: { readonly skip: number; readonly limit: number },
  ) => Promise<{ readonly requests: readonly Request[]; readonly total: number }>
  /** The decision record as it was frozen at submission. */
  readonly recordOf: (requestId: string) => Promise<MatchRecord>
  /** Records the consent that was given for whoever gets a place, and answers the papers that the product asks for. */
  readonly openTo: (
    session: ClientSession,
    request: Request,
    to: Pick<ChosenProduct, 'bankId' | 'bankName' | 'productId'>,
  ) => Promise<readonly DocumentItem[]>
}

export type HallParts = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly notices: Pick<Notices, 'tell'>
  readonly windowLength: WindowLength
  readonly applications: ApplicationsService
  readonly requests: Requests
  /** Who works for a bank now. */
  readonly peopleOf: (
    organisation: Organisation,
    session: ClientSession,
  ) => Promise<readonly (Addressee & { readonly name: string })[]>
  readonly catalogue: CurrentCatalogue
  readonly reference: Pick<Reference, 'industries' | 'greenClasses' | 'divisions'>
}

/** What every use case of the hall works with. */
export type Context = HallParts & {
  readonly windows: WindowStore
  readonly claims: ClaimStore
  readonly released: ReleasedPlaceStore
}
