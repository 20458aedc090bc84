import { randomBytes } from 'node:crypto'
import { Schema, trusted, type ClientSession, type Connection } from 'mongoose'
import { roles } from '../../kernel/roles.js'
import { emailKey, type Account, type NewAccount, type SecondFactor } from '../rules/account.js'

type Row = Omit<Account, 'id'> & { readonly _id: string; readonly emailKey: string }

const secondFactorSchema = new Schema<SecondFactor>(
  {
    secret: { type: String, required: true },
    lastStep: { type: Number, required: true },
    recovery: { type: [String], required: true },
    since: { type: Date, required: true },
  },
  { _id: false },
)
const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    role: { type: String, required: true, enum: roles },
    name: { type: String, required: true },
    email: { type: String, required: true },
    emailKey: { type: String, required: true },
    phone: { type: String, default: null },
    organisation: {
      _id: false,
      kind: { type: String, required: true, enum: ['enterprise', 'bank', 'bureau', 'centre'] },
      id: { type: String, required: true },
    },
    passwordHash: { type: String, default: '' },
    emailConfirmedAt: { type: Date, default: null },
    state: { type: String, required: true, enum: ['active', 'disabled', 'closed'] },
    secondFactor: { type: secondFactorSchema, default: null },
    isSample: { type: Boolean, required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: 'accounts', versionKey: false },
)
schema.index({ emailKey: 1 }, { unique: true })
schema.index({ 'organisation.kind': 1, 'organisation.id': 1, createdAt: 1 })
schema.index({ role: 1, createdAt: 1 })

export type AccountFilter = {
  readonly role?: Account['role']
  readonly state?: Account['state']
  readonly organisation?: Account['organisation']
}
export type AccountStore = ReturnType<typeof accountStore>

/** A new id: found by nobody who guesses. */
export const newAccountId = (): string => randomBytes(12).toString('hex')

/** The only reader and writer of `accounts`; it returns plain records. */
export function accountStore(connection: Connection) {
  const model = connection.model<Row>('Account', schema)
  const options = (session?: ClientSession) => (session ? { session } : {})
  return {
    async find(id: string, session?: ClientSession): Promise<Account | null> {
      const row = await model.findById(id, null, options(session)).lean<Row>()
      return row && accountFromRow(row)
    },

    async findByEmail(email: string, session?: ClientSession): Promise<Account | null> {
      const row = await model.findOne({ emailKey: emailKey(email) }, null, options(session)).lean<Row>()
      return row && accountFromRow(row)
    },

    /** @throws the duplicate-key error of the database when the mail address has an account. */
    async insert(
      session: ClientSession,
      id: string,
      given: NewAccount,
      passwordHash: string,
      at: Date,
    ): Promise<Account> {
      const row: Row = {
        _id: id,
        role: given.role,
        name: given.name,
        email: given.email.trim(),
        emailKey: emailKey(given.email),
        phone: given.phone,
        organisation: given.organisation,
        passwordHash,
        emailConfirmedAt: given.emailConfirmed ? at : null,
        state: 'active',
        secondFactor: null,
        isSample: given.isSample ?? false,
        createdAt: at,
      }
      await model.create([row], { session })
      return accountFromRow(row)
    },

    async change(
      session: ClientSession,
      id: string,
      fields: Partial<Pick<Account, 'name' | 'phone' | 'passwordHash' | 'emailConfirmedAt' | 'state' | 'secondFactor'>>,
    ): Promise<void> {
      await model.updateOne({ _id: id }, { $set: fields }, { session })
    },

    /** Uses up a step of thirty seconds. False when it, or a later one, was used before: two requests cannot both win. */
    async useStep(session: ClientSession, id: string, step: number): Promise<boolean> {
      const unused = { _id: id, 'secondFactor.lastStep': trusted({ $lt: step }) }
      const { matchedCount } = await model.updateOne(unused, { $set: { 'secondFactor.lastStep': step } }, { session })
      return matchedCount === 1
    },

    /** Uses up a recovery code. False when it is not, or no longer, one of this account. */
    async useRecovery(session: ClientSession, id: string, hash: string): Promise<boolean> {
      const { matchedCount } = await model.updateOne(
        { _id: id, 'secondFactor.recovery': hash },
        { $pull: { 'secondFactor.recovery': hash } },
        { session },
      )
      return matchedCount === 1
    },

    /** Oldest first. */
    async list(
      { role, state, organisation }: AccountFilter,
      { skip, limit }: { skip: number; limit: number },
    ): Promise<{ accounts: Account[]; total: number }> {
      const where = {
        ...(role && { role }),
        ...(state && { state }),
        ...(organisation && { 'organisation.kind': organisation.kind, 'organisation.id': organisation.id }),
      }
      const [rows, total] = await Promise.all([
        model.find(where).sort({ createdAt: 1, _id: 1 }).skip(skip).limit(limit).lean<Row[]>(),
        model.countDocuments(where),
      ])
      return { accounts: rows.map(accountFromRow), total }
    },

    /** Who may act for an organisation now, as it stands in the transaction. */
    async active(session: ClientSession, { kind, id }: Account['organisation']): Promise<Account[]> {
      const where = { 'organisation.kind': kind, 'organisation.id': id, state: 'active' as const }
      const rows = await model.find(where, null, { session }).sort({ createdAt: 1 }).lean<Row[]>()
      return rows.map(accountFromRow)
    },

    /** Id → name, for pages that name who did something. */
    async names(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
      const rows = await model
        .find({ _id: trusted({ $in: [...ids] }) }, { name: 1 })
        .lean<Pick<Row, '_id' | 'name'>[]>()
      return new Map(rows.map((row) => [row._id, row.name]))
    },

    /**
     * Closes the accounts of an organisation and forgets who the people were. Returns what they were known by, so that
     * others can forget it too.
     */
    async forgetAll(
      session: ClientSession,
      organisation: Account['organisation'],
    ): Promise<{ id: string; email: string }[]> {
      const where = { 'organisation.kind': organisation.kind, 'organisation.id': organisation.id }
      const rows = await model.find(where, { email: 1 }, { session }).lean<Pick<Row, '_id' | 'email'>[]>()
      for (const { _id } of rows) {
        const email = `closed-${_id}@invalid`
        const nothing = { name: '已注销', email, emailKey: email, phone: null, passwordHash: '', secondFactor: null }
        await model.updateOne({ _id }, { $set: { ...nothing, state: 'closed' } }, { session })
      }
      return rows.map(({ _id, email }) => ({ id: _id, email }))
    },

    /** Takes the demonstration accounts away, and whoever was let into one of these organisations. */
    async removeSamples(
      session: ClientSession,
      organisationIds: readonly string[],
    ): Promise<readonly Pick<Account, 'id' | 'email'>[]> {
      const inside = { 'organisation.id': trusted({ $in: [...organisationIds] }) }
      const where = { $or: [{ isSample: true }, inside] }
      const rows = await model.find(where, { _id: 1, email: 1 }, { session }).lean<Pick<Row, '_id' | 'email'>[]>()
      await model.deleteMany(where, { session })
      return rows.map(({ _id, email }) => ({ id: _id, email }))
    },
  }
}

function accountFromRow(row: Row): Account {
  const { role, name, email, phone, organisation, passwordHash } = row
  const { emailConfirmedAt, state, secondFactor, isSample, createdAt } = row
  return {
    ...{ id: row._id, role, name, email, phone, organisation, passwordHash },
    ...{ emailConfirmedAt, state, secondFactor, isSample, createdAt },
  }
}
