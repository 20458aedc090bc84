import type { ClientSession } from 'mongoose'
import { newRecordId } from '../../db/index.js'
import type { ApplicationContext } from '../application-context.js'
import { noticesForMove } from '../applications.notices.js'
import type { Application, EndedStep, MoveRecord } from '../rules/application.js'
import { isPaused, pauseStep, readClock, resumeStep, startStep } from '../rules/clock.js'
import { MoveRefused, refuseOvertaken } from '../rules/move-refused.js'
import type { Mover } from '../rules/mover.js'
import {
  isEnded,
  MOVES,
  refusalOf,
  targetOf,
  type ApplicationState,
  type MoveAction,
  type MoveSpec,
  type Requirement,
} from '../rules/state-table.js'
import { stepOf, type Step } from '../rules/step.js'

/** Fields that a move may set along with the state. */
export type ApplicationChanges = Partial<
  Pick<
    Application,
    | 'officerId'
    | 'officerName'
    | 'documents'
    | 'asked'
    | 'offer'
    | 'proposal'
    | 'decision'
    | 'refusal'
    | 'contests'
    | 'amountFen'
    | 'termMonths'
  >
>

export type MoveOrder = {
  readonly action: MoveAction
  readonly mover: Mover
  /** Shown in the timeline to both sides. */
  readonly reason?: string | null
  /** Codes, ids and figures for the record of the move; no secrets. */
  readonly detail?: Readonly<Record<string, unknown>>
  readonly set?: ApplicationChanges
  /** The version that the form showed; a newer one means that somebody was faster. */
  readonly shown?: number
}

/**
 * Moves one application. There is no other way to change its state: checks the table, sets the clock, and stores the
 * application, the move, the notices and the audit event, all in the given transaction.
 * @param application as read in this session
 * @throws Overtaken when somebody changed it since the form was shown; MoveRefused when the table does not allow the move
 */
export async function moveApplication(
  context: ApplicationContext,
  session: ClientSession,
  application: Application,
  order: MoveOrder,
): Promise<Application> {
  const { action, mover } = order
  const last = await context.moves.last(application.id, session)
  refuseOvertaken(order.shown, application, last)
  const refusal = refusalOf(action, application, mover.kind)
  if (refusal !== null) throw new MoveRefused(action, application, last)
  requireAll(MOVES[action], order)

  const at = context.now()
  const to = targetOf(action, application.before)
  const step = nextStep(application, action, to, at)
  const ended = endedStep(application.step, step, at)
  const moved: Application = {
    ...application,
    // A proposal ends with any move: it was made for the state before.
    proposal: null,
    ...order.set,
    state: to,
    before: to === 'returned' ? application.state : null,
    step,
    reached: { [to]: at, ...application.reached },
    steps: ended === null ? application.steps : [...application.steps, ended],
    version: application.version + 1,
    updatedAt: at,
    endedAt: isEnded(to) ? at : null,
  }
  const move = recordOf(application, moved, order, { at, ended, seq: (last?.seq ?? 0) + 1 })
  if (!(await context.applications.replace(session, moved, application.version))) {
    throw new Error(`application ${application.id} was changed inside a transaction that had read it`)
  }
  await context.moves.insert(session, [move])
  for (const follow of context.afterMove()) await follow(session, { before: application, application: moved, move })
  await context.notices.tell(session, noticesForMove(moved, move))
  await context.audit.record(session, {
    name: `APPLICATION_${action.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`,
    actor: mover.actor,
    subject: { kind: 'application', id: application.id },
    detail: { from: move.from, to: move.to, seq: move.seq, ...order.detail },
  })
  return moved
}

/** @throws RangeError when a use case forgot what the table asks for: a fault of the code, not of a person. */
function requireAll({ requires }: MoveSpec, { reason, detail, set }: MoveOrder): void {
  const there: Readonly<Record<Requirement, boolean>> = {
    reason: (reason ?? '').trim() !== '',
    list: (set?.asked?.items.length ?? 0) > 0,
    terms: Boolean(set?.offer),
    decision: Boolean(set?.decision),
    refusal: Boolean(set?.refusal),
    contract: typeof detail?.loanId === 'string',
    drawdown: typeof detail?.drawdownId === 'string',
  }
  const missing = requires.filter((requirement) => !there[requirement])
  if (missing.length > 0) throw new RangeError(`the move lacks ${missing.join(', ')}`)
}

/** The clock after a move: it stands still while the enterprise is asked, and goes on for the same step. */
function nextStep(
  { kind, step, dimensions }: Application,
  action: MoveAction,
  to: ApplicationState,
  at: Date,
): Step | null {
  if (action === 'ask') return step && pauseStep(step, at)
  if (action === 'answer') return step && resumeStep(step, at)
  const next = stepOf(kind, to, dimensions.purpose)
  if (next === null) return null
  return step?.name === next.name && action !== 'revise' && !isPaused(step) ? step : startStep(next, at)
}

function recordOf(
  before: Application,
  moved: Application,
  { action, mover, reason, detail }: MoveOrder,
  { at, ended, seq }: { readonly at: Date; readonly ended: EndedStep | null; readonly seq: number },
): MoveRecord {
  return {
    id: newRecordId(),
    applicationId: before.id,
    requestId: before.requestId,
    seq,
    action,
    from: before.state,
    to: moved.state,
    by: {
      kind: mover.kind,
      accountId: mover.actor.accountId,
      name: mover.name,
      organisationId: mover.actor.organisationId,
    },
    at,
    reason: reason ?? null,
    step: ended,
    detail: detail ?? {},
  }
}

/** The step that a move ends; null where the clock of the same step goes on, or none ran. */
function endedStep(step: Step | null, next: Step | null, at: Date): EndedStep | null {
  if (step === null || step.startedAt.getTime() === next?.startedAt.getTime()) return null
  const { usedDays, colour } = readClock(step, at)
  const { name, holder, limitDays } = step
  return { name, holder, limitDays, usedDays, onTime: isPaused(step) || colour !== 'red', endedAt: at }
}
