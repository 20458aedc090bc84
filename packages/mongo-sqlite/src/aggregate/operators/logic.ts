import { CommandError } from '../../errors.js'
import { compareValues } from '../../values/compare.js'
import { get, isDocument } from '../../values/document.js'
import { checkVariable, fixed, namedArguments, withVariables } from '../scope.js'
import type { Cell, Compile, Expression, Operator, Scope } from '../scope.js'
import { keysOf } from '../../values/document.js'
import { truthy } from './truth.js'

function comparing(name: string, accepts: (side: number) => unknown): [string, Operator] {
  return fixed(name, 2, 2, ([a, b], scope) => accepts(compareValues(a, b, scope.collation)))
}

function list(operand: unknown, scope: Scope, compile: Compile): Expression[] {
  return (Array.isArray(operand) ? (operand as unknown[]) : [operand]).map((item) => compile(item, scope))
}

const and: Operator = (operand, scope, compile) => {
  const args = list(operand, scope, compile)
  return (root) => args.every((arg) => truthy(arg(root)))
}

const or: Operator = (operand, scope, compile) => {
  const args = list(operand, scope, compile)
  return (root) => args.some((arg) => truthy(arg(root)))
}

const cond: Operator = (operand, scope, compile) => {
  let parts: unknown[]
  if (isDocument(operand)) {
    const spec = namedArguments('$cond', operand, ['if', 'then', 'else'], [])
    parts = [get(spec, 'if'), get(spec, 'then'), get(spec, 'else')]
  } else {
    parts = Array.isArray(operand) ? (operand as unknown[]) : [operand]
    if (parts.length !== 3) {
      throw new CommandError(16020, `Expression $cond takes exactly 3 arguments. ${parts.length} were passed in.`)
    }
  }
  const [test, then, otherwise] = parts.map((part) => compile(part, scope))
  return (root) => (truthy(test?.(root)) ? then?.(root) : otherwise?.(root))
}

const ifNull: Operator = (operand, scope, compile) => {
  const args = list(operand, scope, compile)
  if (args.length < 2) {
    throw new CommandError(1257300, `$ifNull needs at least two arguments, had: ${args.length}`)
  }
  return (root) => {
    let value: unknown
    for (const arg of args) {
      value = arg(root)
      if (value !== null && value !== undefined) return value
    }
    return value
  }
}

const switching: Operator = (operand, scope, compile) => {
  if (!isDocument(operand)) throw new CommandError(40060, '$switch requires an object as an argument')
  const unknown = keysOf(operand).find((key) => key !== 'branches' && key !== 'default')
  if (unknown !== undefined) throw new CommandError(40067, `$switch found an unknown argument: ${unknown}`)
  const branches = get(operand, 'branches')
  if (!Array.isArray(branches)) throw new CommandError(40061, "$switch expected an array for 'branches'")
  if (branches.length === 0) throw new CommandError(40068, '$switch requires at least one branch.')
  const compiled = branches.map((branch: unknown) => {
    const test = isDocument(branch) ? get(branch, 'case') : undefined
    const then = isDocument(branch) ? get(branch, 'then') : undefined
    if (test === undefined) throw new CommandError(40064, "$switch requires each branch have a 'case' expression")
    if (then === undefined) throw new CommandError(40065, "$switch requires each branch have a 'then' expression.")
    return { test: compile(test, scope), then: compile(then, scope) }
  })
  const fallback = get(operand, 'default')
  const otherwise = fallback === undefined ? null : compile(fallback, scope)
  return (root) => {
    for (const { test, then } of compiled) if (truthy(test(root))) return then(root)
    if (otherwise === null) {
      throw new CommandError(
        40066,
        '$switch could not find a matching branch for an input, and no default was specified.',
      )
    }
    return otherwise(root)
  }
}

const letting: Operator = (operand, scope, compile) => {
  const spec = namedArguments('$let', operand, ['vars', 'in'], [])
  const vars = get(spec, 'vars')
  if (!isDocument(vars)) throw new CommandError(10065, 'invalid parameter: expected an object (vars)')
  const cells = keysOf(vars).map((name) => {
    checkVariable(name)
    const cell: Cell = { value: undefined }
    return { name, cell, evaluate: compile(get(vars, name), scope) }
  })
  const inner = withVariables(
    scope,
    cells.map(({ name, cell }) => [name, cell] as const),
  )
  const body = compile(get(spec, 'in'), inner)
  return (root) => {
    const values = cells.map(({ evaluate }) => evaluate(root))
    for (const [i, { cell }] of cells.entries()) cell.value = values[i]
    return body(root)
  }
}

/** Comparison, boolean and conditional operators, $let and $literal. */
export const LOGIC: [string, Operator][] = [
  comparing('$eq', (side) => side === 0),
  comparing('$ne', (side) => side !== 0),
  comparing('$gt', (side) => side > 0),
  comparing('$gte', (side) => side >= 0),
  comparing('$lt', (side) => side < 0),
  comparing('$lte', (side) => side <= 0),
  comparing('$cmp', (side) => Math.sign(side)),
  fixed('$not', 1, 1, ([value]) => !truthy(value)),
  ['$and', and],
  ['$or', or],
  ['$cond', cond],
  ['$ifNull', ifNull],
  ['$switch', switching],
  ['$let', letting],
  ['$literal', (operand) => () => operand],
  ['$const', (operand) => () => operand],
]
