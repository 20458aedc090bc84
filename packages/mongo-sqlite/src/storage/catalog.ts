import type { Binary } from 'bson'
import type { Matcher } from '../query/filter.js'
import type { Document } from '../values/document.js'

export type Direction = 1 | -1
export type KeyField = readonly [path: string, direction: Direction]

/** An index as the catalog knows it; `spec` is what listIndexes answers. */
export type IndexEntry = {
  readonly id: number
  readonly name: string
  readonly spec: Document
  readonly keys: readonly KeyField[]
  readonly unique: boolean
  readonly sparse: boolean
  readonly hidden: boolean
  readonly partial: { readonly filter: Document; readonly matcher: Matcher } | null
  readonly expireAfterSeconds: number | null
  /** True once one document gave more than one key: then bounds may not be intersected and order not trusted. */
  readonly multikey: boolean
}

export type Validator = {
  readonly matcher: Matcher
  readonly filter: Document
  readonly level: 'strict' | 'moderate' | 'off'
  readonly action: 'error' | 'warn'
}

export type CollectionEntry = {
  readonly id: number
  readonly db: string
  readonly name: string
  readonly uuid: Binary
  readonly options: Document
  readonly validator: Validator | null
  readonly indexes: readonly IndexEntry[]
}

/** The full name of a collection, as replies and errors give it. */
export function namespace(entry: Pick<CollectionEntry, 'db' | 'name'>): string {
  return `${entry.db}.${entry.name}`
}

/**
 * All collections and indexes at one moment. Never changed in place: a transaction keeps the one of its snapshot, and
 * a failed commit goes back to the one before it by reference.
 */
export class Catalog {
  private readonly byName: ReadonlyMap<string, CollectionEntry>

  constructor(entries: Iterable<CollectionEntry>) {
    this.byName = new Map([...entries].map((entry) => [namespace(entry), entry]))
  }

  find(db: string, name: string): CollectionEntry | undefined {
    return this.byName.get(`${db}.${name}`)
  }

  all(): CollectionEntry[] {
    return [...this.byName.values()]
  }

  inDatabase(db: string): CollectionEntry[] {
    return this.all().filter((entry) => entry.db === db)
  }

  /** The same catalog with one collection added or put in the place of the one with its id. */
  with(entry: CollectionEntry): Catalog {
    return new Catalog([...this.all().filter((other) => other.id !== entry.id), entry])
  }

  without(id: number): Catalog {
    return new Catalog(this.all().filter((other) => other.id !== id))
  }
}
