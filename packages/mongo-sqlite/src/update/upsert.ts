import { CommandError } from '../errors.js'
import { isOperatorDocument } from '../query/condition.js'
import type { Document } from '../values/document.js'
import { get, isDocument, keysOf, put } from '../values/document.js'
import { TYPE, typeOf } from '../values/types.js'

/**
 * The document an upsert starts from: the fields its filter fixes to one value, by equality, $eq, or $in and $all of
 * one value, also inside $and and an $or of one branch. `_id` comes first.
 */
export function upsertSeed(filter: Document): Document {
  const equalities = new Map<string, unknown>()
  collect(filter, equalities)
  const seed: Document = {}
  for (const path of equalities.keys()) refuseInside(path, equalities)
  const paths = [...equalities.keys()].sort((a, b) => Number(b === '_id') - Number(a === '_id'))
  for (const path of paths) place(seed, path.split('.'), equalities.get(path))
  return seed
}

/** A path below one that is fixed as a whole would have to change that value. */
function refuseInside(path: string, equalities: ReadonlyMap<string, unknown>): void {
  for (let end = path.lastIndexOf('.'); end > 0; end = path.lastIndexOf('.', end - 1)) {
    const whole = path.slice(0, end)
    if (!equalities.has(whole)) continue
    throw new CommandError(54, `cannot infer query fields to set, both paths '${path}' and '${whole}' are matched`)
  }
}

function collect(filter: Document, into: Map<string, unknown>): void {
  for (const key of keysOf(filter)) {
    const value = get(filter, key)
    if (key === '$and' || (key === '$or' && Array.isArray(value) && value.length === 1)) {
      for (const branch of value as unknown[]) if (isDocument(branch)) collect(branch, into)
    } else if (!key.startsWith('$')) {
      field(key, value, into)
    }
  }
}

function field(path: string, value: unknown, into: Map<string, unknown>): void {
  if (typeOf(value) === TYPE.regex) return
  if (!isOperatorDocument(value)) {
    fix(path, value, into)
    return
  }
  for (const operator of keysOf(value)) {
    const operand = get(value, operator)
    const [only] = Array.isArray(operand) && operand.length === 1 ? (operand as unknown[]) : []
    if (operator === '$eq') fix(path, operand, into)
    else if ((operator === '$in' || operator === '$all') && only !== undefined) field(path, only, into)
  }
}

function fix(path: string, value: unknown, into: Map<string, unknown>): void {
  if (into.has(path)) {
    throw new CommandError(54, `cannot infer query fields to set, path '${path}' is matched twice`)
  }
  into.set(path, value)
}

function place(into: Document, parts: readonly string[], value: unknown): void {
  const [part = '', ...rest] = parts
  if (rest.length === 0) {
    put(into, part, value)
    return
  }
  const found = get(into, part)
  const below: Document = isDocument(found) ? found : {}
  put(into, part, below)
  place(below, rest, value)
}
