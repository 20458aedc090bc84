import { BSONRegExp } from 'bson'
import { CommandError } from '../errors.js'
import type { Document } from '../values/document.js'
import { isDocument, keysOf } from '../values/document.js'
import { get, has } from '../values/order.js'
import { TYPE, typeOf } from '../values/types.js'
import { elemMatch, size } from './arrays.js'
import { bitTest } from './bits.js'
import { comparison, membership } from './comparison.js'
import type { FilterOptions } from './filter.js'
import { modulo, regexTest, typeTest } from './leaves.js'
import { allOf, leaf, not, onValue, whole } from './node.js'
import type { Condition, Node } from './node.js'

/** Compiles a filter on whole documents; handed in, because filters and conditions contain each other. */
export type CompileNode = (filter: Document, options: FilterOptions) => Node

function bad(message: string): never {
  throw new CommandError('BadValue', message)
}

/** True for `{$gt: …}`, false for an ordinary document, an empty one and a DBRef. */
export function isOperatorDocument(value: unknown): value is Document {
  if (!isDocument(value)) return false
  const first = keysOf(value)[0]
  return first !== undefined && first.startsWith('$') && !(has(value, '$ref') && has(value, '$id'))
}

/** What a filter says about one field: an equality, a regular expression or a document of operators. */
export function compileCondition(
  path: string,
  value: unknown,
  options: FilterOptions,
  compileNode: CompileNode,
): Condition {
  if (typeOf(value) === TYPE.regex) return leaf(regexTest(value, undefined))
  if (!isOperatorDocument(value)) return leaf(comparison('$eq', value, options.collation))
  return new Operators(path, value, options, compileNode).compile()
}

const REFUSED = new Set([
  '$near',
  '$nearSphere',
  '$geoWithin',
  '$geoIntersects',
  '$within',
  '$maxDistance',
  '$minDistance',
])

class Operators {
  private readonly path: string
  private readonly spec: Document
  private readonly options: FilterOptions
  private readonly compileNode: CompileNode

  constructor(path: string, spec: Document, options: FilterOptions, compileNode: CompileNode) {
    this.path = path
    this.spec = spec
    this.options = options
    this.compileNode = compileNode
  }

  compile(): Condition {
    const conditions: Condition[] = []
    for (const key of keysOf(this.spec)) {
      const condition = this.operator(key, get(this.spec, key))
      if (condition !== null) conditions.push(condition)
    }
    return allOf(conditions)
  }

  private nested(value: unknown): Condition {
    return compileCondition(this.path, value, this.options, this.compileNode)
  }

  private operator(name: string, value: unknown): Condition | null {
    switch (name) {
      case '$eq':
        return leaf(comparison('$eq', value, this.options.collation))
      case '$ne':
        if (typeOf(value) === TYPE.regex) bad("Can't have regex as arg to $ne.")
        return not(leaf(comparison('$eq', value, this.options.collation)))
      case '$gt':
      case '$gte':
      case '$lt':
      case '$lte':
        if (typeOf(value) === TYPE.regex) bad(`Can't have RegEx as arg to predicate over field '${this.path}'.`)
        return leaf(comparison(name, value, this.options.collation))
      case '$in':
        return leaf(this.list('$in', value))
      case '$nin':
        return not(leaf(this.list('$nin', value)))
      case '$not':
        return this.negation(value)
      case '$exists': {
        const wanted = leaf((found) => found !== undefined)
        return truthyFlag(value) ? wanted : not(wanted)
      }
      case '$type':
        return leaf(typeTest(value))
      case '$mod':
        return leaf(modulo(value))
      case '$regex':
        return leaf(regexTest(value, get(this.spec, '$options')))
      case '$options':
        return has(this.spec, '$regex') ? null : bad('$options needs a $regex')
      case '$size':
        return whole(size(value))
      case '$all':
        return this.all(value)
      case '$elemMatch':
        return this.elemMatch(value)
      case '$bitsAllSet':
      case '$bitsAnySet':
      case '$bitsAllClear':
      case '$bitsAnyClear':
        return leaf(bitTest(name, value))
      case '$comment':
        return null
      default:
        if (REFUSED.has(name)) throw new CommandError('NotImplemented', `${name} is not supported here`)
        return bad(`unknown operator: ${name}`)
    }
  }

  private list(name: string, value: unknown) {
    if (!Array.isArray(value)) return bad(`${name} needs an array`)
    for (const item of value) if (isOperatorDocument(item)) bad('cannot nest $ under $in')
    return membership(value, this.options.collation)
  }

  private negation(value: unknown): Condition {
    if (typeOf(value) === TYPE.regex) return not(leaf(regexTest(value, undefined)))
    if (!isDocument(value)) return bad('$not needs a regex or a document')
    if (keysOf(value).length === 0) bad('$not cannot be empty')
    return not(new Operators(this.path, value, this.options, this.compileNode).compile())
  }

  private all(value: unknown): Condition {
    if (!Array.isArray(value)) return bad('$all needs an array')
    if (value.length === 0) return leaf(() => false)
    const elements = value as unknown[]
    const isElemMatch = (item: unknown): boolean => isOperatorDocument(item) && keysOf(item)[0] === '$elemMatch'
    const matching = isElemMatch(elements[0])
    return allOf(
      elements.map((item) => {
        if (matching !== isElemMatch(item))
          return bad(matching ? '$all/$elemMatch has to be consistent' : 'no $ expressions in $all')
        if (matching) return this.elemMatch(get(item as Document, '$elemMatch'))
        if (isOperatorDocument(item)) return bad('no $ expressions in $all')
        return typeOf(item) === TYPE.regex
          ? leaf(regexTest(item, undefined))
          : leaf(comparison('$eq', item, this.options.collation))
      }),
    )
  }

  private elemMatch(value: unknown): Condition {
    if (!isDocument(value)) return bad('$elemMatch needs an Object')
    const first = keysOf(value)[0]
    const onValues =
      isOperatorDocument(value) && first !== '$and' && first !== '$or' && first !== '$nor' && first !== '$where'
    if (onValues) return whole(elemMatch(onValue(this.nested(value))))
    const node = this.compileNode(value, this.options)
    return whole(
      elemMatch((element) => {
        if (Array.isArray(element)) return node({ ...element }, null)
        return isDocument(element) && node(element, null)
      }),
    )
  }
}

function truthyFlag(value: unknown): boolean {
  if (value === null || value === undefined || value === false) return false
  return value instanceof BSONRegExp || typeof value !== 'object' ? value !== 0 : Number(value) !== 0
}
