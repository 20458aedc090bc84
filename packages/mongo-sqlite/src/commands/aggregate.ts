import { Binary } from 'bson'
import { runPipeline, pushdown, splitWriteStage, type PipelineContext, type Pushdown } from '../aggregate/pipeline.js'
import { CommandError } from '../errors.js'
import { arrayField, countField, documentField, flagField } from '../field.js'
import { prepare, search, type Query } from '../plan/find-documents.js'
import { valuesEqual } from '../values/compare.js'
import { encode, isDocument, type Document } from '../values/document.js'
import type { Reply } from '../wire/reply.js'
import { fields, type Call, type Command } from './call.js'
import { collationOf, letOf } from './target.js'
import { runWriteStage } from './write-stage.js'

/** Stages that answer from the server's state, not from documents, and are not offered. */
const REFUSED_FIRST = new Set([
  '$changeStream',
  '$currentOp',
  '$listSessions',
  '$collStats',
  '$indexStats',
  '$planCacheStats',
])

const NOTHING: Document = {}
/** The last stage of a driver's countDocuments. */
const COUNT: Document = { $group: { _id: 1, n: { $sum: 1 } } }

function run(call: Call): Reply {
  const { body } = call
  const pipeline = pipelineOf(body)
  const cursor = documentField(body, 'cursor', 'aggregate')
  if (cursor === undefined && body.explain !== true) {
    throw new CommandError(
      'FailedToParse',
      "The 'cursor' option is required, except for aggregate with the explain argument",
    )
  }
  const { stages, write } = splitWriteStage(pipeline)
  if (write !== null && flagField(body, 'explain', 'aggregate')) {
    throw new CommandError('CommandNotSupported', 'explain of $out or $merge is not supported')
  }
  const name = typeof body.aggregate === 'string' ? body.aggregate : '$cmd.aggregate'
  const documents = results(call, typeof body.aggregate === 'string' ? name : null, stages)
  const namespace = `${call.db}.${name}`
  const batchSize = countField(cursor ?? {}, 'batchSize', 'aggregate.cursor')
  if (write === null) return call.server.cursors.first(call, namespace, encoded(documents), batchSize)
  runWriteStage(call, write, documents, name)
  return call.server.cursors.first(call, namespace, [], batchSize)
}

/** The documents a pipeline yields; `name` is null for a pipeline on the database, which brings its own ($documents). */
export function results(call: Call, name: string | null, stages: readonly Document[]): Iterable<Document> {
  const collation = collationOf(call.body)
  const variables = letOf(call)
  refuseStages(stages)
  const { filter, sort, skip, limit, rest } = name === null ? fromServer(stages) : pushdown(stages)
  const query = {
    filter: filter ?? {},
    sort,
    hint: call.body.hint,
    collation,
    let: variables,
    deadline: call.deadline,
  }
  const read = (collection: string, wanted: typeof query) => documentsOf(call, collection, wanted)
  // What countDocuments sends looks into no document, so none has to be decoded.
  const counts = rest.length === 1 && valuesEqual(rest[0], COUNT)
  const context: PipelineContext = {
    source: name === null ? sessionsOf(call, stages) : slice(documentsOf(call, name, query, counts), skip, limit),
    collection: (other, otherFilter) =>
      read(other, { ...query, filter: otherFilter ?? {}, sort: undefined, hint: undefined }),
    now: call.now,
    let: variables,
    collation,
  }
  return runPipeline(rest, context)
}

/** A pipeline on the database starts with a stage that brings its own documents; the first is taken off here. */
function fromServer(stages: readonly Document[]): Pushdown {
  return { rest: stages[0] !== undefined && '$listLocalSessions' in stages[0] ? stages.slice(1) : [...stages] }
}

function sessionsOf(call: Call, stages: readonly Document[]): Document[] {
  if (stages[0] === undefined || !('$listLocalSessions' in stages[0])) return []
  return call.server.sessions.list().map((session) => ({
    _id: { id: new Binary(Buffer.from(session.lsid), Binary.SUBTYPE_UUID) },
    lastUse: new Date(session.usedAt),
  }))
}

/** The documents of a collection that a query finds; `blind` gives empty ones, for stages that only count them. */
function documentsOf(call: Call, name: string, query: Query, blind = false): Iterable<Document> {
  const collection = call.store.catalog.find(call.db, name)
  // Prepared at once, so that a bad filter or hint fails the command and not a later getMore.
  const prepared = prepare(collection, query)
  function* documents(): Generator<Document> {
    if (collection === undefined) return
    for (const stored of search(call.store, collection, prepared)) yield blind ? NOTHING : stored.document
  }
  return { [Symbol.iterator]: documents }
}

function* slice(documents: Iterable<Document>, skip = 0, limit = Infinity): Generator<Document> {
  let place = 0
  if (limit === 0) return
  for (const document of documents) {
    if (place++ < skip) continue
    yield document
    if (place - skip >= limit) return
  }
}

function* encoded(documents: Iterable<Document>): Generator<Uint8Array> {
  for (const document of documents) yield encode(document)
}

function pipelineOf(body: Document): Document[] {
  const pipeline = arrayField(body, 'pipeline', 'aggregate')
  if (pipeline === undefined)
    throw new CommandError(40414, "BSON field 'aggregate.pipeline' is missing but a required field")
  if (!pipeline.every(isDocument)) {
    throw new CommandError('TypeMismatch', "Each element of the 'pipeline' array must be an object")
  }
  return pipeline
}

function refuseStages(stages: readonly Document[]): void {
  for (const stage of stages) {
    const [name = ''] = Object.keys(stage)
    if (name === '$changeStream') {
      throw new CommandError(40573, 'The $changeStream stage is only supported on replica sets')
    }
    if (REFUSED_FIRST.has(name)) throw new CommandError('CommandNotSupported', `stage ${name} is not supported`)
  }
}

/** True when the pipeline ends in $out or $merge, so that the command needs the write lock. */
function writes(body: Document): boolean {
  const pipeline = body.pipeline
  const last: unknown = Array.isArray(pipeline) ? pipeline.at(-1) : undefined
  return isDocument(last) && ('$out' in last || '$merge' in last)
}

export const AGGREGATE_FIELDS = [
  'pipeline',
  'cursor',
  'explain',
  'allowDiskUse',
  'bypassDocumentValidation',
  'collation',
  'hint',
  'let',
]

export const aggregate: Command = {
  kind: 'read',
  fields: fields(...AGGREGATE_FIELDS),
  inTransaction: true,
  writes,
  run,
}
