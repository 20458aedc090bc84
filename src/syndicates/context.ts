import type { Connection } from 'mongoose'
import type { AccountsService } from '../accounts/index.js'
import type { ApplicationsService } from '../applications/index.js'
import type { AuditLog } from '../audit/index.js'
import type { CurrentCatalogue } from '../catalogue/index.js'
import type { EnterprisesService } from '../enterprises/index.js'
import type { Notices } from '../notices/index.js'
import type { FlowStore } from './store/flow.store.js'
import type { SyndicateMoveStore } from './store/move.store.js'
import type { SyndicateStore } from './store/syndicate.store.js'

/** What every use case about syndicates works with. */
export type Context = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly notices: Pick<Notices, 'tell' | 'removeAbout'>
  readonly applications: Pick<ApplicationsService, 'get' | 'list' | 'onMove'>
  readonly enterprises: Pick<EnterprisesService, 'consentsOf' | 'giveConsentIn'>
  readonly accounts: Pick<AccountsService, 'list' | 'activeOf'>
  readonly catalogue: Pick<CurrentCatalogue, 'current'>
  readonly syndicates: SyndicateStore
  readonly moves: SyndicateMoveStore
  readonly flows: FlowStore
}
