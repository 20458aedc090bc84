import { randomUUID } from 'node:crypto'
import { type ClientSession, type Connection, type QueryFilter, Schema, trusted } from 'mongoose'
import { literally } from '../../kernel/text.js'
import { entryKey, nameKey, type NewEntry, type Register, type RegisterEntry, type RegisterId } from '../rules/register.js'

type EntryRow = Omit<RegisterEntry, 'id'> & { readonly _id: string; readonly key: string; readonly nameKey: string }

const optionalText = { type: String, default: null }
const schema = new Schema<EntryRow>(
  {
    _id: { type: String, required: true },
    register: { type: String, required: true },
    key: { type: String, required: true },
    name: { type: String, required: true },
    nameKey: { type: String, required: true },
    creditCode: optionalText,
    grade: optionalText,
    year: { type: Number, default: null },
    validFrom: optionalText,
    validTo: optionalText,
    source: optionalText,
    isSample: { type: Boolean, required: true },
    importId: optionalText,
    importedAt: { type: Date, required: true },
  },
  { collection: 'register_entries', versionKey: false },
)
schema.index({ register: 1, key: 1 }, { unique: true })
schema.index({ creditCode: 1 })
schema.index({ nameKey: 1 })
schema.index({ register: 1, name: 1 })

export type EntryFilter = {
  readonly register: RegisterId
  /** Part of the name, or the beginning of the credit code. */
  readonly text?: string
  readonly grade?: string
  readonly year?: number
  /** Only those that hold (true) or have run out (false) on `today`. */
  readonly inForce?: { readonly today: string; readonly holds: boolean }
}

/** Where an entry comes from. */
export type Origin = Pick<RegisterEntry, 'isSample' | 'importId' | 'importedAt'>
export type Subject = { readonly creditCode: string; readonly name: string }

export type EntryStore = ReturnType<typeof entryStore>

/** The only reader and writer of `register_entries`; it returns plain records. */
export function entryStore(connection: Connection) {
  const model = connection.model<EntryRow>('RegisterEntry', schema)
  return {
    async insert(
      session: ClientSession,
      register: Register,
      entries: readonly NewEntry[],
      origin: Origin,
    ): Promise<readonly string[]> {
      const rows = entries.map((entry): EntryRow => ({
        ...entry,
        ...origin,
        _id: randomUUID(),
        register: register.id,
        key: entryKey(register, entry),
        nameKey: nameKey(entry.name),
      }))
      // Checked row by row before they came here: casting ten thousand documents once more costs more than writing them.
      if (rows.length > 0)
        await model.collection.insertMany(rows as unknown as Record<string, unknown>[], { session, ordered: true })
      return rows.map(({ _id }) => _id)
    },

    async change(
      session: ClientSession,
      register: Register,
      id: string,
      entry: NewEntry,
      origin: Origin,
    ): Promise<boolean> {
      const set = { ...entry, ...origin, key: entryKey(register, entry), nameKey: nameKey(entry.name) }
      const { matchedCount } = await model.updateOne({ _id: id, register: register.id }, { $set: set }, { session })
      return matchedCount === 1
    },

    async remove(session: ClientSession, register: RegisterId, id: string): Promise<boolean> {
      return (await model.deleteOne({ _id: id, register }, { session })).deletedCount === 1
    },

    async find(register: RegisterId, id: string, session: ClientSession | null = null): Promise<RegisterEntry | null> {
      const row = await model.findOne({ _id: id, register }, null, { session }).lean<EntryRow>()
      return row && entryFromRow(row)
    },

    /** The entries of a register that have one of the keys, by key. */
    async withKeys(
      register: RegisterId,
      keys: readonly string[],
      session: ClientSession | null = null,
    ): Promise<ReadonlyMap<string, RegisterEntry>> {
      const rows = await model.find({ register, key: trusted({ $in: [...keys] }) }, null, { session }).lean<EntryRow[]>()
      return new Map(rows.map((row) => [row.key, entryFromRow(row)]))
    },

    /** Every entry, of any register, that names one of the subjects by its code, or without a code by its name. */
    async about(subjects: readonly Subject[], session: ClientSession | null = null): Promise<readonly RegisterEntry[]> {
      const codes = subjects.map(({ creditCode }) => creditCode)
      const names = subjects.map(({ name }) => nameKey(name))
      const [coded, named] = [
        await model.find({ creditCode: trusted({ $in: codes }) }, null, { session }).lean<EntryRow[]>(),
        await model.find({ creditCode: null, nameKey: trusted({ $in: names }) }, null, { session }).lean<EntryRow[]>(),
      ]
      return [...coded, ...named].map(entryFromRow)
    },

    /** By name. */
    async list(
      filter: EntryFilter,
      { skip, limit }: { skip: number; limit: number },
    ): Promise<{ entries: RegisterEntry[]; total: number }> {
      const where = conditions(filter)
      const [rows, total] = await Promise.all([
        model.find(where).sort({ name: 1, _id: 1 }).skip(skip).limit(limit).lean<EntryRow[]>(),
        model.countDocuments(where),
      ])
      return { entries: rows.map(entryFromRow), total }
    },

    /** By name, one by one. */
    async *stream(filter: EntryFilter): AsyncGenerator<RegisterEntry> {
      const rows = model.find(conditions(filter)).sort({ name: 1, _id: 1 }).lean<EntryRow[]>().cursor({ batchSize: 500 })
      for await (const row of rows) yield entryFromRow(row)
    },

    /** The levels that a register lists anyone under on a day, and when it was last brought up to date. */
    async gradesHeld(
      register: RegisterId,
      today: string,
      isSample: boolean,
      session: ClientSession | null = null,
    ): Promise<{ grades: ReadonlySet<string>; latest: Date | null }> {
      const where = { ...conditions({ register, inForce: { today, holds: true } }), isSample }
      const rows = await model
        .aggregate<{ _id: string | null; latest: Date }>([
          { $match: where },
          { $group: { _id: '$grade', latest: { $max: '$importedAt' } } },
        ])
        .session(session)
      const latest = rows.reduce<Date | null>((last, row) => (last && last > row.latest ? last : row.latest), null)
      return { grades: new Set(rows.flatMap(({ _id }) => (_id === null ? [] : [_id]))), latest }
    },

    async counts(): Promise<ReadonlyMap<string, { readonly count: number; readonly latest: Date }>> {
      const rows = await model.aggregate<{ _id: string; count: number; latest: Date }>([
        { $group: { _id: '$register', count: { $sum: 1 }, latest: { $max: '$importedAt' } } },
      ])
      return new Map(rows.map(({ _id, ...rest }) => [_id, rest]))
    },

    async removeSamples(session: ClientSession): Promise<number> {
      return (await model.deleteMany({ isSample: true }, { session })).deletedCount
    },
  }
}

function conditions({ register, text, grade, year, inForce }: EntryFilter): QueryFilter<EntryRow> {
  const sought = text?.normalize('NFKC').trim().slice(0, 60) ?? ''
  const literal = literally(sought)
  return {
    register,
    ...(grade !== undefined && { grade }),
    ...(year !== undefined && { year }),
    ...((sought !== '' || inForce) && {
      $and: [...(sought === '' ? [] : [named(literal)]), ...(inForce ? holding(inForce) : [])],
    }),
  }
}

const named = (literal: string) => ({
  $or: [
    { nameKey: trusted({ $regex: literal.toLowerCase().replace(/\s/g, '') }) },
    { creditCode: trusted({ $regex: `^${literal.toUpperCase()}` }) },
  ],
})

function holding({ today, holds }: { today: string; holds: boolean }): readonly QueryFilter<EntryRow>[] {
  if (!holds)
    return [{ $or: [{ validTo: trusted({ $lt: today, $ne: null }) }, { validFrom: trusted({ $gt: today }) }] }]
  return [
    { $or: [{ validTo: null }, { validTo: trusted({ $gte: today }) }] },
    { $or: [{ validFrom: null }, { validFrom: trusted({ $lte: today }) }] },
  ]
}

function entryFromRow(row: EntryRow): RegisterEntry {
  const { register, name, creditCode, grade, year, validFrom, validTo, source, isSample, importId, importedAt } = row
  return {
    id: row._id,
    register,
    name,
    creditCode,
    grade,
    year,
    validFrom,
    validTo,
    source,
    isSample,
    importId,
    importedAt,
  }
}
