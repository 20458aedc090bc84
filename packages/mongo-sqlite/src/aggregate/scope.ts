import { CommandError } from '../errors.js'
import { show } from '../query/show.js'
import type { Collation } from '../values/collation.js'
import type { Document } from '../values/document.js'
import { get, isDocument, keysOf } from '../values/document.js'

/** A compiled expression: a function of the document $$ROOT stands for; undefined is MongoDB's missing. */
export type Expression = (root: Document) => unknown

/** Where a variable keeps its value while the expressions inside its $let, $map or $lookup are evaluated. */
export type Cell = { value: unknown }

/** What an expression may refer to besides the document. */
export type Scope = { vars: ReadonlyMap<string, Cell>; now: Date; collation: Collation | undefined }

export type Compile = (spec: unknown, scope: Scope) => Expression

/** Compiles one operator from its operand. */
export type Operator = (operand: unknown, scope: Scope, compile: Compile) => Expression

/** The scope with further variables. */
export function withVariables(scope: Scope, vars: Iterable<readonly [string, Cell]>): Scope {
  return { ...scope, vars: new Map([...scope.vars, ...vars]) }
}

/** Refuses names that variables cannot have. */
export function checkVariable(name: string): void {
  if (!/^[a-z\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*$/.test(name) && name !== 'CURRENT') {
    throw new CommandError(16867, `'${name}' starts with an invalid character for a user variable name`)
  }
  if (name === 'CURRENT') throw new CommandError('NotImplemented', 'rebinding $$CURRENT is not supported')
}

export function isNullish(value: unknown): value is null | undefined {
  return value === null || value === undefined
}

function argumentsOf(operand: unknown, scope: Scope, compile: Compile): Expression[] {
  // {$rand: {}} is how no argument at all is written.
  if (isDocument(operand) && keysOf(operand).length === 0) return []
  const list = Array.isArray(operand) ? (operand as unknown[]) : [operand]
  return list.map((item) => compile(item, scope))
}

/** An operator of a fixed number of arguments. */
export function fixed(
  name: string,
  min: number,
  max: number,
  apply: (args: unknown[], scope: Scope) => unknown,
): [string, Operator] {
  return [
    name,
    (operand, scope, compile) => {
      const args = argumentsOf(operand, scope, compile)
      if (args.length < min || args.length > max) {
        throw min === max
          ? new CommandError(16020, `Expression ${name} takes exactly ${min} arguments. ${args.length} were passed in.`)
          : new CommandError(
              28667,
              `Expression ${name} takes at least ${min} arguments, and at most ${max}, but ${args.length} were passed in.`,
            )
      }
      const [first, second] = args
      if (args.length === 1 && first !== undefined) return (root) => apply([first(root)], scope)
      if (args.length === 2 && first !== undefined && second !== undefined) {
        return (root) => apply([first(root), second(root)], scope)
      }
      return (root) =>
        apply(
          args.map((arg) => arg(root)),
          scope,
        )
    },
  ]
}

/** An operator of one argument that is null for null and missing. */
export function unary(name: string, apply: (value: unknown, scope: Scope) => unknown): [string, Operator] {
  return fixed(name, 1, 1, ([value], scope) => (isNullish(value) ? null : apply(value, scope)))
}

/** An operator of any number of arguments. */
export function nary(name: string, apply: (args: unknown[], scope: Scope) => unknown): [string, Operator] {
  return fixed(name, 0, Infinity, apply)
}

/** An operator whose operand is a document of named arguments. Missing optional ones are undefined. */
export function named(
  name: string,
  required: readonly string[],
  optional: readonly string[],
  apply: (args: Record<string, unknown>, scope: Scope) => unknown,
): [string, Operator] {
  return [
    name,
    (operand, scope, compile) => {
      const spec = namedArguments(name, operand, required, optional)
      const args = keysOf(spec).map((key) => [key, compile(get(spec, key), scope)] as const)
      return (root) => apply(Object.fromEntries(args.map(([key, arg]) => [key, arg(root)])), scope)
    },
  ]
}

/** Checks the named arguments of an operator. */
export function namedArguments(
  name: string,
  operand: unknown,
  required: readonly string[],
  optional: readonly string[],
): Document {
  if (!isDocument(operand)) {
    throw new CommandError('FailedToParse', `${name} requires an object as an argument, found: ${show(operand)}`)
  }
  for (const key of keysOf(operand)) {
    if (!required.includes(key) && !optional.includes(key)) {
      throw new CommandError('FailedToParse', `${name} found an unknown argument: ${key}`)
    }
  }
  for (const key of required) {
    if (get(operand, key) === undefined)
      throw new CommandError('FailedToParse', `${name} requires '${key}' to be specified`)
  }
  return operand
}
