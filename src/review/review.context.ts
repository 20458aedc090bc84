import type { Connection } from 'mongoose'
import type { AccountsService } from '../accounts/index.js'
import type { ApplicationsService, RequestsService } from '../applications/index.js'
import type { AuditLog } from '../audit/index.js'
import type { CurrentCatalogue } from '../catalogue/index.js'
import type { EnterprisesService } from '../enterprises/index.js'
import type { EscalationsService } from '../escalations/index.js'
import type { SignedInUser } from '../kernel/signed-in-user.js'
import type { Notices } from '../notices/index.js'
import type { BankSettingStore } from './data/bank-setting.store.js'
import type { FactCheckStore } from './data/fact-check.store.js'
import type { TermsDraftStore } from './data/terms-draft.store.js'
import type { NoteStore } from './data/note.store.js'
import type { VisitStore } from './data/visit.store.js'

export type ReviewParts = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record' | 'list'>
  readonly notices: Pick<Notices, 'tell'>
  readonly applications: ApplicationsService
  /** Reads of a submission within the consent of today. */
  readonly requests: Pick<RequestsService, 'snapshotFor' | 'scopesFor'>
  readonly enterprises: EnterprisesService
  readonly accounts: Pick<AccountsService, 'list' | 'names'>
  readonly escalations: Pick<EscalationsService, 'list' | 'get' | 'explain'>
  readonly catalogue: CurrentCatalogue
}

/** What every use case of the review works with. */
export type ReviewContext = ReviewParts & {
  readonly notes: NoteStore
  readonly checks: FactCheckStore
  readonly visits: VisitStore
  readonly drafts: TermsDraftStore
  readonly settings: BankSettingStore
}

/** The person, the application, and the version that the form showed. */
export type CaseRef = { readonly user: SignedInUser; readonly id: string; readonly shown: number }
