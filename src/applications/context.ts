import type { ClientSession, Connection } from 'mongoose'
import type { AuditLog } from '../audit/index.js'
import type { Notices } from '../notices/index.js'
import type { Application, MoveRecord } from './application.js'
import type { ApplicationStore } from './application.store.js'
import type { MoveStore } from './move.store.js'

/** What every use case about applications works with. */
export type Context = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly notices: Pick<Notices, 'tell'>
  readonly applications: ApplicationStore
  readonly moves: MoveStore
  /** What has to happen in the same transaction when an application moves, such as giving back its share. */
  readonly afterMove: readonly AfterMove[]
}

/** Told of every move in its transaction, before the audit event is written. It must not move the same application. */
export type AfterMove = (session: ClientSession, moved: Moved) => Promise<void>

export type Moved = {
  readonly before: Application
  readonly application: Application
  readonly move: MoveRecord
}
