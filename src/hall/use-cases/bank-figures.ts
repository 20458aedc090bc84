import type { ClientSession } from 'mongoose'
import type { ApplicationState } from '../../applications/index.js'
import { addMonths, chinaDay, chinaMidnight } from '../../kernel/dates.js'
import type { HallContext } from '../hall.context.js'
import type { BankFigures } from '../rules/allocate-places.js'

/** The states in which a bank works on an application. */
const WORKED_ON: readonly ApplicationState[] = [
  'submitted',
  'returned',
  'claimed',
  'contacted',
  'due_diligence',
  'offered',
  'chosen',
]
const MONTHS = 12
/** More applications than one bank gets in a year and a half. */
const MAX_APPLICATIONS = 5000

/**
 * How busy a bank is, and how many of its limits it kept in the last twelve months. Sample applications do not count.
 */
export async function bankFiguresOf(
  context: HallContext,
  session: ClientSession,
  bankId: string,
): Promise<BankFigures> {
  const { applications, peopleOf } = context
  const people = await peopleOf({ kind: 'bank', id: bankId }, session)
  const { total } = await applications.list({ bankId }, { states: WORKED_ON }, { skip: 0, limit: 1 }, 'newest', session)
  const { applications: all } = await applications.list(
    ...([{ bankId }, { isSample: false }, { skip: 0, limit: MAX_APPLICATIONS }, 'newest', session] as const),
  )
  const since = chinaMidnight(addMonths(chinaDay(context.now()), -MONTHS))
  const steps = all.flatMap(({ steps: ended }) =>
    ended.filter(({ holder, endedAt }) => holder === 'bank' && endedAt >= since),
  )
  return {
    openCases: total,
    officers: people.length,
    limits: { ended: steps.length, kept: steps.filter(({ onTime }) => onTime).length },
  }
}
