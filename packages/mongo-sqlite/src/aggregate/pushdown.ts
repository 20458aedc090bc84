import { get, isDocument, isNumeric, keysOf } from '../values/document.js'
import type { Document } from '../values/document.js'
import { toNumber } from '../values/numbers.js'

export type Pushdown = { filter?: Document; sort?: Document; skip?: number; limit?: number; rest: Document[] }

function operand(stage: Document | undefined, name: string): unknown {
  if (stage === undefined || !isDocument(stage)) return undefined
  return keysOf(stage).length === 1 ? get(stage, name) : undefined
}

function count(stage: Document | undefined, name: string, least: number): number | null {
  const value = operand(stage, name)
  const number = isNumeric(value) ? toNumber(value) : NaN
  return Number.isSafeInteger(number) && number >= least ? number : null
}

/** The leading $match, $sort, $skip and $limit, for a plan by index, and the stages left to run. */
export function pushdown(stages: readonly Document[]): Pushdown {
  const result: Pushdown = { rest: [] }
  const filters: Document[] = []
  let at = 0
  for (;;) {
    const filter = operand(stages[at], '$match')
    if (!isDocument(filter)) break
    filters.push(filter)
    at++
  }
  const [only] = filters
  if (only !== undefined) result.filter = filters.length === 1 ? only : { $and: filters }
  const sort = operand(stages[at], '$sort')
  if (isDocument(sort) && keysOf(sort).length > 0) {
    result.sort = sort
    at++
  }
  const skip = count(stages[at], '$skip', 0)
  if (skip !== null) {
    result.skip = skip
    at++
  }
  const limit = count(stages[at], '$limit', 1)
  if (limit !== null) {
    result.limit = limit
    at++
  }
  result.rest = stages.slice(at)
  return result
}
