import { inTransaction } from '../../db/index.js'
import type { ApplicationScope } from '../data/application.store.js'
import type { RequestContext } from '../request-context.js'
import type { Application, DocumentItem } from '../rules/application.js'
import type { Mover } from '../rules/mover.js'

/** What the enterprise answers to one thing that the bank asked for. */
export type ItemAnswer = { readonly text: string; readonly evidenceIds: readonly string[] }

export type BankAnswerResult =
  | { readonly ok: true; readonly application: Application }
  /** By place among the things asked for: nothing was given, or a file is gone. */
  | { readonly ok: false; readonly missing: readonly number[]; readonly gone: readonly number[] }

/**
 * Answers the items that the bank asked for; then the bank's clock resumes. Each item needs a file or a sentence: an
 * answer that leaves one out is refused.
 * @throws DomainError `application.not-found`; MoveRefused, Overtaken
 */
export async function answerBank(
  context: Pick<RequestContext, 'connection' | 'applications' | 'enterprises'>,
  scope: ApplicationScope,
  id: string,
  given: { readonly answers: readonly ItemAnswer[]; readonly shown: number },
  mover: Mover,
): Promise<BankAnswerResult> {
  const { applications, enterprises, connection } = context
  return inTransaction(connection, async (session): Promise<BankAnswerResult> => {
    const application = await applications.get(scope, id, session)
    const items = application.state === 'returned' ? (application.asked?.items ?? []) : []
    const files = new Set((await enterprises.evidenceOf(application.enterpriseId, session)).map((file) => file.id))
    const answers = items.map((_, place) => given.answers[place] ?? { text: '', evidenceIds: [] })
    const missing = placesOf(answers, ({ text, evidenceIds }) => text.trim() === '' && evidenceIds.length === 0)
    const gone = placesOf(answers, ({ evidenceIds }) => evidenceIds.some((file) => !files.has(file)))
    if (missing.length > 0 || gone.length > 0) return { ok: false, missing, gone }
    const answered = items.map((item, place) => ({ item, ...(answers[place] ?? { text: '', evidenceIds: [] }) }))
    const moved = await applications.moveIn(session, application, {
      action: 'answer',
      mover,
      reason: answered.map(sentenceOf).join('；') || null,
      detail: { answers: answered },
      set: { documents: [...application.documents, ...answered.flatMap(documentOf(application))] },
      shown: given.shown,
    })
    return { ok: true, application: moved }
  })
}

const placesOf = (answers: readonly ItemAnswer[], is: (answer: ItemAnswer) => boolean) =>
  answers.flatMap((answer, place) => (is(answer) ? [place] : []))

const sentenceOf = ({ item, text, evidenceIds }: ItemAnswer & { item: string }) =>
  `${item}：${[text.trim(), evidenceIds.length > 0 ? `附文件 ${evidenceIds.length} 份` : ''].filter(Boolean).join('，')}`

/** What was asked for and given as a file stands in the list of papers from now on. */
const documentOf =
  ({ version }: Application) =>
  ({ item, evidenceIds }: ItemAnswer & { item: string }, place: number): readonly DocumentItem[] =>
    evidenceIds.length === 0
      ? []
      : [
          {
            ...{ code: `asked-${version}-${place + 1}`, title: item, reason: '银行要求补充', required: true },
            ...{ evidenceIds, checkedBy: null, checkedAt: null },
          },
        ]
