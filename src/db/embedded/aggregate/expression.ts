import { CommandError } from '../errors.js'
import type { Collation } from '../values/collation.js'
import type { Document } from '../values/document.js'

export type Scope = { now: Date }
export type Expression = (root: Document) => unknown
export function scopeOf(options: { let?: Document | undefined; collation?: Collation | undefined; now?: Date }): Scope {
  return { now: options.now ?? new Date() }
}
export function compileExpression(spec: unknown, scope: Scope): Expression {
  throw new CommandError('NotImplemented', `expression ${typeof spec} ${typeof scope}`)
}
export function truthy(value: unknown): boolean {
  return !(value === null || value === undefined || value === false || value === 0)
}
