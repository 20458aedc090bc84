import { CommandError } from '../errors.js'
import { compute, exclude } from '../query/projection-apply.js'
import { compileStageProjection } from '../query/projection.js'
import { checkPath, Tree } from '../query/projection-tree.js'
import { show } from '../query/show.js'
import { copyOf, get, isDocument, keysOf } from '../values/document.js'
import type { Document } from '../values/document.js'
import { compileExpression } from './expression.js'
import type { Scope } from './scope.js'

/** A stage that makes one document of one document. */
export type Transform = (document: Document) => Document
type CompileTransform = (spec: unknown, scope: Scope) => Transform

/** The name and operand of a stage. */
export function stageOf(stage: unknown): [string, unknown] {
  if (!isDocument(stage))
    throw new CommandError('TypeMismatch', "Each element of the 'pipeline' array must be an object")
  const [name, second] = keysOf(stage)
  if (name === undefined || second !== undefined) {
    throw new CommandError(40323, 'A pipeline stage specification object must contain exactly one field.')
  }
  return [name, get(stage, name)]
}

const addFields: CompileTransform = (spec, scope) => {
  if (!isDocument(spec)) {
    throw new CommandError(40272, `$addFields specification stage must be an object, got ${show(spec)}`)
  }
  if (keysOf(spec).length === 0) {
    throw new CommandError(40177, 'Invalid $addFields :: caused by :: specification must have at least one field')
  }
  const tree = new Tree()
  addComputed(tree, spec, '', scope)
  return (document) => {
    const result = copyOf(document)
    compute(result, tree, document)
    return result
  }
}

function addComputed(tree: Tree, spec: Document, prefix: string, scope: Scope): void {
  for (const key of keysOf(spec)) {
    const path = prefix === '' ? key : `${prefix}.${key}`
    const value = get(spec, key)
    checkPath(path)
    const nested = isDocument(value) && !keysOf(value)[0]?.startsWith('$') && keysOf(value).length > 0
    if (nested) addComputed(tree, value, path, scope)
    else tree.add(path, { kind: 'compute', evaluate: compileExpression(value, scope) })
  }
}

const unset: CompileTransform = (spec) => {
  const paths = typeof spec === 'string' ? [spec] : spec
  if (!Array.isArray(paths) || paths.length === 0 || paths.some((path) => typeof path !== 'string')) {
    throw new CommandError(31002, '$unset specification must be a string or an array containing only string values')
  }
  const tree = new Tree()
  for (const path of paths as string[]) {
    checkPath(path)
    tree.add(path, { kind: 'exclude' })
  }
  return (document) => exclude(document, tree)
}

const replaceWith: CompileTransform = (spec, scope) => {
  const evaluate = compileExpression(spec, scope)
  return (document) => {
    const result = evaluate(document)
    if (!isDocument(result)) {
      throw new CommandError(
        40228,
        `'newRoot' expression  must evaluate to an object, but resulting value was: ${show(result)}. ` +
          `Input document: ${show(document)}`,
      )
    }
    return result
  }
}

const replaceRoot: CompileTransform = (spec, scope) => {
  if (!isDocument(spec)) throw new CommandError(40229, '$replaceRoot expects an object as an argument')
  const unknown = keysOf(spec).find((key) => key !== 'newRoot')
  if (unknown !== undefined) {
    throw new CommandError(40415, `BSON field '$replaceRoot.${unknown}' is an unknown field.`)
  }
  if (get(spec, 'newRoot') === undefined) {
    throw new CommandError(40414, "BSON field '$replaceRoot.newRoot' is missing but a required field")
  }
  return replaceWith(get(spec, 'newRoot'), scope)
}

/** The stages that change documents one by one, which are also those a pipeline update may use. */
export const TRANSFORMS: ReadonlyMap<string, CompileTransform> = new Map([
  ['$addFields', addFields],
  ['$set', addFields],
  ['$project', compileStageProjection],
  ['$unset', unset],
  ['$replaceRoot', replaceRoot],
  ['$replaceWith', replaceWith],
])

/** Compiles a pipeline update. */
export function compileTransforms(stages: readonly Document[], scope: Scope): Transform {
  const transforms = stages.map((stage) => {
    const [name, spec] = stageOf(stage)
    const compile = TRANSFORMS.get(name)
    if (compile === undefined) {
      throw STAGE_NAMES.has(name)
        ? new CommandError('InvalidOptions', `${name} is not allowed to be used within an update`)
        : new CommandError(40324, `Unrecognized pipeline stage name: '${name}'`)
    }
    return compile(spec, scope)
  })
  return (document) => transforms.reduce((current, transform) => transform(current), document)
}

/** Names of MongoDB's stages that change the number or order of documents, those this server lacks included. */
export const STAGE_NAMES: ReadonlySet<string> = new Set(
  (
    '$match $sort $skip $limit $unwind $group $count $facet $lookup $sortByCount $bucket $bucketAuto $unionWith ' +
    '$documents $sample $redact $out $merge $graphLookup $geoNear $setWindowFields $densify $fill $collStats ' +
    '$listLocalSessions $indexStats $currentOp $changeStream $listSessions $planCacheStats $search $vectorSearch'
  ).split(' '),
)
