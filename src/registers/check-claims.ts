import { systemActor } from '../audit/index.js'
import { inTransaction } from '../db/index.js'
import { chinaDay } from '../kernel/dates.js'
import type { Actor, ClientSession, Context, Enterprise } from './context.js'
import { correctionsFor, findingsFor, type Correction, type ListedGrades } from './findings.js'

const PAGE = 100

/**
 * Compares one enterprise with the registers and tells it what they say, in a transaction that is under way. It
 * changes nothing where nothing is new. Returns how many findings changed.
 */
export async function checkEnterprise(
  context: Context,
  session: ClientSession,
  enterprise: Enterprise,
  by: Actor,
): Promise<number> {
  if (enterprise.status === 'closed') return 0
  const listed = await listedGrades(context, enterprise.isSample, session)
  const entries = await context.entries.about([enterprise], session)
  const corrections = correctionsFor(enterprise, findingsFor(enterprise, entries, listed, today(context)))
  for (const correction of corrections) await tell(context, session, enterprise.id, correction, by)
  return corrections.length
}

async function tell(
  { enterprises }: Context,
  session: ClientSession,
  id: string,
  { kind, finding }: Correction,
  by: Actor,
) {
  if (kind === 'withdraw') await enterprises.withdrawFinding(session, id, finding, by)
  else await enterprises.confirmFact(session, id, finding, by)
}

/**
 * Compares every enterprise with the registers; each that has something new gets it in a transaction of its own, so
 * that a stop in between loses nothing and the next run goes on. Returns how many enterprises were told something.
 * @param seen is told after every hundred enterprises how many have been looked at
 */
export async function checkAllClaims(
  context: Context,
  seen: (count: number) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  const day = today(context)
  const [real, sample] = [await listedGrades(context, false), await listedGrades(context, true)]
  let told = 0
  let looked = 0
  for (let page = 1; ; page += 1) {
    const { rows } = await context.enterprises.list({}, { page, size: PAGE })
    if (rows.length === 0) return told
    const entries = await context.entries.about(rows)
    for (const enterprise of rows) {
      const said = findingsFor(enterprise, entries, enterprise.isSample ? sample : real, day)
      if (enterprise.status === 'closed' || correctionsFor(enterprise, said).length === 0) continue
      told += (await checkAnew(context, enterprise.creditCode)) > 0 ? 1 : 0
    }
    looked += rows.length
    await seen(looked)
  }
}

const checkAnew = (context: Context, creditCode: string): Promise<number> =>
  inTransaction(context.connection, async (session) => {
    const enterprise = await context.enterprises.findByCreditCode(creditCode, session)
    return enterprise ? checkEnterprise(context, session, enterprise, systemActor) : 0
  })

const listedGrades = (
  { entries, ...context }: Context,
  isSample: boolean,
  session?: ClientSession,
): Promise<ListedGrades> => entries.gradesHeld('green-factory', today(context), isSample, session ?? null)

const today = ({ now }: Pick<Context, 'now'>) => chinaDay(now())
