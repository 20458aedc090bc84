import { CommandError } from '../errors.js'
import type { Collation } from '../values/collation.js'
import type { Document } from '../values/document.js'

export function compileSort(spec: Document, collation?: Collation): (a: Document, b: Document) => number {
  throw new CommandError('NotImplemented', `sort ${typeof spec} ${typeof collation}`)
}
