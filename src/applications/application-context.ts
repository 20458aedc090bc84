import type { ClientSession, Connection } from 'mongoose'
import type { AuditLog } from '../audit/index.js'
import type { Notices } from '../notices/index.js'
import type { ApplicationStore } from './data/application.store.js'
import type { MoveStore } from './data/move.store.js'
import type { Application, MoveRecord } from './rules/application.js'

/** What every use case about applications works with. */
export type ApplicationContext = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly notices: Pick<Notices, 'tell'>
  readonly applications: ApplicationStore
  readonly moves: MoveStore
  /** What else happens in the transaction of a move, in order, such as the release of a reservation. */
  readonly afterMove: () => readonly AfterMove[]
}

/** Called inside the transaction of each move, before its audit event. Must not move the same application. */
export type AfterMove = (session: ClientSession, moved: Moved) => Promise<void>

export type Moved = {
  readonly before: Application
  readonly application: Application
  readonly move: MoveRecord
}
