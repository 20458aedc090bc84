import { CommandError } from '../errors.js'
import { arrayField, documentField, flagField } from '../field.js'
import { prepare, search } from '../plan/find-documents.js'
import { compileProjection } from '../query/projection.js'
import { ensureCollection } from '../storage/collections.js'
import type { Stored } from '../storage/store.js'
import { keysOf, type Document } from '../values/document.js'
import type { Matcher } from '../query/filter.js'
import type { Reply } from '../wire/reply.js'
import { changeOf, updateOne, upsert, type Change } from './apply-update.js'
import { fields, reply, type Call, type Command } from './call.js'
import { queryOf } from './find.js'
import { collationOf, collectionName, letOf, targetOf } from './target.js'

function run(call: Call): Reply {
  const { body } = call
  const remove = flagField(body, 'remove', 'findAndModify')
  const returnNew = flagField(body, 'new', 'findAndModify')
  const wantsUpsert = flagField(body, 'upsert', 'findAndModify')
  checkCombination(body, remove, returnNew, wantsUpsert)
  const query = queryOf(call, 'query')
  const change = remove ? null : readChange(call, query.filter)
  const collection = targetOf(call)
  const prepared = prepare(collection, query)
  const project = (document: Document | null) =>
    document === null ? null : projected(call, prepared.matcher, document)
  let found: Stored | null = null
  if (collection !== undefined)
    for (const stored of search(call.store, collection, prepared)) {
      found = stored
      break
    }
  if (found !== null && collection !== undefined) {
    if (change === null) {
      call.store.remove(collection, found)
      return reply({ lastErrorObject: { n: 1 }, value: project(found.document) })
    }
    const { after } = updateOne(call.store, collection, found, prepared, change)
    const value = project(returnNew ? after : found.document)
    return reply({ lastErrorObject: { n: 1, updatedExisting: true }, value })
  }
  if (change === null) return reply({ lastErrorObject: { n: 0 }, value: null })
  if (!wantsUpsert) return reply({ lastErrorObject: { n: 0, updatedExisting: false }, value: null })
  const made = upsert(call.store, ensureCollection(call.store, call.db, collectionName(call)), change)
  const lastErrorObject = { n: 1, updatedExisting: false, upserted: made._id }
  return reply({ lastErrorObject, value: returnNew ? project(made) : null })
}

function readChange(call: Call, filter: Document): Change {
  return changeOf(call.body.update, filter, {
    arrayFilters: arrayField(call.body, 'arrayFilters', 'findAndModify'),
    let: letOf(call),
    collation: collationOf(call.body),
    now: call.now,
    bypassValidation: flagField(call.body, 'bypassDocumentValidation', 'findAndModify'),
  })
}

function checkCombination(body: Document, remove: boolean, returnNew: boolean, wantsUpsert: boolean): void {
  const refuse = (message: string): never => {
    throw new CommandError('FailedToParse', message)
  }
  if (remove && body.update !== undefined) refuse("Cannot specify both an 'update' and 'remove'=true")
  if (remove && wantsUpsert) refuse("Cannot specify both 'upsert'=true and 'remove'=true")
  if (remove && returnNew)
    refuse("Cannot specify both 'new'=true and 'remove'=true; 'remove' always returns the deleted document")
  if (!remove && body.update === undefined) refuse("Either an 'update' or 'remove'=true must be specified")
}

function projected(call: Call, matcher: Matcher, document: Document): Document {
  const spec = documentField(call.body, 'fields', 'findAndModify')
  if (spec === undefined || keysOf(spec).length === 0) return document
  const given = letOf(call)
  return compileProjection(spec, matcher, { now: call.now, ...(given !== undefined && { let: given }) })(document)
}

export const findAndModify: Command = {
  kind: 'write',
  fields: fields(
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'fields',
    'upsert',
    'bypassDocumentValidation',
    'collation',
    'arrayFilters',
    'hint',
    'let',
  ),
  inTransaction: true,
  retryable: true,
  run,
}
