import {
  isEnded,
  readClock,
  STATES,
  type Application,
  type ClockReading,
  type ApplicationState,
} from '../../applications/index.js'

/** The states of the bank's handling that are not over, in their order. */
export const OPEN_STATES = [
  ...(['submitted', 'returned', 'claimed', 'contacted', 'due_diligence', 'offered', 'chosen'] as const),
  ...(['approved', 'contracted', 'disbursing', 'repaying'] as const),
] as const satisfies readonly ApplicationState[]
export const ENDED_STATES: readonly ApplicationState[] = STATES.filter(isEnded)

/** How a queue is narrowed and ordered; what is empty does not narrow. */
export type QueueQuery = {
  readonly q: string
  /** A state, `ended`, or `proposal`: what waits for a manager's decision. */
  readonly step: string
  readonly who: '' | 'mine' | 'unassigned'
  /** `overdue`: the bank let its limit pass; `amber`: 70 % and more of it are used. */
  readonly due: '' | 'overdue' | 'amber'
  readonly product: string
  readonly sort: 'due' | 'newest' | 'amount'
}

/** How many there are of what needs a person, whatever the filters. */
export type QueueCounts = Readonly<Record<'all' | 'mine' | 'unassigned' | 'overdue' | 'amber' | 'proposals', number>>

type Reader = Pick<Express.User, 'id' | 'role'>

/**
 * The bank's applications as this person should take them up: for a manager what waits for a decision of his, then the
 * rest; for an officer the own ones, then those nobody is in charge of, then colleagues'; within each by the order asked
 * for. What has no limit comes after what has one.
 */
export function queueOf(
  applications: readonly Application[],
  query: QueueQuery,
  { user, now }: { readonly user: Reader; readonly now: Date },
): { readonly rows: readonly Application[]; readonly counts: QueueCounts } {
  const rows = applications.filter((application) => matchesQuery(application, query, { user, now }))
  const order = ORDERS[query.sort]
  return {
    rows: rows.sort((a, b) => groupOf(a, user) - groupOf(b, user) || order(a, b)),
    counts: countsOf(applications, { user, now }),
  }
}

/** What the clock of an application shows; null where nobody is waited for within a limit. */
export const clockOf = ({ step }: Pick<Application, 'step'>, now: Date): ClockReading | null =>
  step && readClock(step, now)

/**
 * Whether the bank itself has let its limit pass. By the instants kept with the step, which a clock that stands still has
 * not: reading every clock would cost a page half a second at a thousand applications.
 */
const isOverdue = ({ step }: Application, now: Date): boolean =>
  step?.holder === 'bank' && step.dueAt !== null && now > step.dueAt

const isAmber = (application: Application, now: Date): boolean => {
  const { step } = application
  return step?.holder === 'bank' && step.amberAt !== null && now >= step.amberAt && !isOverdue(application, now)
}

/** Waits for this person: somebody else's proposal, and this is a manager. */
export const awaitsDecisionOf = ({ proposal }: Pick<Application, 'proposal'>, { id, role }: Reader): boolean =>
  proposal !== null && role === 'manager' && proposal.byId !== id

const ORDERS: Readonly<Record<QueueQuery['sort'], (a: Application, b: Application) => number>> = {
  due: (a, b) => compare(a.step?.dueOn ?? '9999', b.step?.dueOn ?? '9999') || older(a, b),
  newest: (a, b) => older(b, a),
  amount: (a, b) => b.amountFen - a.amountFen || older(a, b),
}
const older = (a: Application, b: Application) =>
  a.submittedAt.getTime() - b.submittedAt.getTime() || compare(a.number, b.number)
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function groupOf(application: Application, user: Reader): number {
  if (user.role === 'manager') return awaitsDecisionOf(application, user) ? 0 : 1
  if (application.officerId === user.id) return 0
  return application.officerId === null ? 1 : 2
}

function matchesQuery(
  application: Application,
  { q, step, who, due, product }: QueueQuery,
  { user, now }: { readonly user: Reader; readonly now: Date },
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
  { user, now }: { readonly user: Reader; readonly now: Date },
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
