import { CommandError } from '../errors.js'
import { show, showElement } from '../query/show.js'
import type { Document } from '../values/document.js'
import { get, isDocument, keysOf } from '../values/document.js'
import { typeName } from '../values/types.js'
import { addToSetLeaf, popLeaf, pullAllLeaf, pullLeaf, pushLeaf } from './array-leaves.js'
import * as leaves from './field-leaves.js'
import { addLeaf, isPositional, newBranch, sortTree } from './tree.js'
import type { Branch, Leaf } from './tree.js'
import type { UpdateOptions } from './update.js'

/** The operators of an update as trees: one for documents that are there, one for those an upsert inserts. */
export type Operators = { existing: Branch; inserted: Branch; paths: string[] }

/** Reads the operators of an update; unknown ones and conflicting paths are refused. */
export function readOperators(update: Document, options: UpdateOptions, now: Date): Operators {
  const result: Operators = { existing: newBranch(), inserted: newBranch(), paths: [] }
  for (const name of keysOf(update)) {
    const fields = get(update, name)
    if (!name.startsWith('$') || !OPERATORS.has(name)) {
      throw new CommandError(
        'FailedToParse',
        `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
      )
    }
    if (!isDocument(fields)) {
      throw new CommandError(
        'FailedToParse',
        `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}}` +
          ` not {${showElement(name, fields)}}`,
      )
    }
    for (const path of keysOf(fields)) addOperator(result, name, path, get(fields, path), options, now)
  }
  sortTree(result.existing)
  sortTree(result.inserted)
  return result
}

const OPERATORS = new Set([
  '$set',
  '$unset',
  '$inc',
  '$mul',
  '$min',
  '$max',
  '$rename',
  '$setOnInsert',
  '$currentDate',
  '$push',
  '$addToSet',
  '$pop',
  '$pull',
  '$pullAll',
  '$bit',
])

function addOperator(
  to: Operators,
  name: string,
  path: string,
  operand: unknown,
  options: UpdateOptions,
  now: Date,
): void {
  const add = (at: string, leaf: Leaf): void => {
    to.paths.push(at)
    addLeaf(to.existing, at, leaf)
    addLeaf(to.inserted, at, leaf)
  }
  if (name === '$rename') {
    const target = checkedTarget(path, operand)
    add(path, leaves.unsetLeaf())
    add(target, leaves.renameLeaf(path, target))
  } else if (name === '$setOnInsert') {
    to.paths.push(path)
    addLeaf(to.inserted, path, leaves.setOnInsertLeaf(operand))
    addLeaf(to.existing, path, { kind: 'leaf', creates: false, apply: (value) => value })
  } else {
    add(path, leafFor(name, path, operand, options, now))
  }
}

function checkedTarget(path: string, operand: unknown): string {
  const bad = (message: string): never => {
    throw new CommandError('BadValue', message)
  }
  if (typeof operand !== 'string')
    return bad(`The 'to' field for $rename must be a string: ${showElement(path, operand)}`)
  if (operand === path) bad(`The source and target field for $rename must differ: ${path}: ${show(operand)}`)
  for (const [role, text] of [
    ['source', path],
    ['destination', operand],
  ] as const) {
    if (text.split('.').some(isPositional)) bad(`The ${role} field for $rename may not be dynamic: ${text}`)
  }
  return operand
}

function leafFor(name: string, path: string, operand: unknown, options: UpdateOptions, now: Date): Leaf {
  const { collation } = options
  switch (name) {
    case '$set':
      return leaves.setLeaf(operand)
    case '$unset':
      return leaves.unsetLeaf()
    case '$inc':
    case '$mul':
      return leaves.arithmeticLeaf(name, path, operand)
    case '$min':
    case '$max':
      return leaves.extremeLeaf(name, operand, collation)
    case '$currentDate':
      return leaves.currentDateLeaf(operand, now)
    case '$bit':
      return leaves.bitLeaf(path, operand)
    case '$push':
      return pushLeaf(operand, collation)
    case '$addToSet':
      return addToSetLeaf(operand, collation)
    case '$pop':
      return popLeaf(operand)
    case '$pull':
      return pullLeaf(operand, { collation, let: options.let, now })
    default:
      return pullAllLeaf(operand, collation)
  }
}
