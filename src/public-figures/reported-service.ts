import type { ClientSession, Connection } from 'mongoose'
import { systemActor, type Actor, type AuditLog } from '../audit/index.js'
import { inTransaction, newRecordId } from '../db/index.js'
import { failed, ok, type Result } from '../kernel/result.js'
import { NotFound } from '../web/errors.js'
import { sheetImports, type Sink } from '../spreadsheets/index.js'
import { figureStore } from './figure.store.js'
import { figureTable } from './figure-table.js'
import { foundingFigures, foundingId } from './founding-figures.js'
import { figureKey, storedOf, type ReportedFigure, type StoredFigure } from './reported-figure.js'

export type ReportedService = ReturnType<typeof reportedService>

export type ReportedParts = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
}

/** Figures from outside the platform over one database. Every change is one transaction with its audit event. */
export function reportedService(parts: ReportedParts) {
  const { connection, now, audit } = parts
  const store = figureStore(connection)
  const record = (session: ClientSession, id: string, name: string, actor: Actor, kind: string) =>
    audit.record(session, { name, actor, subject: { kind: 'reported-figure', id }, detail: { kind } })

  const sink: Sink<StoredFigure> = async (session, rows, to) => {
    const known = await store.withKeys(rows.map(figureKey), session)
    const tally = { added: 0, changed: 0, same: 0 }
    const fresh: StoredFigure[] = []
    for (const row of rows) {
      const before = known.get(figureKey(row))
      const fate = before === undefined ? 'added' : saysTheSame(storedOf(before), row) ? 'same' : 'changed'
      tally[fate] += 1
      if (before === undefined) fresh.push(row)
      else if (to && fate === 'changed') {
        const next = { ...row, id: before.id, origin: 'import' as const, changedAt: to.at }
        if (!(await store.change(session, next, before.version))) throw new Error(`figure ${before.id} moved`)
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
    imports: sheetImports(parts, figureTable, sink),
    /** Every figure that stands; `reportedFor` picks those of a period. */
    all: (): Promise<readonly ReportedFigure[]> => store.all(),

    /** @throws NotFound when it is not there or was withdrawn. */
    async get(id: string): Promise<ReportedFigure> {
      const found = await store.find(id)
      if (found === null) throw notThere()
      return found
    },

    /** Brings in the figures that the portal is shipped with; one that was ever here, withdrawn or not, is left alone. */
    async loadFounding(): Promise<number> {
      const shipped = (await foundingFigures()).map((figure) => ({ ...storedOf(figure), id: foundingId(figure) }))
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

    /** Corrects a figure that a form of `version` showed. The error is a Chinese sentence. @throws NotFound */
    async change(id: string, version: number, row: StoredFigure, by: Actor): Promise<Result<string>> {
      return inTransaction(connection, async (session): Promise<Result<string>> => {
        if ((await store.find(id, session)) === null) throw notThere()
        const same = (await store.withKeys([figureKey(row)], session)).get(figureKey(row))
        if (same && same.id !== id) return failed(TAKEN)
        const next = { ...row, id, origin: 'hand' as const, changedAt: now() }
        if (!(await store.change(session, next, version))) return failed('这个数字刚被别人改过，请返回重新打开后再改')
        await record(session, id, 'REPORTED_FIGURE_CHANGED', by, row.kind)
        return ok(id)
      })
    },

    /** Takes a figure out of every page; it is kept for whoever asks what was once shown. @throws NotFound */
    async withdraw(id: string, by: Actor): Promise<void> {
      await inTransaction(connection, async (session) => {
        const figure = await store.find(id, session)
        if (figure === null || !(await store.withdraw(session, id, now()))) throw notThere()
        await record(session, id, 'REPORTED_FIGURE_WITHDRAWN', by, figure.kind)
      })
    },
  }
}

const TAKEN = '这个来源的同一指标、同一期间已经有数字，请改原来的一条'
const notThere = () => new NotFound('没有这个数字，可能已经撤回。')

const saysTheSame = (a: StoredFigure, b: StoredFigure): boolean =>
  figureKey(a) === figureKey(b) &&
  a.amount === b.amount &&
  a.unit === b.unit &&
  a.bound === b.bound &&
  a.sourceDate === b.sourceDate &&
  a.sourceUrl === b.sourceUrl
