import { CommandError } from '../errors.js'
import { prepare, search, type Prepared } from '../plan/find-documents.js'
import { pushdown } from '../aggregate/pipeline.js'
import type { CollectionEntry } from '../storage/catalog.js'
import { isDocument, keysOf, type Document } from '../values/document.js'
import type { Reply } from '../wire/reply.js'
import { fields, reply, type Call, type Command } from './call.js'
import { queryOf } from './find.js'
import { commandName } from '../wire/request.js'
import { VERSION } from '../version.js'

function run(call: Call): Reply {
  const inner = call.body.explain
  if (!isDocument(inner))
    throw new CommandError('TypeMismatch', "BSON field 'explain.explain' is the wrong type, expected type 'object'")
  const explained = explainable(inner)
  const target = inner[commandName(inner)]
  const collection = typeof target === 'string' ? call.store.catalog.find(call.db, target) : undefined
  const query = queryOf({ ...call, name: commandName(inner), body: explained }, 'filter')
  const prepared = prepare(collection, query)
  const winningPlan = planText(prepared, collection)
  const namespace = `${call.db}.${String(target)}`
  const serverInfo = { host: call.server.address, version: VERSION }
  const queryPlanner = { namespace, parsedQuery: query.filter, winningPlan, rejectedPlans: [] }
  if (call.body.verbosity === 'queryPlanner') return reply({ queryPlanner, command: inner, serverInfo })
  return reply({ queryPlanner, executionStats: execute(call, collection, prepared), command: inner, serverInfo })
}

/** The query part of the command to explain, as a find has it. */
function explainable(inner: Document): Document {
  switch (commandName(inner)) {
    case 'find':
      return inner
    case 'count':
    case 'distinct':
    case 'findAndModify':
      return { ...inner, filter: inner.query }
    case 'aggregate': {
      const { filter, sort } = pushdown((inner.pipeline as Document[] | undefined) ?? [])
      return { ...inner, filter: filter ?? {}, ...(sort !== undefined && { sort }) }
    }
    case 'update':
      return { filter: firstQuery(inner.updates) }
    case 'delete':
      return { filter: firstQuery(inner.deletes) }
    default:
      throw new CommandError('CommandNotFound', `Explain failed due to unknown command: ${commandName(inner)}`)
  }
}

function firstQuery(statements: unknown): Document {
  const statement: unknown = Array.isArray(statements) ? statements[0] : undefined
  return isDocument(statement) && isDocument(statement.q) ? statement.q : {}
}

function planText({ plan, query }: Prepared, collection: CollectionEntry | undefined): Document {
  if (collection === undefined) return { stage: 'EOF' }
  const { index } = plan
  const direction = plan.reverse ? 'backward' : 'forward'
  const access: Document =
    index === null
      ? { stage: 'COLLSCAN', filter: query.filter, direction }
      : {
          stage: 'FETCH',
          filter: query.filter,
          inputStage: {
            stage: 'IXSCAN',
            keyPattern: index.spec.key,
            indexName: index.name,
            isMultiKey: index.multikey,
            isUnique: index.unique,
            isSparse: index.sparse,
            isPartial: index.partial !== null,
            direction,
            boundedFields: plan.bounded,
            ranges: plan.ranges.length,
          },
        }
  const sorts = query.sort !== undefined && keysOf(query.sort).length > 0 && !plan.sorted
  return sorts ? { stage: 'SORT', sortPattern: query.sort, inputStage: access } : access
}

function execute(call: Call, collection: CollectionEntry | undefined, prepared: Prepared): Document {
  const counters = { keys: 0, documents: 0 }
  const started = Date.now()
  const found = collection === undefined ? [] : [...search(call.store, collection, prepared, counters)]
  return {
    executionSuccess: true,
    nReturned: found.length,
    executionTimeMillis: Date.now() - started,
    totalKeysExamined: counters.keys,
    totalDocsExamined: counters.documents,
  }
}

export const explain: Command = { kind: 'read', fields: fields('verbosity'), run }
