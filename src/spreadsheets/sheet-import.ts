import type { ClientSession, Connection } from 'mongoose'
import type { AuditLog } from '../audit/index.js'
import type { Actor } from '../kernel/actor.js'
import { inTransaction } from '../db/index.js'
import { chinaDay } from '../kernel/dates.js'
import { DomainError, RecordNotFound } from '../kernel/domain-error.js'
import { checkWorkbook } from './check-workbook.js'
import { sheetImportStore, type ImportCounts, type SheetImport } from './import.store.js'
import type { SheetTable } from './sheet-table.js'

type SheetImportDeps = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
}

/** Writes the rows of an import and counts what they change. With `to` null it only counts. */
export type RowSink<T> = (
  session: ClientSession,
  rows: readonly T[],
  to: { readonly importId: string; readonly at: Date } | null,
) => Promise<Pick<ImportCounts, 'added' | 'changed' | 'same'>>

export type SheetImports<T> = ReturnType<typeof sheetImports<T>>

/**
 * Imports of one table: a dry run that lists every faulty row, then all rows in one transaction or none. A file has at
 * most `MOST_ROWS` rows, so the dry run ends within the request. Audit events carry the id of the table as their prefix:
 * PIPELINE_IMPORT_CHECKED, REPORTED_IMPORTED.
 */
export function sheetImports<T>({ connection, now, audit }: SheetImportDeps, table: SheetTable<T>, sink: RowSink<T>) {
  const store = sheetImportStore(connection)
  const prefix = table.id.toUpperCase()
  const enterEvent = (
    session: ClientSession,
    id: string,
    name: string,
    actor: Actor,
    detail: Record<string, unknown>,
  ) => audit.record(session, { name: `${prefix}_${name}`, actor, subject: { kind: `${table.id}-import`, id }, detail })
  const requireImport = async (id: string, session: ClientSession | null = null): Promise<SheetImport> => {
    const found = await store.find(table.id, id, session)
    if (found === null) throw new RecordNotFound('sheet-import.not-found')
    return found
  }
  return {
    table,
    find: (id: string) => requireImport(id),
    latest: (limit: number) => store.latest(table.id, limit),
    /** Removes every import that these accounts started, of all tables. */
    removeBy: (session: ClientSession, accountIds: readonly string[]) => store.removeBy(session, accountIds),

    /** Dry run of an inspected workbook: stores the result, writes no row. Returns the id of the import. */
    async start(file: { readonly name: string; readonly bytes: Buffer }, by: Actor): Promise<string> {
      const { rows, faulty, fault, unused } = await checkWorkbook(file.bytes, table, chinaDay(now()))
      const refused = fault !== null || faulty.length > 0
      return inTransaction(connection, async (session) => {
        const values = refused ? [] : rows.map(({ value }) => value)
        const outcome = await sink(session, values, null)
        const counts = { read: rows.length + faulty.length, refused: faulty.length, ...outcome }
        const state = refused ? ('refused' as const) : ('checked' as const)
        const given = { table: table.id, fileName: file.name, state, counts, fault, unused, faulty, rows: values }
        const id = await store.insert(session, { ...given, by: by.accountId ?? by.role, at: now() })
        await enterEvent(session, id, refused ? 'IMPORT_REFUSED' : 'IMPORT_CHECKED', by, counts)
        return id
      })
    },

    /** Writes all rows of a checked import, or none. @throws DomainError `sheet-import.already-settled` */
    async apply(id: string, by: Actor): Promise<void> {
      await inTransaction(connection, async (session) => {
        const found = await requireImport(id, session)
        const at = now()
        const outcome = await sink(session, found.rows as readonly T[], { importId: id, at })
        const counts = { read: found.rows.length, refused: 0, ...outcome }
        if (!(await store.settle(session, id, { state: 'applied', counts }, at))) throw alreadySettled()
        await enterEvent(session, id, 'IMPORTED', by, counts)
      })
    },

    /** Cancels a checked import. @throws DomainError `sheet-import.already-settled` */
    async cancel(id: string, by: Actor): Promise<void> {
      await inTransaction(connection, async (session) => {
        await requireImport(id, session)
        if (!(await store.settle(session, id, { state: 'cancelled' }, now()))) throw alreadySettled()
        await enterEvent(session, id, 'IMPORT_CANCELLED', by, {})
      })
    },
  }
}

const alreadySettled = () => new DomainError('sheet-import.already-settled')
