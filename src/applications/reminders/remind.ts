import type { ClientSession } from 'mongoose'
import { systemActor } from '../../audit/index.js'
import { inTransaction } from '../../db/index.js'
import type { Application } from '../application.js'
import type { Context } from '../context.js'
import type { EscalationStore } from './escalation.store.js'
import { occasionOf, offersUntil, type Occasion } from './occasion.js'
import type { ThreadStore } from './thread.store.js'
import { toldOn } from './told.js'

export type RemindContext = Pick<Context, 'connection' | 'now' | 'audit' | 'notices' | 'applications' | 'moves'> & {
  readonly threads: ThreadStore
  readonly escalations: EscalationStore
}

/**
 * Reminds of every limit and offer that has come far enough, each once and each in a transaction of
 * its own, so that a stop in between loses nothing and two processes say nothing twice. Returns how many were spoken of.
 * Sample applications are left out: nobody works on them.
 * @throws Error when some could not be reminded of, after all others were.
 */
export async function remindAll(context: RemindContext, stopped?: AbortSignal): Promise<number> {
  const { applications, now, threads } = context
  const at = now()
  let told = 0
  const failures: unknown[] = []
  const candidates = [() => applications.pastAmber(at), () => applications.offeredUntil(offersUntil(at))]
  for (const read of candidates) {
    for await (const application of read()) {
      stopped?.throwIfAborted()
      try {
        const occasion = occasionOf(application, at)
        if (occasion === null || (await threads.rank(occasion.thread)) >= occasion.rank) continue
        if (await remind(context, application.id)) told += 1
      } catch (error) {
        failures.push(error)
      }
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} applications could not be reminded of`)
  return told
}

/** Speaks of one application as it stands in the transaction. Returns whether there was anything new to say. */
export const remind = ({ connection, ...context }: RemindContext, id: string): Promise<boolean> =>
  inTransaction(connection, async (session) => {
    const { applications, threads, notices, now } = context
    const at = now()
    const application = await applications.find('all', id, session)
    const occasion = application && occasionOf(application, at)
    if (!occasion) return false
    const before = await threads.rank(occasion.thread, session)
    if (before >= occasion.rank) return false
    await threads.set(session, occasion.thread, occasion.rank, at)
    await notices.tell(session, toldOn(application, occasion, before, at))
    if (occasion.name === 'escalated') await escalate(context, session, application, occasion, at)
    return true
  })

async function escalate(
  { escalations, moves, audit }: Pick<RemindContext, 'escalations' | 'moves' | 'audit'>,
  session: ClientSession,
  { id, requestId, bankId, step }: Application,
  { thread }: Occasion,
  at: Date,
): Promise<void> {
  if (bankId === null || step === null) return
  const afterSeq = (await moves.last(id, session))?.seq ?? 0
  await escalations.insert(session, { applicationId: id, requestId, bankId, step: step.name, dueOn: step.dueOn, at, afterSeq }) // prettier-ignore
  await audit.record(session, {
    name: 'APPLICATION_ESCALATED',
    actor: systemActor,
    subject: { kind: 'application', id },
    detail: { step: step.name, dueOn: step.dueOn, bankId, thread },
  })
}
