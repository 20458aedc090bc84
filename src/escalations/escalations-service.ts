import type { ClientSession } from 'mongoose'
import type { CountedApplication, Escalation, EscalationFilter } from '../applications/index.js'
import { NotFound } from '../web/errors.js'
import { askBank, mayAsk } from './ask-bank.js'
import type { Context, EscalationParts } from './context.js'
import { explain, type Explanation, type OfEscalation } from './explain.js'
import type { Told } from './said-of.js'
import { wordStore } from './word.store.js'
import type { Word } from './word.js'

/** Applications of one enterprise that its export looks through; none comes near. */
const MOST_APPLICATIONS = 10_000

export type EscalationsService = ReturnType<typeof escalationsService>

/** What banks let pass, what they say about it, and what the bureau asks. */
export function escalationsService(parts: EscalationParts) {
  const words = wordStore(parts.connection)
  const context: Context = { ...parts, words }
  const { reminders, applications } = parts

  /** What the bank of an application said about limits that went by, first to last. */
  async function explanationsOf(applicationId: string) {
    const [escalations, said] = await Promise.all([
      reminders.escalations({ applicationId }),
      words.list({ applicationId }),
    ])
    const steps = new Map(escalations.map(({ id, step }) => [id, step]))
    return said.flatMap(({ kind, escalationId, text, promisedOn, at, by }) => {
      const step = steps.get(escalationId)
      return kind === 'answer' && step !== undefined ? [{ step, text, promisedOn, at, by }] : []
    })
  }

  return {
    now: parts.now,

    /** Escalations with all that was said about each; the latest escalation first, the words first to last. */
    async list(filter: Pick<EscalationFilter, 'bankId' | 'applicationId' | 'from'> = {}): Promise<readonly Told[]> {
      const [escalations, said] = await Promise.all([reminders.escalations(filter), words.list(filter)])
      return withWords(escalations, said)
    },

    /** @throws NotFound */
    async get(id: string): Promise<Told> {
      const [escalation] = await reminders.escalations({ id })
      if (escalation === undefined) throw new NotFound('没有这项督办。')
      return { escalation, words: await words.list({ escalationId: id }) }
    },

    /** For the enterprise's page of an application. */
    explanationsOf,

    /** The applications that escalations are about, by id: what stands on a list of them. */
    async applicationsOf(escalations: readonly Escalation[]): Promise<ReadonlyMap<string, CountedApplication>> {
      const wanted = new Set(escalations.map(({ applicationId }) => applicationId))
      const found = new Map<string, CountedApplication>()
      for await (const one of applications.records.applications(escalations.map(({ requestId }) => requestId))) {
        if (wanted.has(one.id)) found.set(one.id, one)
      }
      return found
    },

    explain: (of: OfEscalation, given: Explanation): Promise<void> => explain(context, of, given),
    ask: (user: Express.User, id: string, given: { readonly key: string; readonly text: string }): Promise<void> =>
      askBank(context, user, id, given),
    /** Whether the bureau may ask about it: a sample reaches nobody but sample accounts, which few banks have. */
    mayAsk: ({ bankId }: Pick<Escalation, 'bankId'>, isSample: boolean): Promise<boolean> =>
      mayAsk(context, bankId, isSample),

    /** What the export of an enterprise takes along. What a bank said stays when the enterprise closes, as its moves do. */
    holder: {
      name: 'escalations',
      async exportOf(enterpriseId: string): Promise<unknown> {
        const own = await applications.list({ enterpriseId }, { kind: 'bank' }, { skip: 0, limit: MOST_APPLICATIONS })
        const said = own.applications.map(async ({ id, number }) => ({
          number,
          explanations: await explanationsOf(id),
        }))
        return (await Promise.all(said)).filter(({ explanations }) => explanations.length > 0)
      },
      close: (): Promise<void> => Promise.resolve(),
    },

    /** Takes away what was said about applications that go themselves. */
    removeOf: (session: ClientSession, applicationIds: readonly string[]): Promise<void> =>
      words.removeOf(session, applicationIds),
  }
}

function withWords(escalations: readonly Escalation[], said: readonly Word[]): readonly Told[] {
  const byEscalation = new Map<string, Word[]>()
  for (const word of said) byEscalation.set(word.escalationId, [...(byEscalation.get(word.escalationId) ?? []), word])
  return escalations.map((escalation) => ({ escalation, words: byEscalation.get(escalation.id) ?? [] }))
}
