import { CommandError } from '../errors.js'
import { toInt64 } from '../values/arithmetic.js'
import { valuesEqual } from '../values/compare.js'
import { get, isDocument, isNumeric, keysOf } from '../values/document.js'
import type { Document } from '../values/document.js'
import { encodeKey } from '../values/key.js'
import { isInt32 } from '../values/types.js'
import type { Accumulator, NewAccumulator } from './accumulators.js'
import { accumulatorNamed } from './accumulators.js'
import { compileExpression } from './expression.js'
import { RANKED } from './ranked.js'
import type { Expression, Scope } from './scope.js'

type Field = { name: string; create: NewAccumulator; evaluate: Expression }
type Group = { key: unknown; states: Accumulator[] }

/** Compiles $group. Groups come out in the order in which their first document came in. */
export function compileGroup(spec: unknown, scope: Scope): (input: Iterable<Document>) => Iterable<Document> {
  if (!isDocument(spec)) throw new CommandError(15947, "a group's fields must be specified in an object")
  if (get(spec, '_id') === undefined) throw new CommandError(15955, 'a group specification must include an _id')
  const keyOf = compileExpression(get(spec, '_id'), scope)
  const fields = keysOf(spec).flatMap((name) => (name === '_id' ? [] : [compileField(name, get(spec, name), scope)]))
  return (input) => {
    const groups = new Groups(fields, scope)
    for (const document of input) {
      const key = keyOf(document)
      const { states } = groups.at(key === undefined ? null : key)
      for (let i = 0; i < fields.length; i++) states[i]?.add(fields[i]?.evaluate(document))
    }
    return groups.results()
  }
}

function compileField(name: string, spec: unknown, scope: Scope): Field {
  if (name.includes('.')) throw new CommandError(40235, `The field name '${name}' cannot contain '.'`)
  if (name.startsWith('$')) throw new CommandError(40236, `The field name '${name}' cannot be an operator name`)
  if (!isDocument(spec)) throw new CommandError(40234, `The field '${name}' must be an accumulator object`)
  const [operator = '', second] = keysOf(spec)
  if (second !== undefined || operator === '') {
    throw new CommandError(40238, `The field '${name}' must specify one accumulator`)
  }
  if (!operator.startsWith('$')) throw new CommandError(40234, `The field '${name}' must be an accumulator object`)
  const operand = get(spec, operator)
  if (operator === '$count') {
    if (!isDocument(operand) || keysOf(operand).length > 0) {
      throw new CommandError('TypeMismatch', '$count takes no arguments, i.e. $count:{}')
    }
    return { name, create: accumulatorNamed('$sum'), evaluate: () => 1 }
  }
  const ranked = RANKED.get(operator)
  if (ranked !== undefined) return { name, ...ranked(operand, scope) }
  const create = accumulatorNamed(operator)
  if (Array.isArray(operand) && operand.length !== 1) {
    throw new CommandError(40237, `The ${operator} accumulator is a unary operator`)
  }
  return {
    name,
    create,
    evaluate: compileExpression(Array.isArray(operand) ? (operand as unknown[])[0] : operand, scope),
  }
}

class Groups {
  private readonly byKey = new Map<string | number, Group>()
  private readonly all: Group[] = []
  private readonly fields: readonly Field[]
  private readonly scope: Scope

  constructor(fields: readonly Field[], scope: Scope) {
    this.fields = fields
    this.scope = scope
  }

  at(key: unknown): Group {
    const { collation } = this.scope
    if (collation !== undefined) {
      return this.all.find((group) => valuesEqual(group.key, key, collation)) ?? this.create(key)
    }
    const id = identity(key)
    let group = this.byKey.get(id)
    if (group === undefined) {
      group = this.create(key)
      this.byKey.set(id, group)
    }
    return group
  }

  private create(key: unknown): Group {
    const group = { key, states: this.fields.map((field) => field.create(this.scope)) }
    this.all.push(group)
    return group
  }

  *results(): Iterable<Document> {
    for (const { key, states } of this.all) {
      const result: Document = { _id: key }
      for (const [i, field] of this.fields.entries()) {
        const value = states[i]?.result()
        result[field.name] = value === undefined ? null : value
      }
      yield result
    }
  }
}

/** The same for equal values only; numbers of all types that are a small whole number share their number. */
function identity(key: unknown): string | number {
  if (typeof key === 'string') return `s${key}`
  if (typeof key === 'number' && isInt32(key)) return key
  if (isNumeric(key)) {
    const whole = toInt64(key)
    if (whole !== null && isInt32(Number(whole)) && valuesEqual(key, whole)) return Number(whole)
  }
  return `k${encodeKey([key]).toString('latin1')}`
}
