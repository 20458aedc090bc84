import { CommandError } from '../errors.js'
import { asNumber, documentField, flagField, refuseUnknown } from '../field.js'
import { prepare, search } from '../plan/find-documents.js'
import { decode, type Document } from '../values/document.js'
import type { Reply } from '../wire/reply.js'
import { fields, reply, type Call, type Command } from './call.js'
import { collationOf, letOf, targetOf } from './target.js'
import { checkBatch, runStatements, statementsOf, writeResult } from './write-errors.js'

const STATEMENT_FIELDS = fields('q', 'limit', 'collation', 'hint', 'sampleId')

function run(call: Call): Reply {
  const deletes = statementsOf(call, 'deletes', decode)
  const ordered = flagField(call.body, 'ordered', 'delete', true)
  checkBatch(deletes.length)
  for (const statement of deletes) refuseUnknown(statement, STATEMENT_FIELDS, 'delete.deletes')
  let n = 0
  const errors = runStatements(call, deletes, ordered, (statement) => {
    n += deleteMatching(call, statement)
  })
  return reply(writeResult({ n }, errors))
}

function deleteMatching(call: Call, statement: Document): number {
  const limit = asNumber(statement.limit)
  if (limit !== 0 && limit !== 1) {
    throw new CommandError('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${String(limit)}`)
  }
  const filter = documentField(statement, 'q', 'delete.deletes')
  if (filter === undefined) {
    throw new CommandError(40414, "BSON field 'delete.deletes.q' is missing but a required field")
  }
  const collection = targetOf(call)
  const collation = collationOf(statement)
  const query = { filter, hint: statement.hint, collation, let: letOf(call), deadline: call.deadline }
  const prepared = prepare(collection, query)
  if (collection === undefined) return 0
  let n = 0
  // All are found before the first one goes, so that no scan runs over a tree that changes under it.
  const found = []
  for (const stored of search(call.store, collection, prepared)) {
    found.push(stored)
    if (limit === 1) break
  }
  for (const stored of found) {
    call.store.remove(collection, stored)
    n++
  }
  return n
}

export const deleteCommand: Command = {
  kind: 'write',
  fields: fields('deletes', 'ordered', 'let'),
  inTransaction: true,
  retryable: true,
  run,
}
