import { CommandError } from '../errors.js'
import { asNumber, countField, documentField, flagField, wholeField } from '../field.js'
import { prepare, search, type Query } from '../plan/find-documents.js'
import { compileProjection } from '../query/projection.js'
import { encode, keysOf, type Document } from '../values/document.js'
import type { Reply } from '../wire/reply.js'
import { fields, type Call, type Command } from './call.js'
import { collationOf, collectionName, letOf, targetOf } from './target.js'

/** Reads the parts of a command that say what to find; used by find, count, distinct and explain. */
export function queryOf(call: Call, filterField: 'filter' | 'query'): Query {
  const { body, name } = call
  return {
    filter: documentField(body, filterField, name) ?? {},
    sort: documentField(body, 'sort', name),
    hint: body.hint,
    collation: collationOf(body),
    let: letOf(call),
    deadline: call.deadline,
  }
}

function run(call: Call): Reply {
  const { body } = call
  const name = collectionName(call)
  const collection = targetOf(call)
  const query = queryOf(call, 'filter')
  refuseUnsupported(body)
  const skip = countField(body, 'skip', 'find') ?? 0
  // A negative limit is the old way to ask for a single batch.
  const asked = wholeField(body, 'limit', 'find') ?? 0
  const single = flagField(body, 'singleBatch', 'find') || asked < 0
  const limit = Math.abs(asked)
  const batchSize = countField(body, 'batchSize', 'find')
  const prepared = prepare(collection, query)
  const project = projectionOf(call, prepared.matcher)
  function* results(): Generator<Uint8Array> {
    if (collection === undefined) return
    let skipped = 0
    let given = 0
    for (const stored of search(call.store, collection, prepared)) {
      if (skipped < skip) {
        skipped++
        continue
      }
      yield project === null ? stored.bytes : encode(project(stored.document))
      if (++given === limit) return
    }
  }
  return call.server.cursors.first(call, `${call.db}.${name}`, results(), batchSize, single)
}

function projectionOf(call: Call, matcher: ReturnType<typeof prepare>['matcher']) {
  const spec = documentField(call.body, 'projection', 'find')
  if (spec === undefined || keysOf(spec).length === 0) return null
  const given = letOf(call)
  const collation = collationOf(call.body)
  return compileProjection(spec, matcher, { now: call.now, collation, ...(given !== undefined && { let: given }) })
}

/** Options that would change the result and are not supported are refused when they are switched on. */
function refuseUnsupported(body: Document): void {
  for (const option of ['tailable', 'awaitData', 'returnKey', 'showRecordId', 'oplogReplay']) {
    if (body[option] === true) throw new CommandError('CommandNotSupported', `find option '${option}' is not supported`)
  }
  for (const option of ['min', 'max']) {
    const bound = documentField(body, option, 'find')
    if (bound !== undefined && keysOf(bound).length > 0) {
      throw new CommandError('CommandNotSupported', `find option '${option}' is not supported`)
    }
  }
  if (asNumber(body.limit) !== undefined && Number.isNaN(asNumber(body.limit))) {
    throw new CommandError('BadValue', 'limit is not a number')
  }
}

export const FIND_FIELDS = [
  'filter',
  'sort',
  'projection',
  'hint',
  'skip',
  'limit',
  'batchSize',
  'singleBatch',
  'max',
  'min',
  'returnKey',
  'showRecordId',
  'tailable',
  'awaitData',
  'oplogReplay',
  'noCursorTimeout',
  'allowPartialResults',
  'collation',
  'allowDiskUse',
  'let',
]

export const find: Command = { kind: 'read', fields: fields(...FIND_FIELDS), inTransaction: true, run }
