import { CommandError } from '../errors.js'
import type { Document } from '../values/document.js'
import type { FilterOptions, Matcher } from './filter.js'

export type Projection = (document: Document) => Document

export function compileProjection(spec: Document, matcher?: Matcher, options: FilterOptions = {}): Projection {
  throw new CommandError('NotImplemented', `projection ${typeof spec} ${typeof matcher} ${typeof options}`)
}
