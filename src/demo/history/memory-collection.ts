/** A row as a store keeps it. */
export type Row = { readonly _id: unknown } & Readonly<Record<string, unknown>>
export type Filter = Readonly<Record<string, unknown>>
export type Update = { readonly $set?: Filter; readonly $inc?: Readonly<Record<string, number>>; readonly $setOnInsert?: Filter } // prettier-ignore
export type Order = Readonly<Record<string, 1 | -1>>

/**
 * Rows of one collection in memory, with as much of the database's language as the stores of applications and loans
 * speak: equality, comparison, `$in`; `$set` and `$inc` of whole fields. Whatever else is asked for throws, so that
 * nothing is answered differently from the database.
 */
export class MemoryCollection {
  readonly #rows = new Map<unknown, Row>()
  /** By field, by value: the ids of the rows that have it. Made when a field is first looked up. */
  readonly #indexes = new Map<string, Map<unknown, Set<unknown>>>()

  all(): readonly Row[] {
    return [...this.#rows.values()]
  }

  insert(row: Row): void {
    if (this.#rows.has(row._id)) throw new Error(`${String(row._id)} is there already`)
    this.#put(row)
  }

  find(filter: Filter, order: Order | null = null): Row[] {
    const found = [...this.#candidates(filter)].filter((row) => matches(row, filter))
    return order === null ? found : found.sort((a, b) => compareBy(order, a, b))
  }

  /** @returns the row as it was and as it is; null when none matched and none was to be made */
  update(filter: Filter, update: Update, upsert = false): Row | null {
    const [row] = this.find(filter)
    if (row === undefined && !upsert) return null
    const base = row ?? { ...filter, ...update.$setOnInsert, _id: filter._id }
    const next: Record<string, unknown> & Row = { ...base, ...update.$set }
    for (const [field, by] of Object.entries(update.$inc ?? {})) next[field] = Number(next[field] ?? 0) + by
    const dotted = Object.keys({ ...update.$set, ...update.$inc }).find((field) => field.includes('.'))
    if (dotted !== undefined) throw new RangeError(`a part of a field cannot be set here: ${dotted}`)
    if (row) this.#take(row)
    this.#put(next)
    return next
  }

  remove(filter: Filter): number {
    const gone = this.find(filter)
    for (const row of gone) {
      this.#take(row)
      this.#rows.delete(row._id)
    }
    return gone.length
  }

  #put(row: Row): void {
    this.#rows.set(row._id, row)
    for (const [field, index] of this.#indexes) enter(index, row[field], row._id)
  }

  #take(row: Row): void {
    for (const [field, index] of this.#indexes) index.get(row[field])?.delete(row._id)
  }

  /** Rows that may match: by id or by the shortest list that an index has for one of the filter's values. */
  *#candidates(filter: Filter): Generator<Row> {
    const ids = this.#idsFor(filter)
    if (ids === null) {
      yield* this.#rows.values()
      return
    }
    for (const id of ids) {
      const row = this.#rows.get(id)
      if (row !== undefined) yield row
    }
  }

  #idsFor(filter: Filter): Iterable<unknown> | null {
    if (typeof filter._id === 'string' || typeof filter._id === 'number') return [filter._id]
    const lists = Object.entries(filter)
      .filter(([field, value]) => !field.includes('.') && typeof value === 'string')
      .map(([field, value]) => this.#index(field).get(value) ?? new Set<unknown>())
    return lists.reduce<Set<unknown> | null>(
      (shortest, list) => (shortest === null || list.size < shortest.size ? list : shortest),
      null,
    )
  }

  #index(field: string): Map<unknown, Set<unknown>> {
    const known = this.#indexes.get(field)
    if (known) return known
    const index = new Map<unknown, Set<unknown>>()
    for (const row of this.#rows.values()) enter(index, row[field], row._id)
    this.#indexes.set(field, index)
    return index
  }
}

function enter(index: Map<unknown, Set<unknown>>, value: unknown, id: unknown): void {
  const ids = index.get(value)
  if (ids) ids.add(id)
  else index.set(value, new Set([id]))
}

function matches(row: Row, filter: Filter): boolean {
  for (const field in filter) if (!fits(valueAt(row, field), filter[field])) return false
  return true
}

const valueAt = (row: Row, path: string): unknown =>
  path.includes('.')
    ? path.split('.').reduce<unknown>((value, key) => (value as Filter | null | undefined)?.[key], row)
    : row[path]

function fits(value: unknown, wanted: unknown): boolean {
  if (wanted === null || wanted === undefined) return value === null || value === undefined
  if (typeof wanted !== 'object' || wanted instanceof Date) return compare(value, wanted) === 0
  return Object.entries(wanted).every(([operator, bound]) => holds(operator, value, bound))
}

function holds(operator: string, value: unknown, bound: unknown): boolean {
  switch (operator) {
    case '$in':
      return (bound as readonly unknown[]).some((one) => fits(value, one))
    case '$ne':
      return !fits(value, bound)
    case '$lt':
      return isThere(value) && compare(value, bound) < 0
    case '$lte':
      return isThere(value) && compare(value, bound) <= 0
    case '$gt':
      return isThere(value) && compare(value, bound) > 0
    case '$gte':
      return isThere(value) && compare(value, bound) >= 0
    default:
      throw new RangeError(`${operator} is not known here`)
  }
}

const isThere = (value: unknown) => value !== null && value !== undefined

/** What is not there comes first, as in the database. */
function compare(a: unknown, b: unknown): number {
  if (!isThere(a) || !isThere(b)) return Number(isThere(a)) - Number(isThere(b))
  const [x, y] = [plain(a), plain(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

const plain = (value: unknown): number | string =>
  value instanceof Date ? value.getTime() : typeof value === 'number' ? value : String(value)

function compareBy(order: Order, a: Row, b: Row): number {
  for (const [field, way] of Object.entries(order)) {
    const by = compare(valueAt(a, field), valueAt(b, field))
    if (by !== 0) return by * way
  }
  return 0
}
