import type { ClientSession, Connection } from 'mongoose'
import type { Actor, AuditLog } from '../audit/index.js'
import type { Enterprise, EnterpriseFilter, EnterprisesService, Listed, Page } from '../enterprises/index.js'
import type { Logger } from '../log/index.js'
import type { EntryStore } from './store/entry.store.js'
import type { ImportStore } from './store/import.store.js'

/** What the registers need of enterprises: to read them all, and to tell what a register says. */
export type Claims = Pick<EnterprisesService, 'confirmFact' | 'flagFact' | 'withdrawFinding' | 'findByCreditCode'> & {
  list: (filter: EnterpriseFilter, page: Page) => Promise<Listed<Enterprise>>
}

/** What every use case of the registers works with. */
export type Context = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly log: Pick<Logger, 'error'>
  readonly enterprises: Claims
  readonly entries: EntryStore
  readonly imports: ImportStore
}

export type { Actor, ClientSession, Enterprise }
