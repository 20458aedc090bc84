import { compileExpression, scopeOf } from '../aggregate/expression.js'
import type { Scope } from '../aggregate/expression.js'
import { CommandError } from '../errors.js'
import type { Document } from '../values/document.js'
import { get, isDocument, isNumeric, keysOf } from '../values/document.js'
import { toNumber } from '../values/numbers.js'
import type { FilterOptions, Matcher } from './filter.js'
import { findOperator, positional } from './find-projection.js'
import { compute, exclude, include } from './projection-apply.js'
import { checkPath, Tree } from './projection-tree.js'
import type { Leaf } from './projection-tree.js'

export type Projection = (document: Document) => Document

/**
 * Compiles the projection of find and findAndModify.
 * @param matcher the query, which the positional `a.$` needs.
 * @throws CommandError with MongoDB's code (31253 and 31254 for mixtures of inclusion and exclusion).
 */
export function compileProjection(spec: Document, matcher?: Matcher, options: FilterOptions = {}): Projection {
  if (keysOf(spec).length === 0) return (document) => document
  const parser = new Parser(scopeOf(options), options)
  parser.read(spec, '')
  const project = parser.project()
  return parser.positionalPath === null ? project : positional(project, parser.positionalPath, matcher)
}

/** Compiles the $project stage, in which $slice and the like are expressions. */
export function compileStageProjection(spec: unknown, scope: Scope): Projection {
  if (!isDocument(spec)) throw new CommandError(15969, '$project specification must be an object')
  if (keysOf(spec).length === 0)
    throw new CommandError(
      51272,
      'Invalid $project :: caused by :: projection specification must have at least one field',
    )
  const parser = new Parser(scope, null)
  parser.read(spec, '')
  return parser.project()
}

type Kind = 'inclusion' | 'exclusion'

class Parser {
  positionalPath: string | null = null
  private readonly tree = new Tree()
  private kind: Kind | null = null
  private id: 'include' | 'exclude' | 'other' | null = null
  private readonly scope: Scope
  private readonly find: FilterOptions | null

  constructor(scope: Scope, find: FilterOptions | null) {
    this.scope = scope
    this.find = find
  }

  read(spec: Document, prefix: string): void {
    for (const key of keysOf(spec)) {
      const path = prefix === '' ? key : `${prefix}.${key}`
      this.field(path, get(spec, key))
    }
  }

  private field(path: string, value: unknown): void {
    if (this.find !== null && path.endsWith('.$')) {
      this.positional(path, value)
      return
    }
    checkPath(path)
    if (typeof value === 'boolean' || isNumeric(value)) {
      this.flag(path, value === true || (value !== false && toNumber(value) !== 0))
    } else if (isDocument(value) && !keysOf(value)[0]?.startsWith('$')) {
      if (keysOf(value).length === 0) {
        throw new CommandError(
          51270,
          `An empty sub-projection is not a valid value. Found empty object at path ${path}`,
        )
      }
      this.read(value, path)
    } else {
      this.operator(path, value)
    }
  }

  private operator(path: string, value: unknown): void {
    const found = this.find === null ? null : findOperator(path, value, this.find)
    if (found !== null) {
      if (!found.keeps) this.decide('inclusion', path)
      this.set(path, found)
      return
    }
    if (path === '_id') this.id = 'other'
    this.decide('inclusion', path)
    this.set(path, { kind: 'compute', evaluate: compileExpression(value, this.scope) })
  }

  private positional(path: string, value: unknown): void {
    if (this.positionalPath !== null) {
      throw new CommandError(31276, 'Cannot specify more than one positional projection per query.')
    }
    if (typeof value !== 'boolean' && !isNumeric(value)) {
      throw new CommandError(31271, 'positional projection cannot be used with a literal or an expression')
    }
    if (toNumber(Number(value)) === 0) {
      throw new CommandError(31395, 'positional projection cannot be used with exclusion')
    }
    const field = path.slice(0, -2)
    checkPath(field)
    this.positionalPath = field
    this.decide('inclusion', path)
    this.set(field, { kind: 'include' })
  }

  private flag(path: string, included: boolean): void {
    if (path === '_id') this.id = included ? 'include' : 'exclude'
    else this.decide(included ? 'inclusion' : 'exclusion', path)
    this.set(path, { kind: included ? 'include' : 'exclude' })
  }

  /** `_id` may be included or left out in either kind, so it decides nothing. */
  private decide(kind: Kind, path: string): void {
    if (this.kind !== null && this.kind !== kind) {
      throw kind === 'inclusion'
        ? new CommandError(31253, `Cannot do inclusion on field ${path} in exclusion projection`)
        : new CommandError(31254, `Cannot do exclusion on field ${path} in inclusion projection`)
    }
    this.kind = kind
  }

  private set(path: string, leaf: Leaf): void {
    this.tree.add(path, leaf)
  }

  project(): Projection {
    const { tree } = this
    const kind = this.kind ?? (this.id === 'include' ? 'inclusion' : 'exclusion')
    if (kind === 'exclusion') {
      // An _id that is to stay is what an exclusion does anyway.
      if (this.id === 'include') tree.fields.delete('_id')
      return (document) => exclude(document, tree)
    }
    if (this.id === null && !tree.fields.has('_id')) tree.fields.set('_id', { kind: 'include' })
    if (!tree.computes) return (document) => include(document, tree, document)
    return (document) => {
      const result = include(document, tree, document)
      compute(result, tree, document)
      return result
    }
  }
}
