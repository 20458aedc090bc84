import type { ClientSession, Connection } from 'mongoose'
import type { AuditLog } from '../audit/index.js'
import { inTransaction, newRecordId } from '../db/index.js'
import { chinaDay, formatDate, type LawDate } from '../kernel/dates.js'
import { failed, ok, type Result } from '../kernel/result.js'
import type { Notices } from '../notices/index.js'
import { RecordNotFound } from '../kernel/domain-error.js'
import type { Agreement, NewAgreement } from './rules/agreement.js'
import { agreementStore } from './agreement.store.js'
import { warnOfExpiry } from './agreements.notices.js'
import { type ContractedBy, type LineUse, lineUses } from './rules/line-use.js'
import type { Actor } from '../kernel/actor.js'

export type AgreementsService = ReturnType<typeof agreementsService>

export type AgreementsServiceDeps = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly contractedBy: ContractedBy
  readonly notices: Pick<Notices, 'tell'>
}

/** Strategic agreements with banks. Every change is one transaction with its audit event. */
export function agreementsService({ connection, now, audit, contractedBy, notices }: AgreementsServiceDeps) {
  const store = agreementStore(connection)
  const today = (): LawDate => chinaDay(now())
  const record = (session: ClientSession, { id, version }: Agreement, name: string, actor: Actor) =>
    audit.record(session, { name, actor, subject: { kind: 'agreement', id }, detail: { version } })

  const get = async (id: string, session: ClientSession | null = null): Promise<Agreement> => {
    const found = await store.find(id, session)
    if (found === null) throw agreementNotFound()
    return found
  }
  const all = async (): Promise<readonly (Agreement & LineUse)[]> => {
    const agreements = await store.all()
    const uses = await lineUses(agreements, contractedBy, today())
    const unknown: LineUse = { usedFen: null, leftFen: null, overlaps: false }
    return agreements.map((agreement) => ({ ...agreement, ...(uses.get(agreement.id) ?? unknown) }))
  }
  /** Writes the next version, as `change` makes it from the version that the form showed. */
  const write = (
    of: { readonly id: string; readonly version: number },
    change: (before: Agreement) => Result<Agreement>,
    event: string,
    by: Actor,
  ): Promise<Result<Agreement>> =>
    inTransaction(connection, async (session): Promise<Result<Agreement>> => {
      const before = await get(of.id, session)
      if (before.version !== of.version) return failed(CHANGED_MEANWHILE)
      const next = change(before)
      if (!next.ok) return next
      const agreement = { ...next.value, version: before.version + 1, changedAt: now() }
      if (!(await store.replace(session, agreement, before.version))) return failed(CHANGED_MEANWHILE)
      await record(session, agreement, event, by)
      return ok(agreement)
    })

  return {
    now,
    today,
    get: (id: string): Promise<Agreement> => get(id),

    /** Every agreement with the use of its credit line, the first to expire first. */
    all,

    /** One of them. @throws RecordNotFound */
    async withUse(id: string): Promise<Agreement & LineUse> {
      const found = (await all()).find((agreement) => agreement.id === id)
      if (!found) throw agreementNotFound()
      return found
    },

    async enter(given: NewAgreement, by: Actor): Promise<Agreement> {
      return inTransaction(connection, async (session) => {
        const own = { isSample: false, endedOn: null, endReason: null, version: 1, changedAt: now() }
        const agreement = { ...given, ...own, id: newRecordId() }
        await store.insert(session, [agreement])
        await record(session, agreement, 'AGREEMENT_ENTERED', by)
        return agreement
      })
    },

    /** The error is a Chinese sentence. @throws RecordNotFound */
    change: (of: { id: string; version: number }, given: NewAgreement, by: Actor): Promise<Result<Agreement>> =>
      write(
        of,
        (before) => (before.endedOn === null ? ok({ ...before, ...given }) : failed('协议已经终止，不能再修改')),
        'AGREEMENT_CHANGED',
        by,
      ),

    /** Ends an agreement before its last day, on a day up to today. The error is a Chinese sentence. @throws RecordNotFound */
    end: (
      of: { id: string; version: number },
      given: { readonly on: LawDate; readonly reason: string },
      by: Actor,
    ): Promise<Result<Agreement>> => write(of, (before) => endedWith(before, given, today()), 'AGREEMENT_ENDED', by),

    /** Sends the bureau a notice of each agreement that expires soon, once. Returns how many expire soon. */
    warnOfExpiry: async (): Promise<number> => {
      const agreements = await store.all()
      return inTransaction(connection, (session) => warnOfExpiry(session, notices, agreements, today()))
    },

    /** Inserts sample agreements in the transaction of the samples, which records one event for all of them. */
    async addSamples(session: ClientSession, samples: readonly NewAgreement[]): Promise<void> {
      const own = { isSample: true, endedOn: null, endReason: null, version: 1, changedAt: now() }
      await store.insert(
        session,
        samples.map((sample) => ({ ...sample, ...own, id: newRecordId() })),
      )
    },
    removeSamples: (session: ClientSession): Promise<number> => store.removeSamples(session),
  }
}

const agreementNotFound = () => new RecordNotFound('agreement.not-found')
const CHANGED_MEANWHILE = '这份协议刚被别人改过，请返回重新打开后再改'

function endedWith(
  before: Agreement,
  { on, reason }: { on: LawDate; reason: string },
  today: LawDate,
): Result<Agreement> {
  if (before.endedOn !== null) return failed(`协议已于 ${formatDate(before.endedOn)} 终止`)
  if (on > today) return failed('终止日期晚于今天，请核对')
  const first = before.from ?? before.signedOn
  if (first !== null && on < first) return failed('终止日期早于有效期的第一天，请核对')
  if (before.until !== null && on > before.until) return failed('协议在这一天之前已经到期，不需要终止')
  return ok({ ...before, endedOn: on, endReason: reason })
}
