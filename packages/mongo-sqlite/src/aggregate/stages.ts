import { CommandError } from '../errors.js'
import { compileFilter } from '../query/filter.js'
import { show } from '../query/show.js'
import { sortDocuments } from '../query/sort.js'
import type { Collation } from '../values/collation.js'
import { get, isDocument, isNumeric, keysOf } from '../values/document.js'
import type { Document } from '../values/document.js'
import { toNumber } from '../values/numbers.js'
import { typeName } from '../values/types.js'
import { compileBucket } from './bucket.js'
import { compileExpression } from './expression.js'
import { compileGroup } from './group.js'
import { compileLookup } from './lookup.js'
import type { Scope } from './scope.js'
import { STAGE_NAMES, stageOf, TRANSFORMS } from './transform.js'
import { compileUnwind } from './unwind.js'

export type PipelineContext = {
  source: Iterable<Document>
  /** Documents of another collection; with `filter`, those that match it (an index may be used). */
  collection: (name: string, filter?: Document) => Iterable<Document>
  now: Date
  let?: Document | undefined
  collation?: Collation | undefined
}

type Stage = (input: Iterable<Document>) => Iterable<Document>
type CompileStage = (spec: unknown, scope: Scope, context: PipelineContext) => Stage

const match: CompileStage = (spec, scope) => {
  if (!isDocument(spec)) throw new CommandError(15959, 'the match filter must be an expression in an object')
  const matcher = compileFilter(spec, { scope, collation: scope.collation, now: scope.now })
  return function* (input) {
    for (const document of input) if (matcher.matches(document)) yield document
  }
}

const sort: CompileStage = (spec, scope) => {
  if (!isDocument(spec)) throw new CommandError(15973, 'the $sort key specification must be an object')
  if (keysOf(spec).length === 0) throw new CommandError(15976, '$sort stage must have at least one sort key')
  return (input) => sortDocuments(input, spec, scope.collation)
}

function wholeNumber(name: string, code: number, spec: unknown): number {
  const number = isNumeric(spec) ? toNumber(spec) : NaN
  if (!Number.isInteger(number)) {
    throw new CommandError(code, `invalid argument to ${name} stage: Expected an integer: ${name}: ${show(spec)}`)
  }
  if (number < 0) {
    throw new CommandError(
      code,
      `invalid argument to ${name} stage: Expected a non-negative number in: ${name}: ${show(spec)}`,
    )
  }
  return number
}

const skip: CompileStage = (spec) => {
  const count = wholeNumber('$skip', 5107200, spec)
  return function* (input) {
    let seen = 0
    for (const document of input) if (++seen > count) yield document
  }
}

const limit: CompileStage = (spec) => {
  const count = wholeNumber('$limit', 5107201, spec)
  if (count === 0) throw new CommandError(15958, 'the limit must be positive')
  return function* (input) {
    let seen = 0
    for (const document of input) {
      yield document
      if (++seen === count) return
    }
  }
}

const counting: CompileStage = (spec) => {
  if (typeof spec !== 'string' || spec === '' || spec.startsWith('$') || spec.includes('.')) {
    throw new CommandError(40156, `the count field must be a non-empty string, without '.' and not starting with '$'`)
  }
  return function* (input) {
    let count = 0
    for (const document of input) if (isDocument(document)) count++
    if (count > 0) yield { [spec]: count }
  }
}

const facet: CompileStage = (spec, scope, context) => {
  if (!isDocument(spec) || keysOf(spec).length === 0) {
    throw new CommandError(40169, `the $facet specification must be a non-empty object, but found: ${show(spec)}`)
  }
  const facets = keysOf(spec).map((name) => {
    const stages = get(spec, name)
    if (!Array.isArray(stages))
      throw new CommandError(40170, `arguments to $facet must be arrays, ${name} is type ${typeName(stages)}`)
    for (const stage of stages as Document[]) {
      const [inner] = stageOf(stage)
      if (['$facet', '$out', '$merge', '$documents'].includes(inner)) {
        throw new CommandError(40600, `${inner} is not allowed to be used within a $facet stage`)
      }
    }
    return { name, stages: stages as Document[] }
  })
  return function* (input) {
    const source = Array.from(input)
    const result: Document = {}
    for (const { name, stages } of facets) result[name] = Array.from(runStages(stages, scope, { ...context, source }))
    yield result
  }
}

const sortByCount: CompileStage = (spec, scope) => {
  const group = compileGroup({ _id: spec, count: { $sum: 1 } }, scope)
  return (input) => sortDocuments(group(input), { count: -1 }, scope.collation)
}

const unionWith: CompileStage = (spec, scope, context) => {
  const options: Document = typeof spec === 'string' ? { coll: spec } : isDocument(spec) ? spec : {}
  const name = get(options, 'coll')
  const stages = get(options, 'pipeline') ?? []
  if (
    (name !== undefined && typeof name !== 'string') ||
    !Array.isArray(stages) ||
    (name === undefined && stages.length === 0)
  ) {
    throw new CommandError('FailedToParse', '$unionWith needs a collection, or a pipeline that starts with $documents')
  }
  return function* (input) {
    yield* input
    const source = name === undefined ? [] : context.collection(name)
    yield* runStages(stages as Document[], scope, { ...context, source })
  }
}

const documents: CompileStage = (spec, scope) => {
  const list = compileExpression(spec, scope)({})
  if (!Array.isArray(list) || !list.every(isDocument)) {
    throw new CommandError(5858203, 'an array is expected for $documents')
  }
  return () => list
}

const sample: CompileStage = (spec) => {
  const size = isDocument(spec) ? get(spec, 'size') : undefined
  if (!isDocument(spec)) throw new CommandError(28745, 'the $sample stage specification must be an object')
  if (!isNumeric(size)) throw new CommandError(28746, 'size argument to $sample must be a number')
  const count = toNumber(size)
  if (count <= 0) throw new CommandError(28747, 'size argument to $sample must be a positive integer')
  return (input) => {
    const pool = Array.from(input)
    const taken = Math.min(Math.floor(count), pool.length)
    for (let i = 0; i < taken; i++) {
      const j = i + Math.floor(Math.random() * (pool.length - i))
      const [a, b] = [pool[i], pool[j]]
      if (a !== undefined && b !== undefined) [pool[i], pool[j]] = [b, a]
    }
    return pool.slice(0, taken)
  }
}

const STAGES: ReadonlyMap<string, CompileStage> = new Map<string, CompileStage>([
  ['$match', match],
  ['$sort', sort],
  ['$skip', skip],
  ['$limit', limit],
  ['$unwind', compileUnwind],
  ['$group', compileGroup],
  ['$count', counting],
  ['$facet', facet],
  ['$lookup', compileLookup],
  ['$sortByCount', sortByCount],
  ['$bucket', compileBucket],
  ['$unionWith', unionWith],
  ['$documents', documents],
  ['$sample', sample],
])

/** Compiles all stages, so that a mistake in any of them is found before the first document is read. */
export function runStages(stages: readonly Document[], scope: Scope, context: PipelineContext): Iterable<Document> {
  const compiled = stages.map((stage, i) => compileStage(stage, i, scope, context))
  return compiled.reduce((input, stage) => stage(input), context.source)
}

function compileStage(spec: Document, position: number, scope: Scope, context: PipelineContext): Stage {
  const [name, operand] = stageOf(spec)
  const transform = TRANSFORMS.get(name)?.(operand, scope)
  if (transform !== undefined) {
    return function* (input) {
      for (const document of input) yield transform(document)
    }
  }
  if (name === '$out' || name === '$merge') {
    throw new CommandError(40601, `${name} can only be the final stage in the pipeline`)
  }
  if (name === '$documents' && position > 0) {
    throw new CommandError(40602, '$documents is only valid as the first stage in a pipeline')
  }
  const stage = STAGES.get(name)
  if (stage !== undefined) return stage(operand, scope, context)
  if (STAGE_NAMES.has(name)) throw new CommandError('NotImplemented', `${name} is not supported here`)
  throw new CommandError(40324, `Unrecognized pipeline stage name: '${name}'`)
}
