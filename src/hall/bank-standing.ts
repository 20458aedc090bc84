import type { ClientSession } from 'mongoose'
import type { State } from '../applications/index.js'
import { addMonths, chinaDay, chinaMidnight } from '../kernel/dates.js'
import type { Context } from './context.js'

/** What the rule knows of a bank beyond its claim. */
export type BankStanding = {
  readonly openCases: number
  readonly officers: number
  readonly limits: { readonly ended: number; readonly kept: number }
}

/** States in which somebody at the bank has work with an application. */
const WORKED_ON: readonly State[] = [
  'submitted',
  'returned',
  'claimed',
  'contacted',
  'due_diligence',
  'offered',
  'chosen',
]
const MONTHS = 12
/** More applications than one bank has in a year and a half. */
const MOST = 5000

/**
 * How busy a bank is and how it kept its limits in the last twelve months. Sample applications say nothing about a bank.
 */
export async function standingOf(context: Context, session: ClientSession, bankId: string): Promise<BankStanding> {
  const { applications, peopleOf } = context
  const people = await peopleOf({ kind: 'bank', id: bankId }, session)
  const { total } = await applications.list({ bankId }, { states: WORKED_ON }, { skip: 0, limit: 1 }, 'newest', session)
  const { applications: all } = await applications.list(
    ...([{ bankId }, { isSample: false }, { skip: 0, limit: MOST }, 'newest', session] as const),
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
