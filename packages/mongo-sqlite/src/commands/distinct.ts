import { CommandError } from '../errors.js'
import { prepare, search } from '../plan/find-documents.js'
import { stringField } from '../field.js'
import { encodeKey } from '../values/key.js'
import { get, isDocument } from '../values/document.js'
import { arrayIndex } from '../values/path.js'
import { compareValues, valuesEqual } from '../values/compare.js'
import type { Reply } from '../wire/reply.js'
import { fields, reply, type Call, type Command } from './call.js'
import { queryOf } from './find.js'
import { targetOf } from './target.js'

function run(call: Call): Reply {
  const key = stringField(call.body, 'key', 'distinct')
  if (key === undefined) throw new CommandError(40414, "BSON field 'distinct.key' is missing but a required field")
  const query = queryOf(call, 'query')
  const collection = targetOf(call)
  const prepared = prepare(collection, query)
  if (collection === undefined) return reply({ values: [] })
  const { collation } = query
  const path = key.split('.')
  const byKey = new Map<string, unknown>()
  for (const { document } of search(call.store, collection, prepared)) {
    for (const value of distinctAt(document, path)) {
      const place = encodeKey([value]).toString('latin1')
      if (!byKey.has(place)) byKey.set(place, value)
    }
  }
  const values = [...byKey.values()].sort((a, b) => compareValues(a, b, collation))
  const distinctOnes = values.filter((value, i) => i === 0 || !valuesEqual(value, values[i - 1], collation))
  return reply({ values: distinctOnes })
}

/**
 * The values of a document for a key, as the server's extractAllElementsAlongPath has them: an array at the end of the
 * path is taken apart once (an array within it is a value), arrays on the way are gone into one level, and a number
 * after an array only ever names a position.
 */
function distinctAt(value: unknown, path: readonly string[], at = 0): readonly unknown[] {
  const part = path[at]
  if (part === undefined) return Array.isArray(value) ? (value as unknown[]) : [value]
  if (!Array.isArray(value)) {
    const field = isDocument(value) ? get(value, part) : undefined
    return field === undefined ? [] : distinctAt(field, path, at + 1)
  }
  const elements = value as unknown[]
  const position = arrayIndex(part)
  if (position < 0) return elements.flatMap((one) => (isDocument(one) ? distinctAt(one, path, at) : []))
  return position < elements.length ? distinctAt(elements[position], path, at + 1) : []
}

export const distinct: Command = {
  kind: 'read',
  fields: fields('key', 'query', 'collation', 'hint'),
  inTransaction: true,
  run,
}
