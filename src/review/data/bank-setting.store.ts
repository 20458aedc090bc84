import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import type { Fen } from '../../kernel/money.js'

/** The settings of a bank. */
export type BankSetting = {
  readonly bankId: string
  /** Above this amount nobody decides alone. */
  readonly fourEyesFen: Fen
  readonly version: number
  readonly by: string
  /** The account of whoever set it. */
  readonly byId: string
  /** The lowest threshold in force while the same person changed it; reset when a colleague sets it. */
  readonly foundFen: Fen
  readonly at: Date
}

type Row = Omit<BankSetting, 'bankId'> & { readonly _id: string }

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    fourEyesFen: { type: Number, required: true },
    version: { type: Number, required: true },
    by: { type: String, required: true },
    byId: { type: String, required: true },
    foundFen: { type: Number, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'review_settings', versionKey: false },
)

export type BankSettingStore = ReturnType<typeof bankSettingStore>

/** The only reader and writer of `review_settings`. */
export function bankSettingStore(connection: Connection) {
  const model = connection.model<Row>('ReviewSetting', schema)
  return {
    /** Null while the bank has set nothing. */
    async find(bankId: string, session: ClientSession | null = null): Promise<BankSetting | null> {
      const row = await model.findOne({ _id: bankId }, null, { session }).lean<Row>()
      if (!row) return null
      const { _id, ...rest } = row
      return { ...rest, bankId: _id }
    },

    async save(session: ClientSession, { bankId, ...setting }: BankSetting): Promise<void> {
      await model.updateOne({ _id: bankId }, { $set: setting }, { session, upsert: true })
    },

    /** Deletes the settings made by these accounts; the portal's default applies again. */
    async removeBy(session: ClientSession, accountIds: readonly string[]): Promise<void> {
      await model.deleteMany({ byId: trusted({ $in: [...accountIds] }) }, { session })
    },
  }
}
