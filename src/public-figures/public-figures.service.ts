import type { ClientSession, Connection } from 'mongoose'
import type { AuditLog } from '../audit/index.js'
import { inTransaction, newRecordId } from '../db/index.js'
import { failed, ok, type Result } from '../kernel/result.js'
import { RecordNotFound } from '../kernel/domain-error.js'
import { type RowSink, sheetImports } from '../spreadsheets/index.js'
import { figureStore } from './figure.store.js'
import { figureTable } from './rules/figure-table.js'
import { shippedFigureId, shippedFigures } from './shipped-figures.js'
import { figureKey, type PublicFigure, storedFigure, type StoredFigure } from './rules/public-figure.js'
import { type Actor, systemActor } from '../kernel/actor.js'

export type PublicFiguresService = ReturnType<typeof publicFiguresService>

export type PublicFiguresServiceDeps = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
}

/** Public figures: what sources outside the platform report. Every change is one transaction with its audit event. */
export function publicFiguresService(parts: PublicFiguresServiceDeps) {
  const { connection, now, audit } = parts
  const store = figureStore(connection)
  const record = (session: ClientSession, id: string, name: string, actor: Actor, kind: string) =>
    audit.record(session, { name, actor, subject: { kind: 'reported-figure', id }, detail: { kind } })

  const writeRows: RowSink<StoredFigure> = async (session, rows, to) => {
    const known = await store.withKeys(rows.map(figureKey), session)
    const tally = { added: 0, changed: 0, same: 0 }
    const fresh: StoredFigure[] = []
    for (const row of rows) {
      const before = known.get(figureKey(row))
      const outcome = before === undefined ? 'added' : isSameFigure(storedFigure(before), row) ? 'same' : 'changed'
      tally[outcome] += 1
      if (before === undefined) fresh.push(row)
      else if (to && outcome === 'changed') {
        const next = { ...row, id: before.id, origin: 'import' as const, changedAt: to.at }
        if (!(await store.change(session, next, before.version)))
          throw new Error(`figure ${before.id} was changed inside a transaction that had read it`)
      }
    }
    if (to) {
      const given = fresh.map((row) => ({ ...row, id: newRecordId(), origin: 'import' as const, changedAt: to.at }))
      await store.insert(session, given)
    }
    return tally
  }

  return {
    now,
    imports: sheetImports(parts, figureTable, writeRows),
    /** Every figure that is not withdrawn; `figuresOfPeriod` picks those of a period. */
    all: (): Promise<readonly PublicFigure[]> => store.all(),

    /** @throws RecordNotFound when it does not exist or was withdrawn. */
    async get(id: string): Promise<PublicFigure> {
      const found = await store.find(id)
      if (found === null) throw figureNotFound()
      return found
    },

    /** Inserts the figures that the portal ships with; one that was inserted before, even if withdrawn since, is skipped. */
    async loadShipped(): Promise<number> {
      const shipped = (await shippedFigures()).map((figure) => ({
        ...storedFigure(figure),
        id: shippedFigureId(figure),
      }))
      return inTransaction(connection, async (session) => {
        const known = await store.known(
          shipped.map(({ id }) => id),
          session,
        )
        const missing = shipped.filter(({ id }) => !known.has(id))
        if (missing.length === 0) return 0
        const at = now()
        await store.insert(
          session,
          missing.map((one) => ({ ...one, origin: 'founding' as const, changedAt: at })),
        )
        const subject = { kind: 'reported-figure', id: 'founding' }
        const happening = { name: 'REPORTED_FIGURES_SHIPPED', actor: systemActor, subject }
        await audit.record(session, { ...happening, detail: { count: missing.length } })
        return missing.length
      })
    },

    /** Enters one figure. The error is a Chinese sentence. */
    async add(row: StoredFigure, by: Actor): Promise<Result<string>> {
      return inTransaction(connection, async (session): Promise<Result<string>> => {
        if ((await store.withKeys([figureKey(row)], session)).size > 0) return failed(TAKEN)
        const id = newRecordId()
        await store.insert(session, [{ ...row, id, origin: 'hand', changedAt: now() }])
        await record(session, id, 'REPORTED_FIGURE_ENTERED', by, row.kind)
        return ok(id)
      })
    },

    /** Corrects a figure; `version` is the one that the form showed. The error is a Chinese sentence. @throws RecordNotFound */
    async change(id: string, version: number, row: StoredFigure, by: Actor): Promise<Result<string>> {
      return inTransaction(connection, async (session): Promise<Result<string>> => {
        if ((await store.find(id, session)) === null) throw figureNotFound()
        const same = (await store.withKeys([figureKey(row)], session)).get(figureKey(row))
        if (same && same.id !== id) return failed(TAKEN)
        const next = { ...row, id, origin: 'hand' as const, changedAt: now() }
        if (!(await store.change(session, next, version))) return failed('这个数字刚被别人改过，请返回重新打开后再改')
        await record(session, id, 'REPORTED_FIGURE_CHANGED', by, row.kind)
        return ok(id)
      })
    },

    /** Hides a figure from every page; its record stays for the audit. @throws RecordNotFound */
    async withdraw(id: string, by: Actor): Promise<void> {
      await inTransaction(connection, async (session) => {
        const figure = await store.find(id, session)
        if (figure === null || !(await store.withdraw(session, id, now()))) throw figureNotFound()
        await record(session, id, 'REPORTED_FIGURE_WITHDRAWN', by, figure.kind)
      })
    },
  }
}

const TAKEN = '这个来源的同一指标、同一期间已经有数字，请改原来的一条'
const figureNotFound = () => new RecordNotFound('public-figure.not-found')

const isSameFigure = (a: StoredFigure, b: StoredFigure): boolean =>
  figureKey(a) === figureKey(b) &&
  a.amount === b.amount &&
  a.unit === b.unit &&
  a.bound === b.bound &&
  a.sourceDate === b.sourceDate &&
  a.sourceUrl === b.sourceUrl
