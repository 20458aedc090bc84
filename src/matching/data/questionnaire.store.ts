import { Schema, type Connection } from 'mongoose'
import { inTransaction } from '../../db/index.js'
import type { FactValue } from '@lueqiao/matching-engine'
import { isPublicId } from './public-id.js'
import type { Answer, Questionnaire } from '../rules/questionnaire.js'

type QuestionnaireRow = {
  readonly _id: string
  readonly answers: readonly { fact: string; state: 'known' | 'declined'; value?: FactValue }[]
  readonly createdAt: Date
  readonly expiresAt: Date
}

const schema = new Schema<QuestionnaireRow>(
  {
    _id: { type: String, required: true },
    answers: [
      {
        _id: false,
        fact: { type: String, required: true },
        state: { type: String, required: true, enum: ['known', 'declined'] },
        value: Schema.Types.Mixed,
      },
    ],
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'questionnaires', versionKey: false },
)
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export type QuestionnaireStore = ReturnType<typeof questionnaireStore>

/** The only access to `questionnaires`; returns plain records. */
export function questionnaireStore(connection: Connection) {
  const model = connection.model<QuestionnaireRow>('Questionnaire', schema)
  return {
    async insert(questionnaire: Questionnaire, times: { createdAt: Date; expiresAt: Date }): Promise<void> {
      await model.create({ _id: questionnaire.id, answers: questionnaire.answers.map(answerToRow), ...times })
    },

    /** Null when the questionnaire does not exist or has expired. */
    async find(id: string, now: Date): Promise<Questionnaire | null> {
      if (!isPublicId(id)) return null
      const row = await model.findOne({ _id: id }).lean<QuestionnaireRow>()
      return row && row.expiresAt > now ? questionnaireFromRow(row) : null
    },

    /**
     * Applies a change to the answers in a transaction, so that concurrent changes both count.
     * @returns the changed questionnaire, or null as in `find`.
     */
    async change(
      id: string,
      now: Date,
      rule: (answers: readonly Answer[]) => readonly Answer[],
    ): Promise<Questionnaire | null> {
      if (!isPublicId(id)) return null
      return inTransaction(connection, async (session) => {
        const row = await model.findOne({ _id: id }, null, { session }).lean<QuestionnaireRow>()
        if (!row || row.expiresAt <= now) return null
        const answers = rule(questionnaireFromRow(row).answers)
        await model.updateOne({ _id: id }, { $set: { answers: answers.map(answerToRow) } }, { session })
        return { id, answers }
      })
    },
  }
}

const answerToRow = (answer: Answer) => ({ ...answer })

function questionnaireFromRow(row: QuestionnaireRow): Questionnaire {
  return {
    id: row._id,
    answers: row.answers.map(({ fact, state, value }): Answer => {
      return state === 'known' && value !== undefined ? { fact, state, value } : { fact, state: 'declined' }
    }),
  }
}
