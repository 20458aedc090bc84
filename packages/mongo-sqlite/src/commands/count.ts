import { countField, wholeField } from '../field.js'
import { prepare, search } from '../plan/find-documents.js'
import { dataTable } from '../storage/schema.js'
import { keysOf } from '../values/document.js'
import type { Reply } from '../wire/reply.js'
import { fields, reply, type Call, type Command } from './call.js'
import { queryOf } from './find.js'
import { targetOf } from './target.js'

function run(call: Call): Reply {
  const query = queryOf(call, 'query')
  const skip = countField(call.body, 'skip', 'count') ?? 0
  const limit = Math.abs(wholeField(call.body, 'limit', 'count') ?? 0)
  const collection = targetOf(call)
  const prepared = prepare(collection, query)
  if (collection === undefined) return reply({ n: 0 })
  const { index } = prepared.plan
  // A hinted sparse index lacks documents, and what it lacks is not counted.
  const whole = index === null || (!index.sparse && index.partial === null)
  if (whole && keysOf(query.filter).length === 0) {
    const row = call.store.connection.get(`SELECT COUNT(*) AS n FROM ${dataTable(collection)}`)
    const rest = Math.max(0, Number(row?.n ?? 0) - skip)
    return reply({ n: limit === 0 ? rest : Math.min(rest, limit) })
  }
  let n = -skip
  for (const stored of search(call.store, collection, prepared)) {
    n += stored.rid > 0 ? 1 : 0
    if (n === limit && limit > 0) break
  }
  return reply({ n: Math.max(0, n) })
}

export const count: Command = {
  kind: 'read',
  fields: fields('query', 'limit', 'skip', 'hint', 'collation', 'fields'),
  run,
}
