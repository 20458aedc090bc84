import type { Connection } from 'mongoose'
import type { ApplicationsService, RequestsService } from '../applications/index.js'
import type { AuditLog } from '../audit/index.js'
import type { Notices } from '../notices/index.js'
import type { ChoiceStore } from './choice.store.js'

export type OffersParts = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly notices: Pick<Notices, 'tell'>
  readonly applications: ApplicationsService
  readonly requests: Pick<RequestsService, 'get'>
}

export type OffersContext = OffersParts & { readonly choices: ChoiceStore }
