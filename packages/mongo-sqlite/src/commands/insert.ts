import { CommandError } from '../errors.js'
import { flagField } from '../field.js'
import { ensureCollection } from '../storage/collections.js'
import { MAX_STORED_DEPTH } from '../storage/store.js'
import { decode, encode, isDocument } from '../values/document.js'
import type { Reply } from '../wire/reply.js'
import { fields, reply, type Call, type Command } from './call.js'
import { collectionName } from './target.js'
import { insertDocument } from './write-document.js'
import { checkBatch, runStatements, writeResult } from './write-errors.js'

function run(call: Call): Reply {
  const name = collectionName(call)
  const ordered = flagField(call.body, 'ordered', 'insert', true)
  const bypass = flagField(call.body, 'bypassDocumentValidation', 'insert')
  const documents = documentsOf(call)
  checkBatch(documents.length)
  const collection = ensureCollection(call.store, call.db, name)
  let n = 0
  const errors = runStatements(call, documents, ordered, (bytes) => {
    insertDocument(call.store, collection, decode(bytes, 0, MAX_STORED_DEPTH), bytes, bypass)
    n++
  })
  return reply(writeResult({ n }, errors))
}

function documentsOf(call: Call): readonly Buffer[] {
  const sequence = call.sequences.get('documents')
  if (sequence !== undefined) return sequence
  const list = call.body.documents
  if (list === undefined) {
    throw new CommandError(40414, "BSON field 'insert.documents' is missing but a required field")
  }
  if (!Array.isArray(list) || !list.every(isDocument)) {
    throw new CommandError('TypeMismatch', "BSON field 'insert.documents' is the wrong type, expected type 'array'")
  }
  return list.map((document) => encode(document))
}

export const insert: Command = {
  kind: 'write',
  fields: fields('documents', 'ordered', 'bypassDocumentValidation'),
  inTransaction: true,
  retryable: true,
  run,
}
