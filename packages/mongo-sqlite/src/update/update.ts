import { compileTransforms } from '../aggregate/transform.js'
import { scopeOf } from '../aggregate/expression.js'
import { CommandError } from '../errors.js'
import { show } from '../query/show.js'
import type { Collation } from '../values/collation.js'
import { valuesEqual } from '../values/compare.js'
import type { Document } from '../values/document.js'
import { documentOf, get, keysOf } from '../values/document.js'
import { Application } from './apply.js'
import { ArrayFilters } from './array-filters.js'
import { readOperators } from './operators.js'

export { upsertSeed } from './upsert.js'

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

/**
 * Compiles an update: operators, a replacement document or a pipeline.
 * @throws CommandError with MongoDB's code when it would refuse the update whatever the document.
 */
export function compileUpdate(update: Document | readonly Document[], options: UpdateOptions = {}): Update {
  if (Array.isArray(update)) return pipeline(update as readonly Document[], options)
  const document = update as Document
  return keysOf(document)[0]?.startsWith('$') ? operators(document, options) : replacement(document, options)
}

function operators(update: Document, options: UpdateOptions): Update {
  const now = options.now ?? new Date()
  const filterOptions = { collation: options.collation, let: options.let, now }
  const filters = new ArrayFilters(options.arrayFilters ?? [], filterOptions)
  const { existing, inserted, paths } = readOperators(update, options, now)
  filters.check(paths, update)
  return {
    replacement: false,
    apply: (document, { position, insert }) => {
      const application = new Application(filters, { root: document, position, insert })
      const result = application.document(document, insert ? inserted : existing, '')
      return finish(document, result, "Performing an update on the path '_id' would modify the immutable field '_id'")
    },
  }
}

function replacement(update: Document, options: UpdateOptions): Update {
  if ((options.arrayFilters ?? []).length > 0) {
    throw new CommandError('FailedToParse', 'arrayFilters may not be specified for replacement updates')
  }
  const dollar = keysOf(update).find((key) => key.startsWith('$'))
  if (dollar !== undefined) {
    throw new CommandError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${dollar}' in '${dollar}' is not allowed in the context of an update's ` +
        'replacement document. Consider using an aggregation pipeline with $replaceWith.',
    )
  }
  return { replacement: true, apply: (document) => finish(document, update, null) }
}

function pipeline(stages: readonly Document[], options: UpdateOptions): Update {
  if ((options.arrayFilters ?? []).length > 0) {
    throw new CommandError('FailedToParse', 'arrayFilters may not be specified for pipeline-style updates')
  }
  const transform = compileTransforms(stages, scopeOf(options))
  return { replacement: false, apply: (document) => finish(document, transform(document), null) }
}

/** Keeps _id: the same value as before, taken over when the result has none, and in the first place. */
function finish(before: Document, after: Document, message: string | null): Document {
  const old = get(before, '_id')
  const id = get(after, '_id')
  if (old !== undefined && id !== undefined && !valuesEqual(old, id)) refuseId(id, message)
  if (old !== undefined && id === undefined && message !== null) refuseId(id, message)
  const kept = old ?? id
  if (kept === undefined || (keysOf(after)[0] === '_id' && kept === id)) return after
  return documentOf([
    ['_id', kept],
    ...keysOf(after).flatMap((key): [string, unknown][] => (key === '_id' ? [] : [[key, get(after, key)]])),
  ])
}

function refuseId(id: unknown, message: string | null): never {
  throw new CommandError(
    'ImmutableField',
    message ??
      `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${show(id)}`,
  )
}
