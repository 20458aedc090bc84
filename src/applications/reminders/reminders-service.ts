import type { ClientSession } from 'mongoose'
import { inTransaction } from '../../db/index.js'
import { chinaDay, type LawDate } from '../../kernel/dates.js'
import { workingDaysBetween } from '../../kernel/working-days.js'
import type { MoveRecord } from '../application.js'
import type { ApplicationsService } from '../applications-service.js'
import { isPaused, resumeStep } from '../clock.js'
import type { Step } from '../step.js'
import { escalationStore, type Escalation, type EscalationEnd, type EscalationFilter } from './escalation.store.js'
import { remind, remindAll, type RemindContext } from './remind.js'
import { threadStore } from './thread.store.js'

export type RemindersService = ReturnType<typeof remindersService>

/** Reminders of limits, and what was brought before the bureau because a bank let one pass. */
export function remindersService(applications: Pick<ApplicationsService, 'context' | 'onMove'>) {
  const { connection } = applications.context
  const escalations = escalationStore(connection)
  const context: RemindContext = { ...applications.context, threads: threadStore(connection), escalations }
  applications.onMove(async (session, { before, application, move }) => {
    if (before.step === null || move.step === null) return
    await escalations.finish(session, application.id, move.step.name, endOf(move, lastDayOf(before.step, move.at)))
  })

  return {
    /** Reminds of all that is due. See `remindAll`. */
    async remindAll(stopped?: AbortSignal): Promise<number> {
      await finishLate()
      return remindAll(context, stopped)
    },
    /** Speaks of one application now, a sample too: for the sample history. */
    remindOf: (applicationId: string): Promise<boolean> => remind(context, applicationId),
    /** Takes away what was brought before the bureau about applications that go themselves. */
    removeOf: (session: ClientSession, applicationIds: readonly string[]): Promise<void> =>
      escalations.removeOf(session, applicationIds),
    /** What was brought before the bureau, and whether and when the step was done after all; latest first. */
    escalations: (filter?: EscalationFilter, session: ClientSession | null = null): Promise<readonly Escalation[]> =>
      escalations.list(filter, session),
    /** Something is said about one in this transaction: a move that ends it meanwhile conflicts. */
    touchEscalation: (session: ClientSession, id: string): Promise<void> => escalations.touch(session, id),
  }

  /** A move that was made at the very moment of an escalation did not see it: it ends it all the same. */
  async function finishLate(): Promise<void> {
    for (const { applicationId, afterSeq, step, dueOn } of await escalations.list({ open: true })) {
      const moves = await context.moves.of(applicationId)
      const move = moves.find((one) => one.seq > afterSeq && one.step?.name === step)
      if (move === undefined) continue
      await inTransaction(connection, (session) => escalations.finish(session, applicationId, step, endOf(move, dueOn)))
    }
  }
}

const endOf = ({ seq, action, by, at }: MoveRecord, dueOn: LawDate): EscalationEnd => ({
  ...{ seq, action, by: by.kind, at },
  overDays: workingDaysBetween(dueOn, chinaDay(at)).days,
})

/** The last day of a limit; of a clock that stands still, as it would be if it went on now. */
const lastDayOf = (step: Step, at: Date): LawDate => (isPaused(step) ? resumeStep(step, at) : step).dueOn
