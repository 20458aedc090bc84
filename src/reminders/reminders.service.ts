import type { Connection } from 'mongoose'
import type { Application, ApplicationsService } from '../applications/index.js'
import { inTransaction } from '../db/index.js'
import type { EscalationsService } from '../escalations/index.js'
import type { Notices } from '../notices/index.js'
import { dueReminder, offersUntil } from './due-reminder.js'
import { reminderNotices } from './reminders.notices.js'
import { sentReminderStore, type SentReminderStore } from './sent-reminder.store.js'

export type RemindersParts = {
  readonly connection: Connection
  readonly now: () => Date
  readonly notices: Pick<Notices, 'tell'>
  readonly applications: Pick<ApplicationsService, 'find' | 'pastAmber' | 'offeredUntil'>
  readonly escalations: Pick<EscalationsService, 'raise' | 'endMissed'>
}
type RemindersContext = RemindersParts & { readonly sent: SentReminderStore }

export type RemindersService = ReturnType<typeof remindersService>

/** Reminders of limits and offers, up to the escalation to the bureau. */
export function remindersService(parts: RemindersParts) {
  const context: RemindersContext = { ...parts, sent: sentReminderStore(parts.connection) }
  return {
    /** Sends every reminder that is due. See `remindAll`. */
    async remindAll(stopped?: AbortSignal): Promise<number> {
      await parts.escalations.endMissed()
      return remindAll(context, stopped)
    },
    /** Sends the reminder of one application that is due now, of a sample too: for the sample history. */
    remindOf: (applicationId: string): Promise<boolean> => remind(context, applicationId),
  }
}

/**
 * Sends every reminder that is due, each once and each in a transaction of its own, so that an interruption loses nothing
 * and two processes send nothing twice. Sample applications are left out: nobody works on them.
 * @returns how many applications a reminder was sent for
 * @throws AggregateError when some reminders failed, after all others were sent
 */
async function remindAll(context: RemindersContext, stopped?: AbortSignal): Promise<number> {
  const { applications, now, sent } = context
  const at = now()
  let count = 0
  const failures: unknown[] = []
  const candidates = [() => applications.pastAmber(at), () => applications.offeredUntil(offersUntil(at))]
  for (const read of candidates) {
    for await (const application of read()) {
      stopped?.throwIfAborted()
      try {
        const due = dueReminder(application, at)
        if (due === null || (await sent.rank(due.thread)) >= due.rank) continue
        if (await remind(context, application.id)) count += 1
      } catch (error) {
        failures.push(error)
      }
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} applications could not be reminded of`)
  return count
}

/** Sends the reminder of one application as it stands in the transaction. @returns whether one was due */
const remind = (
  { connection, applications, sent, notices, escalations, now }: RemindersContext,
  id: string,
): Promise<boolean> =>
  inTransaction(connection, async (session) => {
    const at = now()
    const application: Application | null = await applications.find('all', id, session)
    const due = application && dueReminder(application, at)
    if (!due) return false
    const before = await sent.rank(due.thread, session)
    if (before >= due.rank) return false
    await sent.set(session, due.thread, due.rank, at)
    await notices.tell(session, reminderNotices(application, due, before, at))
    if (due.name === 'escalated') await escalations.raise(session, application, { thread: due.thread, at })
    return true
  })
