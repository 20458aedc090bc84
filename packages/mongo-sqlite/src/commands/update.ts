import { CommandError } from '../errors.js'
import { arrayField, documentField, flagField, refuseUnknown } from '../field.js'
import { prepare, search } from '../plan/find-documents.js'
import { ensureCollection } from '../storage/collections.js'
import { decode, type Document } from '../values/document.js'
import type { Reply } from '../wire/reply.js'
import { changeOf, updateOne, upsert } from './apply-update.js'
import { fields, reply, type Call, type Command } from './call.js'
import { collationOf, collectionName, letOf, targetOf } from './target.js'
import { checkBatch, runStatements, statementsOf, writeResult } from './write-errors.js'

const STATEMENT_FIELDS = fields('q', 'u', 'c', 'multi', 'upsert', 'collation', 'arrayFilters', 'hint', 'sampleId')

function run(call: Call): Reply {
  const updates = statementsOf(call, 'updates', decode)
  const ordered = flagField(call.body, 'ordered', 'update', true)
  checkBatch(updates.length)
  for (const statement of updates) refuseUnknown(statement, STATEMENT_FIELDS, 'update.updates')
  let n = 0
  let nModified = 0
  const upserted: Document[] = []
  const errors = runStatements(call, updates, ordered, (statement, index) => {
    const count = (changed: boolean) => {
      n++
      if (changed) nModified++
    }
    const made = updateMatching(call, statement, count)
    if (made === null) return
    n++
    upserted.push({ index, _id: made._id })
  })
  return reply(writeResult({ n, ...(upserted.length > 0 && { upserted }), nModified }, errors))
}

/** Updates what a statement matches, counting each; answers the document it upserted, or null. */
function updateMatching(call: Call, statement: Document, count: (changed: boolean) => void): Document | null {
  const filter = documentField(statement, 'q', 'update.updates')
  if (filter === undefined)
    throw new CommandError(40414, "BSON field 'update.updates.q' is missing but a required field")
  const multi = flagField(statement, 'multi', 'update.updates')
  const collation = collationOf(statement)
  const constants = documentField(statement, 'c', 'update.updates')
  const variables = constants === undefined ? letOf(call) : { ...(letOf(call) ?? {}), ...constants }
  const change = changeOf(statement.u, filter, {
    arrayFilters: arrayField(statement, 'arrayFilters', 'update.updates'),
    let: variables,
    collation,
    now: call.now,
    bypassValidation: flagField(call.body, 'bypassDocumentValidation', 'update'),
  })
  if (multi && change.update.replacement) {
    throw new CommandError('FailedToParse', 'multi update is not supported for replacement-style update')
  }
  const query = { filter, hint: statement.hint, collation, let: variables, deadline: call.deadline }
  const prepared = prepare(targetOf(call), query)
  const collection = targetOf(call)
  const found = []
  if (collection !== undefined) {
    for (const stored of search(call.store, collection, prepared)) {
      found.push(stored)
      if (!multi) break
    }
    for (const stored of found) count(updateOne(call.store, collection, stored, prepared, change).changed)
  }
  if (found.length > 0 || !flagField(statement, 'upsert', 'update.updates')) return null
  return upsert(call.store, ensureCollection(call.store, call.db, collectionName(call)), change)
}

export const update: Command = {
  kind: 'write',
  fields: fields('updates', 'ordered', 'bypassDocumentValidation', 'let'),
  inTransaction: true,
  retryable: true,
  run,
}
