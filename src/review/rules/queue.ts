import {
  isEnded,
  readClock,
  STATES,
  type Application,
  type ClockReading,
  type ApplicationState,
} from '../../applications/index.js'
import type { SignedInUser } from '../../kernel/signed-in-user.js'

/** The states in which an application is open at the bank, in order. */
export const OPEN_STATES = [
  ...(['submitted', 'returned', 'claimed', 'contacted', 'due_diligence', 'offered', 'chosen'] as const),
  ...(['approved', 'contracted', 'disbursing', 'repaying'] as const),
] as const satisfies readonly ApplicationState[]
export const ENDED_STATES: readonly ApplicationState[] = STATES.filter(isEnded)

/** The filters and the order of a queue; an empty filter does not apply. */
export type QueueQuery = {
  readonly q: string
  /** A state, `ended`, or `proposal` for applications with a pending proposal. */
  readonly step: string
  readonly who: '' | 'mine' | 'unassigned'
  /** `overdue`: the bank exceeded its limit. `amber`: at least 70 % of it are used, overdue ones included. */
  readonly due: '' | 'overdue' | 'amber'
  readonly product: string
  readonly sort: 'due' | 'newest' | 'amount'
}

/** The counts of applications that need attention, regardless of the filters. */
export type QueueCounts = Readonly<Record<'all' | 'mine' | 'unassigned' | 'overdue' | 'amber' | 'proposals', number>>

type QueueReader = Pick<SignedInUser, 'id' | 'role'>

/**
 * The bank's applications in the order in which this person should handle them. A manager sees pending decisions first, an
 * officer first their own, then those without an officer. Within each group the requested order applies; applications
 * without a limit come after those with one.
 */
export function queueOf(
  applications: readonly Application[],
  query: QueueQuery,
  { user, now }: { readonly user: QueueReader; readonly now: Date },
): { readonly rows: readonly Application[]; readonly counts: QueueCounts } {
  const rows = applications.filter((application) => matchesQuery(application, query, { user, now }))
  const order = ORDERS[query.sort]
  return {
    rows: rows.sort((a, b) => groupOf(a, user) - groupOf(b, user) || order(a, b)),
    counts: countsOf(applications, { user, now }),
  }
}

/** The clock of an application; null when no limit is running. */
export const clockOf = ({ step }: Pick<Application, 'step'>, now: Date): ClockReading | null =>
  step && readClock(step, now)

/**
 * Whether the bank has exceeded its limit. Uses the instants stored with the step (null while the clock is paused), since
 * reading every clock takes half a second for a thousand applications.
 */
const isOverdue = ({ step }: Application, now: Date): boolean =>
  step?.holder === 'bank' && step.dueAt !== null && now > step.dueAt

const isAmber = (application: Application, now: Date): boolean => {
  const { step } = application
  return step?.holder === 'bank' && step.amberAt !== null && now >= step.amberAt && !isOverdue(application, now)
}

/** Whether the application waits for this person: a manager, and the proposal is somebody else's. */
export const awaitsDecisionOf = ({ proposal }: Pick<Application, 'proposal'>, { id, role }: QueueReader): boolean =>
  proposal !== null && role === 'manager' && proposal.byId !== id

const ORDERS: Readonly<Record<QueueQuery['sort'], (a: Application, b: Application) => number>> = {
  due: (a, b) => compare(a.step?.dueOn ?? '9999', b.step?.dueOn ?? '9999') || older(a, b),
  newest: (a, b) => older(b, a),
  amount: (a, b) => b.amountFen - a.amountFen || older(a, b),
}
const older = (a: Application, b: Application) =>
  a.submittedAt.getTime() - b.submittedAt.getTime() || compare(a.number, b.number)
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function groupOf(application: Application, user: QueueReader): number {
  if (user.role === 'manager') return awaitsDecisionOf(application, user) ? 0 : 1
  if (application.officerId === user.id) return 0
  return application.officerId === null ? 1 : 2
}

function matchesQuery(
  application: Application,
  { q, step, who, due, product }: QueueQuery,
  { user, now }: { readonly user: QueueReader; readonly now: Date },
): boolean {
  const text = q.toLowerCase()
  if (text !== '' && !wordsOf(application).some((words) => words.toLowerCase().includes(text))) return false
  if (step === 'proposal' && application.proposal === null) return false
  if (step !== '' && step !== 'proposal' && step !== 'ended' && application.state !== step) return false
  if (who === 'mine' && application.officerId !== user.id) return false
  if (who === 'unassigned' && application.officerId !== null) return false
  if (due === 'overdue' && !isOverdue(application, now)) return false
  if (due === 'amber' && !isAmber(application, now) && !isOverdue(application, now)) return false
  return product === '' || application.productId === product
}

const wordsOf = ({ number, enterpriseName, title }: Application) => [number, enterpriseName, title]

function countsOf(
  rows: readonly Application[],
  { user, now }: { readonly user: QueueReader; readonly now: Date },
): QueueCounts {
  const count = (is: (application: Application) => boolean) => rows.filter(is).length
  return {
    all: rows.length,
    mine: count(({ officerId }) => officerId === user.id),
    unassigned: count(({ officerId }) => officerId === null),
    overdue: count((application) => isOverdue(application, now)),
    amber: count((application) => isAmber(application, now)),
    proposals: count((application) => awaitsDecisionOf(application, user)),
  }
}
