import type { Connection, Schema } from 'mongoose'
import { MemoryCollection, type Filter, type Order, type Row, type Update } from './memory-collection.js'

export type MemoryDatabase = {
  readonly connection: Connection
  /** The rows of a collection; none where no store ever opened it. */
  rowsOf(collection: string): readonly Row[]
  /** Puts rows that are elsewhere already, so that use cases find them. */
  enter(collection: string, rows: readonly Row[]): void
  collections(): readonly string[]
}

/**
 * A database in memory for the stores as they are: use cases run on it thousands of times a second, and what they
 * leave is then taken over by the real one. There is one caller at a time, so a transaction only has to run; one that
 * throws leaves what it wrote, and whoever uses this has to stop then.
 */
export function memoryDatabase(): MemoryDatabase {
  const collections = new Map<string, MemoryCollection>()
  const collection = (name: string): MemoryCollection => {
    const known = collections.get(name) ?? new MemoryCollection()
    collections.set(name, known)
    return known
  }
  const session = {
    withTransaction: <T>(work: () => Promise<T>): Promise<T> => work(),
    endSession: () => Promise.resolve(),
  }
  const connection = {
    model: (name: string, schema: Schema) => modelOf(collection(schema.get('collection') ?? name)),
    startSession: () => Promise.resolve(session),
  }
  return {
    // The stores use no more of a connection than this; what they do not find they fail at, at once.
    connection: connection as unknown as Connection,
    rowsOf: (name) => collections.get(name)?.all() ?? [],
    enter(name, rows) {
      for (const row of rows) collection(name).insert(row)
    },
    collections: () => [...collections.keys()],
  }
}

/** The part of a Mongoose model that stores use. */
function modelOf(rows: MemoryCollection) {
  const insert = (given: readonly Row[]) => {
    for (const row of given) rows.insert(row)
    return Promise.resolve(given)
  }
  const written = (matchedCount: number) => Promise.resolve({ matchedCount, modifiedCount: matchedCount })
  return {
    create: insert,
    insertMany: insert,
    find: (filter: Filter = {}) => new MemoryQuery(rows, filter, (found) => found),
    findOne: (filter: Filter) => new MemoryQuery(rows, filter, ([first]) => first ?? null),
    findById: (id: string) => new MemoryQuery(rows, { _id: id }, ([first]) => first ?? null),
    exists: (filter: Filter) => new MemoryQuery(rows, filter, ([first]) => first ?? null),
    countDocuments: (filter: Filter = {}) => Promise.resolve(rows.find(filter).length),
    distinct: (field: string, filter: Filter) =>
      Promise.resolve([...new Set(rows.find(filter).map((row) => row[field]))]),
    updateOne: (filter: Filter, update: Update, { upsert = false }: { upsert?: boolean } = {}) =>
      written(rows.update(filter, update, upsert) === null ? 0 : 1),
    updateMany(filter: Filter, update: Update) {
      const found = rows.find(filter)
      for (const { _id } of found) rows.update({ _id }, update)
      return written(found.length)
    },
    findOneAndUpdate(filter: Filter, update: Update, { upsert = false }: { upsert?: boolean } = {}) {
      const row = rows.update(filter, update, upsert)
      return { lean: () => Promise.resolve(row) }
    },
    deleteOne: (filter: Filter) => Promise.resolve({ deletedCount: rows.remove(filter) }),
    deleteMany: (filter: Filter) => Promise.resolve({ deletedCount: rows.remove(filter) }),
  }
}

/** A question that is answered when somebody waits for it, as Mongoose has them. */
class MemoryQuery<T> implements PromiseLike<T> {
  #order: Order | null = null
  #skip = 0
  #limit = Infinity

  constructor(
    private readonly rows: MemoryCollection,
    private readonly filter: Filter,
    private readonly answer: (found: readonly Row[]) => T,
  ) {}

  sort(order: Order): this {
    this.#order = order
    return this
  }

  skip(count: number): this {
    this.#skip = count
    return this
  }

  limit(count: number): this {
    this.#limit = count
    return this
  }

  lean(): this {
    return this
  }

  session(): this {
    return this
  }

  async *cursor(): AsyncGenerator<Row> {
    // Whoever walks waits between rows as with the database, where others may write meanwhile.
    for (const row of this.#found()) yield await Promise.resolve(row)
  }

  then<Done = T, Failed = never>(
    done?: ((value: T) => Done | PromiseLike<Done>) | null,
    failed?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Done | Failed> {
    return new Promise<T>((resolve) => {
      resolve(this.answer(this.#found()))
    }).then(done, failed)
  }

  #found(): readonly Row[] {
    return this.rows.find(this.filter, this.#order).slice(this.#skip, this.#skip + this.#limit)
  }
}
