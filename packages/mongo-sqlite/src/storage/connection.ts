import { DatabaseSync } from '@photostructure/sqlite'

type Statement = ReturnType<InstanceType<typeof DatabaseSync>['prepare']>
export type SqlValue = string | number | bigint | Uint8Array | null
export type SqlRow = Record<string, SqlValue>

/** Statements of dropped tables would otherwise stay for ever. */
const MAX_STATEMENTS = 600

/**
 * One SQLite connection with its prepared statements. Every statement is run to its end (`all`, `get`, `run`): one left
 * open would pin the write-ahead log, and no iterator is offered for that reason.
 */
export class Connection {
  private readonly database: InstanceType<typeof DatabaseSync>
  private readonly statements = new Map<string, Statement>()

  constructor(file: string) {
    this.database = new DatabaseSync(file)
    // FULL syncs the log at every commit: a reply is sent only for what survives a power failure.
    this.database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384')
  }

  exec(sql: string): void {
    this.database.exec(sql)
  }

  run(sql: string, ...values: SqlValue[]): { lastInsertRowid: number; changes: number } {
    const result = this.prepare(sql).run(...values)
    return { lastInsertRowid: Number(result.lastInsertRowid), changes: result.changes }
  }

  get(sql: string, ...values: SqlValue[]): SqlRow | undefined {
    return this.prepare(sql).get(...values) as SqlRow | undefined
  }

  all(sql: string, ...values: SqlValue[]): SqlRow[] {
    return this.prepare(sql).all(...values) as SqlRow[]
  }

  /** True between BEGIN and COMMIT or ROLLBACK; SQLite itself ends a transaction on some failures. */
  get inTransaction(): boolean {
    return this.database.isTransaction
  }

  /** Undoes what is not committed; false when even that failed, and the connection had better be closed. */
  rollback(): boolean {
    try {
      if (this.inTransaction) this.exec('ROLLBACK')
    } catch {
      return false
    }
    return !this.inTransaction
  }

  close(): void {
    this.statements.clear()
    this.database.close()
  }

  private prepare(sql: string): Statement {
    let statement = this.statements.get(sql)
    if (statement === undefined) {
      if (this.statements.size >= MAX_STATEMENTS) this.statements.clear()
      statement = this.database.prepare(sql)
      this.statements.set(sql, statement)
    }
    return statement
  }
}

/** True when the disk had no room, or the file has reached the size it may have (SQLITE_FULL). */
export function isFull(error: unknown): boolean {
  return primaryCode(error) === 13
}

/** True for SQLite's answer to a write on a snapshot that others have since written past (SQLITE_BUSY and its kinds). */
export function isBusy(error: unknown): boolean {
  return primaryCode(error) === 5
}

/** SQLite's result code without its details; null for other errors. */
function primaryCode(error: unknown): number | null {
  const code = (error as { errcode?: unknown } | null)?.errcode
  return typeof code === 'number' ? code & 0xff : null
}
