import type { ClientSession, Connection } from 'mongoose'
import type { Actor, AuditLog } from '../audit/index.js'
import { inTransaction, newRecordId } from '../db/index.js'
import { formatDate, type LawDate, chinaDay } from '../kernel/dates.js'
import { failed, ok, type Result } from '../kernel/result.js'
import type { Notices } from '../notices/index.js'
import { NotFound } from '../web/errors.js'
import type { Agreement, NewAgreement } from './agreement.js'
import { agreementStore } from './agreement.store.js'
import { warnOfExpiry } from './warn-of-expiry.js'
import { lineUses, type ContractedBy, type LineUse } from './line-use.js'

export type AgreementsService = ReturnType<typeof agreementsService>

export type AgreementsParts = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly contractedBy: ContractedBy
  readonly notices: Pick<Notices, 'tell'>
}

/** Strategic agreements with banks over one database. Every change is one transaction with its audit event. */
export function agreementsService({ connection, now, audit, contractedBy, notices }: AgreementsParts) {
  const store = agreementStore(connection)
  const today = (): LawDate => chinaDay(now())
  const record = (session: ClientSession, { id, version }: Agreement, name: string, actor: Actor) =>
    audit.record(session, { name, actor, subject: { kind: 'agreement', id }, detail: { version } })

  const get = async (id: string, session: ClientSession | null = null): Promise<Agreement> => {
    const found = await store.find(id, session)
    if (found === null) throw notThere()
    return found
  }
  const all = async (): Promise<readonly (Agreement & LineUse)[]> => {
    const agreements = await store.all()
    const uses = await lineUses(agreements, contractedBy, today())
    const unknown: LineUse = { usedFen: null, leftFen: null, overlaps: false }
    return agreements.map((agreement) => ({ ...agreement, ...(uses.get(agreement.id) ?? unknown) }))
  }
  /** Writes the next version of what a form of `version` showed, after `change` has said what it becomes. */
  const write = (
    of: { readonly id: string; readonly version: number },
    change: (before: Agreement) => Result<Agreement>,
    event: string,
    by: Actor,
  ): Promise<Result<Agreement>> =>
    inTransaction(connection, async (session): Promise<Result<Agreement>> => {
      const before = await get(of.id, session)
      if (before.version !== of.version) return failed(MOVED)
      const next = change(before)
      if (!next.ok) return next
      const agreement = { ...next.value, version: before.version + 1, changedAt: now() }
      if (!(await store.replace(session, agreement, before.version))) return failed(MOVED)
      await record(session, agreement, event, by)
      return ok(agreement)
    })

  return {
    now,
    today,
    get: (id: string): Promise<Agreement> => get(id),

    /** Every agreement with the use of its line; those that run out first come first. */
    all,

    /** One of them. @throws NotFound */
    async withUse(id: string): Promise<Agreement & LineUse> {
      const found = (await all()).find((agreement) => agreement.id === id)
      if (!found) throw notThere()
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

    /** The error is a Chinese sentence. @throws NotFound */
    change: (of: { id: string; version: number }, given: NewAgreement, by: Actor): Promise<Result<Agreement>> =>
      write(
        of,
        (before) => (before.endedOn === null ? ok({ ...before, ...given }) : failed('协议已经终止，不能再修改')),
        'AGREEMENT_CHANGED',
        by,
      ),

    /** Ends an agreement before its last day, on a day up to today. The error is a Chinese sentence. @throws NotFound */
    end: (
      of: { id: string; version: number },
      given: { readonly on: LawDate; readonly reason: string },
      by: Actor,
    ): Promise<Result<Agreement>> => write(of, (before) => endedWith(before, given, today()), 'AGREEMENT_ENDED', by),

    /** Tells the bureau of what runs out soon; done again, it tells nothing twice. Returns how many are near their end. */
    warnOfExpiry: async (): Promise<number> => {
      const agreements = await store.all()
      return inTransaction(connection, (session) => warnOfExpiry(session, notices, agreements, today()))
    },

    /** Enters invented agreements in the transaction of the samples, which records the event for all of them. */
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

const notThere = () => new NotFound('没有这份协议。')
const MOVED = '这份协议刚被别人改过，请返回重新打开后再改'

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
