import type { AuditLog } from '../../audit/index.js'
import { inTransaction } from '../../db/index.js'
import { chinaDay } from '../../kernel/dates.js'
import { type Correction, correctionsFor, findingsFor, type ListedGrades } from '../rules/findings.js'
import type { ClientSession, Connection } from 'mongoose'
import type { Enterprise, EnterpriseFilter, EnterprisesService, Listed, Page } from '../../enterprises/index.js'
import type { Logger } from '../../log/index.js'
import type { EntryStore } from '../data/entry.store.js'
import type { ImportStore } from '../data/import.store.js'
import { type Actor, systemActor } from '../../kernel/actor.js'

const PAGE = 100

/**
 * Compares one enterprise with the registers and records their findings in the given transaction. Unchanged findings
 * are not written again. Returns how many findings changed.
 */
export async function checkEnterprise(
  context: RegistersContext,
  session: ClientSession,
  enterprise: Enterprise,
  by: Actor,
): Promise<number> {
  if (enterprise.status === 'closed') return 0
  const listed = await listedGrades(context, enterprise.isSample, session)
  const entries = await context.entries.about([enterprise], session)
  const corrections = correctionsFor(enterprise, findingsFor(enterprise, entries, listed, today(context)))
  for (const correction of corrections) await applyCorrection(context, session, enterprise.id, correction, by)
  return corrections.length
}

async function applyCorrection(
  { enterprises }: RegistersContext,
  session: ClientSession,
  id: string,
  { kind, finding }: Correction,
  by: Actor,
) {
  if (kind === 'withdraw') await enterprises.withdrawFinding(session, id, finding, by)
  else await enterprises.confirmFact(session, id, finding, by)
}

/**
 * Compares every enterprise with the registers. Each one with new findings is written in a transaction of its own, so an
 * interrupted run loses nothing. Returns how many enterprises changed.
 * @param seen called after every hundred enterprises with the number compared so far
 */
export async function checkAllClaims(
  context: RegistersContext,
  seen: (count: number) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  const day = today(context)
  const [real, sample] = [await listedGrades(context, false), await listedGrades(context, true)]
  let changed = 0
  let compared = 0
  for (let page = 1; ; page += 1) {
    const { rows } = await context.enterprises.list({}, { page, size: PAGE })
    if (rows.length === 0) return changed
    const entries = await context.entries.about(rows)
    for (const enterprise of rows) {
      const found = findingsFor(enterprise, entries, enterprise.isSample ? sample : real, day)
      if (enterprise.status === 'closed' || correctionsFor(enterprise, found).length === 0) continue
      changed += (await checkAnew(context, enterprise.creditCode)) > 0 ? 1 : 0
    }
    compared += rows.length
    await seen(compared)
  }
}

const checkAnew = (context: RegistersContext, creditCode: string): Promise<number> =>
  inTransaction(context.connection, async (session) => {
    const enterprise = await context.enterprises.findByCreditCode(creditCode, session)
    return enterprise ? checkEnterprise(context, session, enterprise, systemActor) : 0
  })

const listedGrades = (
  { entries, ...context }: RegistersContext,
  isSample: boolean,
  session?: ClientSession,
): Promise<ListedGrades> => entries.gradesHeld('green-factory', today(context), isSample, session ?? null)

const today = ({ now }: Pick<RegistersContext, 'now'>) => chinaDay(now())

/**
 * Wraps the service of enterprises so that every new or changed claim is compared with the registers. A registration is
 * compared inside its transaction, the others right after theirs; `checkAllClaims` catches up on a missed comparison.
 */
export function withRegisterChecks(
  enterprises: EnterprisesService,
  registers: { readonly checkEnterprise: (session: ClientSession, enterprise: Enterprise) => Promise<number> },
  connection: Connection,
): EnterprisesService {
  const checkAnew = async (id: string) => {
    const { creditCode } = await enterprises.get('all', id)
    await inTransaction(connection, async (session) => {
      const enterprise = await enterprises.findByCreditCode(creditCode, session)
      if (enterprise) await registers.checkEnterprise(session, enterprise)
    })
  }
  return {
    ...enterprises,
    async register(session, given, by) {
      const enterprise = await enterprises.register(session, given, by)
      await registers.checkEnterprise(session, enterprise)
      return enterprise
    },
    async approve(id, by) {
      const enterprise = await enterprises.approve(id, by)
      await checkAnew(id)
      return enterprise
    },
    async declareFacts(id, declared, by) {
      const saved = await enterprises.declareFacts(id, declared, by)
      if (saved.ok) await checkAnew(id)
      return saved
    },
    async adoptFinding(id, chosen, by) {
      const enterprise = await enterprises.adoptFinding(id, chosen, by)
      await checkAnew(id)
      return enterprise
    },
  }
}

/** The parts of the enterprises service that the registers use: listing them and recording findings. */
export type EnterpriseClaims = Pick<
  EnterprisesService,
  'confirmFact' | 'flagFact' | 'withdrawFinding' | 'findByCreditCode'
> & {
  list: (filter: EnterpriseFilter, page: Page) => Promise<Listed<Enterprise>>
}

/** The dependencies of the use cases of this room. */
export type RegistersContext = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record'>
  readonly log: Pick<Logger, 'error'>
  readonly enterprises: EnterpriseClaims
  readonly entries: EntryStore
  readonly imports: ImportStore
}
