import { CommandError } from '../errors.js'
import type { Collation } from '../values/collation.js'
import type { Document } from '../values/document.js'

export type UpdateOptions = {
  arrayFilters?: readonly Document[] | undefined
  let?: Document | undefined
  collation?: Collation | undefined
  now?: Date
}

/** A compiled update. `apply` returns a new document; `insert` tells that an upsert makes it from a seed. */
export type Update = {
  apply(document: Document, context: { position: number | null; insert: boolean }): Document
  /** True for a replacement document, which keeps nothing but _id. */
  readonly replacement: boolean
}

export function compileUpdate(update: Document | readonly Document[], options: UpdateOptions = {}): Update {
  throw new CommandError('NotImplemented', `update ${typeof update} ${typeof options}`)
}

/** The document an upsert starts from: the equalities of the filter. */
export function upsertSeed(filter: Document): Document {
  throw new CommandError('NotImplemented', `seed ${typeof filter}`)
}
