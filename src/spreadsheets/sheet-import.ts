import type { ClientSession, Connection } from 'mongoose'
import type { Actor, AuditLog } from '../audit/index.js'
import { inTransaction } from '../db/index.js'
import { chinaDay } from '../kernel/dates.js'
import { NotFound, PageError } from '../web/errors.js'
import { checkWorkbook } from './check-workbook.js'
import { sheetImportStore, type ImportCounts, type SheetImport } from './import.store.js'
import type { SheetTable } from './sheet-table.js'

type Parts = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
}

/** Where the rows of an import go. `importId` null only asks what would happen, and nothing is written. */
export type Sink<T> = (
  session: ClientSession,
  rows: readonly T[],
  to: { readonly importId: string; readonly at: Date } | null,
) => Promise<Pick<ImportCounts, 'added' | 'changed' | 'same'>>

/** `MONITORING` stands before each event: PIPELINE_IMPORT_CHECKED, REPORTED_IMPORTED and so on. */
export type SheetImports<T> = ReturnType<typeof sheetImports<T>>

/**
 * Imports of one table: a dry run that shows every faulty row, then all rows in one transaction or none. A file has at
 * most `MOST_ROWS` rows, so that the dry run is over when its page comes.
 */
export function sheetImports<T>({ connection, now, audit }: Parts, table: SheetTable<T>, sink: Sink<T>) {
  const store = sheetImportStore(connection)
  const prefix = table.id.toUpperCase()
  const tell = (session: ClientSession, id: string, name: string, actor: Actor, detail: Record<string, unknown>) =>
    audit.record(session, { name: `${prefix}_${name}`, actor, subject: { kind: `${table.id}-import`, id }, detail })
  const requireImport = async (id: string, session: ClientSession | null = null): Promise<SheetImport> => {
    const found = await store.find(table.id, id, session)
    if (found === null) throw new NotFound('没有这次导入，检查结果只保留 24 小时。')
    return found
  }
  return {
    table,
    find: (id: string) => requireImport(id),
    latest: (limit: number) => store.latest(table.id, limit),
    /** Takes away every import of these accounts, of whatever table. */
    removeBy: (session: ClientSession, accountIds: readonly string[]) => store.removeBy(session, accountIds),

    /** Dry run of an inspected workbook; nothing of it is written. Returns the id of the import. */
    async start(file: { readonly name: string; readonly bytes: Buffer }, by: Actor): Promise<string> {
      const { rows, faulty, fault, unused } = await checkWorkbook(file.bytes, table, chinaDay(now()))
      const refused = fault !== null || faulty.length > 0
      return inTransaction(connection, async (session) => {
        const values = refused ? [] : rows.map(({ value }) => value)
        const fate = await sink(session, values, null)
        const counts = { read: rows.length + faulty.length, refused: faulty.length, ...fate }
        const state = refused ? ('refused' as const) : ('checked' as const)
        const given = { table: table.id, fileName: file.name, state, counts, fault, unused, faulty, rows: values }
        const id = await store.insert(session, { ...given, by: by.accountId ?? by.role, at: now() })
        await tell(session, id, refused ? 'IMPORT_REFUSED' : 'IMPORT_CHECKED', by, counts)
        return id
      })
    },

    /** Writes what a dry run found sound, all of it or nothing. @throws PageError 409 when it does not wait. */
    async apply(id: string, by: Actor): Promise<void> {
      await inTransaction(connection, async (session) => {
        const found = await requireImport(id, session)
        const at = now()
        const fate = await sink(session, found.rows as readonly T[], { importId: id, at })
        const counts = { read: found.rows.length, refused: 0, ...fate }
        if (!(await store.settle(session, id, { state: 'applied', counts }, at))) throw elsewhere()
        await tell(session, id, 'IMPORTED', by, counts)
      })
    },

    /** Gives up an import that waits. @throws PageError 409 when it does not wait. */
    async cancel(id: string, by: Actor): Promise<void> {
      await inTransaction(connection, async (session) => {
        await requireImport(id, session)
        if (!(await store.settle(session, id, { state: 'cancelled' }, now()))) throw elsewhere()
        await tell(session, id, 'IMPORT_CANCELLED', by, {})
      })
    },
  }
}

const elsewhere = () => new PageError(409, '这次导入已经办理过了', '它不在等待写入的状态，请刷新后查看。')
