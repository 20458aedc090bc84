import type { ClientSession } from 'mongoose'
import { inTransaction } from '../../db/index.js'
import type { MoveRecord } from '../application.js'
import type { ApplicationsService } from '../applications-service.js'
import { escalationStore, type Answer, type Escalation, type EscalationFilter } from './escalation.store.js'
import { remind, remindAll, type RemindContext } from './remind.js'
import { threadStore } from './thread.store.js'

export type RemindersService = ReturnType<typeof remindersService>

/** Reminders of limits, and what was brought before the bureau because a bank let one pass. */
export function remindersService(applications: Pick<ApplicationsService, 'context' | 'onMove'>) {
  const { connection } = applications.context
  const escalations = escalationStore(connection)
  const context: RemindContext = { ...applications.context, threads: threadStore(connection), escalations }
  applications.onMove((session, { application, move }) => escalations.answer(session, application.id, answerOf(move)))

  return {
    /** Reminds of all that is due. See `remindAll`. */
    async remindAll(stopped?: AbortSignal): Promise<number> {
      await answerLate()
      return remindAll(context, stopped)
    },
    /** Speaks of one application now, a sample too: for the sample history. */
    remindOf: (applicationId: string): Promise<boolean> => remind(context, applicationId),
    /** Takes away what was brought before the bureau about applications that go themselves. */
    removeOf: (session: ClientSession, applicationIds: readonly string[]): Promise<void> =>
      escalations.removeOf(session, applicationIds),
    /** For the promise ledger: what was brought before the bureau, and whether and when it was answered; latest first. */
    escalations: (filter?: EscalationFilter): Promise<readonly Escalation[]> => escalations.list(filter),
  }

  /** A move that was made at the very moment of an escalation did not see it: it answers it all the same. */
  async function answerLate(): Promise<void> {
    for (const { applicationId, afterSeq } of await escalations.list({ open: true })) {
      const move = (await context.moves.of(applicationId)).find(({ seq }) => seq > afterSeq)
      if (move) await inTransaction(connection, (session) => escalations.answer(session, applicationId, answerOf(move)))
    }
  }
}

const answerOf = ({ seq, action, by, at }: MoveRecord): Answer => ({ seq, action, by: by.kind, at })
