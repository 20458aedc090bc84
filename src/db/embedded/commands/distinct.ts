import { CommandError } from '../errors.js'
import { prepare, search } from '../plan/find-documents.js'
import { stringField } from '../field.js'
import { encodeKey } from '../values/key.js'
import { compareValues, valuesEqual } from '../values/compare.js'
import { valuesAt } from '../values/path.js'
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
  const byKey = new Map<string, unknown>()
  for (const { document } of search(call.store, collection, prepared)) {
    for (const value of valuesAt(document, key)) {
      // An array is taken apart; its elements have been visited already.
      if (value === undefined || Array.isArray(value)) continue
      const place = encodeKey([value]).toString('latin1')
      if (!byKey.has(place)) byKey.set(place, value)
    }
  }
  const values = [...byKey.values()].sort((a, b) => compareValues(a, b, collation))
  const distinctOnes = values.filter((value, i) => i === 0 || !valuesEqual(value, values[i - 1], collation))
  return reply({ values: distinctOnes })
}

export const distinct: Command = {
  kind: 'read',
  fields: fields('key', 'query', 'collation', 'hint'),
  inTransaction: true,
  run,
}
