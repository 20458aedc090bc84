import { CommandError } from '../errors.js'
import type { Document } from '../values/document.js'
import type { Scope } from './expression.js'

export function compileTransforms(stages: readonly Document[], scope: Scope): (document: Document) => Document {
  throw new CommandError('NotImplemented', `${stages.length} ${typeof scope}`)
}
