import { CommandError } from '../errors.js'
import type { Collation } from '../values/collation.js'
import type { Document } from '../values/document.js'

export type FilterOptions = { let?: Document; collation?: Collation | undefined; now?: Date }

/** A compiled filter. */
export type Matcher = {
  matches(document: Document): boolean
  /** The array position the positional operator `$` stands for, or null when no array was passed. */
  position(document: Document): number | null
}

export function compileFilter(filter: Document, options: FilterOptions = {}): Matcher {
  throw new CommandError('NotImplemented', `filter ${typeof filter} ${typeof options}`)
}
