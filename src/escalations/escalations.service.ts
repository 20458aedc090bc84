import type { ClientSession } from 'mongoose'
import type { Application, CountedApplication } from '../applications/index.js'
import { DomainError } from '../kernel/domain-error.js'
import type { SignedInUser } from '../kernel/signed-in-user.js'
import type { EscalationContext, EscalationParts } from './context.js'
import { escalationMessageStore } from './escalation-message.store.js'
import type { Escalation, EscalationMessage, EscalationWithMessages } from './escalation.js'
import { escalationStore, type EscalationFilter } from './escalation.store.js'
import { askBank, mayAsk } from './use-cases/ask-bank.js'
import { explain, type ExplainedEscalation, type Explanation } from './use-cases/explain.js'
import { endEscalations, endMissedEscalations, raiseEscalation } from './use-cases/raise-and-end.js'

/** The most applications of one enterprise that its export reads; none comes near. */
const MOST_APPLICATIONS = 10_000

export type EscalationsService = ReturnType<typeof escalationsService>

/** Limits that banks exceeded, the banks' explanations, and the questions of the bureau. */
export function escalationsService(parts: EscalationParts) {
  const { connection, applications } = parts
  const escalations = escalationStore(connection)
  const messages = escalationMessageStore(connection)
  const context: EscalationContext = { ...parts, escalations, messages }

  /** The explanations of the bank of an application, first to last. */
  async function explanationsOf(applicationId: string) {
    const [raised, written] = await Promise.all([escalations.list({ applicationId }), messages.list({ applicationId })])
    const steps = new Map(raised.map(({ id, step }) => [id, step]))
    return written.flatMap(({ kind, escalationId, text, promisedOn, at, by }) => {
      const step = steps.get(escalationId)
      return kind === 'answer' && step !== undefined ? [{ step, text, promisedOn, at, by }] : []
    })
  }

  return {
    now: parts.now,

    /** See `raiseEscalation`. */
    raise: (session: ClientSession, application: Application, given: { readonly thread: string; readonly at: Date }) =>
      raiseEscalation(context, session, application, given),
    afterMove: endEscalations(context),
    endMissed: (): Promise<void> => endMissedEscalations(context),

    /** Escalations without their messages, latest first. */
    records: (filter?: EscalationFilter, session: ClientSession | null = null): Promise<readonly Escalation[]> =>
      escalations.list(filter, session),

    /** Escalations with their messages; the latest escalation first, messages first to last. */
    async list(
      filter: Pick<EscalationFilter, 'bankId' | 'applicationId' | 'from'> = {},
    ): Promise<readonly EscalationWithMessages[]> {
      const [raised, written] = await Promise.all([escalations.list(filter), messages.list(filter)])
      return withMessages(raised, written)
    },

    /** @throws DomainError `escalation.not-found` */
    async get(id: string): Promise<EscalationWithMessages> {
      const [escalation] = await escalations.list({ id })
      if (escalation === undefined) throw new DomainError('escalation.not-found')
      return { escalation, messages: await messages.list({ escalationId: id }) }
    },

    /** For the enterprise's page of an application. */
    explanationsOf,

    /** The applications of escalations, by id; one that is gone is missing. */
    async applicationsOf(of: readonly Escalation[]): Promise<ReadonlyMap<string, CountedApplication>> {
      const wanted = new Set(of.map(({ applicationId }) => applicationId))
      const found = new Map<string, CountedApplication>()
      for await (const one of applications.records.applications(of.map(({ requestId }) => requestId))) {
        if (wanted.has(one.id)) found.set(one.id, one)
      }
      return found
    },

    explain: (of: ExplainedEscalation, given: Explanation): Promise<void> => explain(context, of, given),
    ask: (user: SignedInUser, id: string, given: { readonly key: string; readonly text: string }): Promise<void> =>
      askBank(context, user, id, given),
    /** Whether the bureau may ask about it: about a sample only sample accounts are asked, and few banks have any. */
    mayAsk: ({ bankId }: Pick<Escalation, 'bankId'>, isSample: boolean): Promise<boolean> =>
      mayAsk(context, bankId, isSample),

    /** The part of an enterprise's export. Explanations stay when the enterprise closes, as its moves do. */
    holder: {
      name: 'escalations',
      async exportOf(enterpriseId: string): Promise<unknown> {
        const own = await applications.list({ enterpriseId }, { kind: 'bank' }, { skip: 0, limit: MOST_APPLICATIONS })
        const explained = own.applications.map(async ({ id, number }) => ({
          number,
          explanations: await explanationsOf(id),
        }))
        return (await Promise.all(explained)).filter(({ explanations }) => explanations.length > 0)
      },
      close: (): Promise<void> => Promise.resolve(),
    },

    /** Removes the escalations of applications that are removed themselves, with their messages. */
    async removeOf(session: ClientSession, applicationIds: readonly string[]): Promise<void> {
      await escalations.removeOf(session, applicationIds)
      await messages.removeOf(session, applicationIds)
    },
  }
}

function withMessages(
  escalations: readonly Escalation[],
  messages: readonly EscalationMessage[],
): readonly EscalationWithMessages[] {
  const byEscalation = new Map<string, EscalationMessage[]>()
  for (const one of messages) byEscalation.set(one.escalationId, [...(byEscalation.get(one.escalationId) ?? []), one])
  return escalations.map((escalation) => ({ escalation, messages: byEscalation.get(escalation.id) ?? [] }))
}
