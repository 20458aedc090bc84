import type { ClientSession } from 'mongoose'
import {
  isPaused,
  resumeStep,
  type AfterMove,
  type Application,
  type MoveRecord,
  type Step,
} from '../../applications/index.js'
import { systemActor } from '../../audit/index.js'
import { inTransaction } from '../../db/index.js'
import { chinaDay, type LawDate } from '../../kernel/dates.js'
import { workingDaysBetween } from '../../kernel/working-days.js'
import type { EscalationContext } from '../context.js'
import type { EscalationEnd } from '../escalation.js'

/**
 * Records in the caller's transaction that a bank exceeded the limit of an application's current step by a working day.
 * Does nothing where no bank or no step is concerned.
 * @param thread the reminders of this limit, for the audit event
 */
export async function raiseEscalation(
  { escalations, applications, audit }: EscalationContext,
  session: ClientSession,
  { id, requestId, bankId, step }: Pick<Application, 'id' | 'requestId' | 'bankId' | 'step'>,
  { thread, at }: { readonly thread: string; readonly at: Date },
): Promise<void> {
  if (bankId === null || step === null) return
  const afterSeq = (await applications.lastMoveOf(id, session))?.seq ?? 0
  const limit = { applicationId: id, requestId, bankId, step: step.name, dueOn: step.dueOn }
  await escalations.insert(session, { ...limit, at, afterSeq })
  await audit.record(session, {
    name: 'APPLICATION_ESCALATED',
    actor: systemActor,
    subject: { kind: 'application', id },
    detail: { step: step.name, dueOn: step.dueOn, bankId, thread },
  })
}

/** Ends the open escalations of a step when a move ends the step. */
export const endEscalations =
  ({ escalations }: EscalationContext): AfterMove =>
  async (session, { before, application, move }) => {
    if (before.step === null || move.step === null) return
    await escalations.finish(session, application.id, move.step.name, endOf(move, lastDayOf(before.step, move.at)))
  }

/** Ends escalations that were raised while the move that ended their step was being made: that move did not see them. */
export async function endMissedEscalations({
  connection,
  escalations,
  applications,
}: EscalationContext): Promise<void> {
  for (const { applicationId, afterSeq, step, dueOn } of await escalations.list({ open: true })) {
    const moves = await applications.movesOf(applicationId)
    const move = moves.find((one) => one.seq > afterSeq && one.step?.name === step)
    if (move === undefined) continue
    await inTransaction(connection, (session) => escalations.finish(session, applicationId, step, endOf(move, dueOn)))
  }
}

const endOf = ({ seq, action, by, at }: MoveRecord, dueOn: LawDate): EscalationEnd => ({
  ...{ seq, action, by: by.kind, at },
  overDays: workingDaysBetween(dueOn, chinaDay(at)).days,
})

/** The last day of a limit; of a paused clock, as it would be if the clock resumed now. */
const lastDayOf = (step: Step, at: Date): LawDate => (isPaused(step) ? resumeStep(step, at) : step).dueOn
