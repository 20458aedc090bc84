import { Double, Timestamp } from 'bson'
import { CommandError } from '../errors.js'
import { show, showElement } from '../query/show.js'
import { add, isWhole, multiply, toInt64 } from '../values/arithmetic.js'
import type { Collation } from '../values/collation.js'
import { compareValues } from '../values/compare.js'
import { get, isDocument, isNumeric, keysOf } from '../values/document.js'
import { TYPE, typeName, typeOf } from '../values/types.js'
import { Long } from 'bson'
import { valueAt } from '../values/path.js'
import type { Context, Leaf } from './tree.js'

function bad(message: string): never {
  throw new CommandError('BadValue', message)
}

function creating(apply: Leaf['apply']): Leaf {
  return { kind: 'leaf', creates: true, apply }
}

/** The document's _id as messages show it. */
export function idOf(context: Context): string {
  return `{_id: ${show(get(context.root, '_id'))}}`
}

export function setLeaf(operand: unknown): Leaf {
  return creating(() => operand)
}

export function unsetLeaf(): Leaf {
  return { kind: 'leaf', creates: false, apply: () => undefined }
}

/** Only an upsert that inserts applies it; then missing parents are made, otherwise nothing is touched. */
export function setOnInsertLeaf(operand: unknown): Leaf {
  return creating(() => operand)
}

/** $inc and $mul: whole numbers stay whole and grow from 32 to 64 bits; beyond that the update is refused. */
export function arithmeticLeaf(name: '$inc' | '$mul', path: string, operand: unknown): Leaf {
  const [verb, operation] = name === '$inc' ? (['increment', add] as const) : (['multiply', multiply] as const)
  if (!isNumeric(operand)) {
    throw new CommandError('TypeMismatch', `Cannot ${verb} with non-numeric argument: {${showElement(path, operand)}}`)
  }
  return creating((value, context, at) => {
    if (value === undefined) return name === '$inc' ? operand : multiply(operand, 0)
    if (!isNumeric(value)) {
      const field = at.slice(at.lastIndexOf('.') + 1)
      throw new CommandError(
        'TypeMismatch',
        `Cannot apply ${name} to a value of non-numeric type. ${idOf(context)} has the field '${field}' of ` +
          `non-numeric type ${typeName(value)}`,
      )
    }
    const result = operation(value, operand)
    if (isWhole(value) && isWhole(operand) && result instanceof Double) {
      bad(`Failed to apply ${name} operations to current value (${show(value)}) for document ${idOf(context)}`)
    }
    return result
  })
}

export function extremeLeaf(name: '$min' | '$max', operand: unknown, collation: Collation | undefined): Leaf {
  const sign = name === '$min' ? -1 : 1
  return creating((value) =>
    value === undefined || compareValues(operand, value, collation) * sign > 0 ? operand : value,
  )
}

export function currentDateLeaf(operand: unknown, now: Date): Leaf {
  let type: unknown = 'date'
  if (isDocument(operand)) {
    type = get(operand, '$type')
    const extra = keysOf(operand).find((key) => key !== '$type')
    if (extra !== undefined) bad(`Unrecognized $currentDate option: ${extra}`)
    if (type !== 'date' && type !== 'timestamp') {
      bad("The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}")
    }
  } else if (typeof operand !== 'boolean') {
    bad(
      `${typeName(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ` +
        "({$type: 'timestamp/date'}).",
    )
  }
  const value = type === 'date' ? now : new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 })
  return creating(() => value)
}

const BITS: Record<string, (a: bigint, b: bigint) => bigint> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
}

export function bitLeaf(path: string, operand: unknown): Leaf {
  if (!isDocument(operand) || keysOf(operand).length === 0) {
    return bad(
      `The $bit modifier is not compatible with a ${typeName(operand)}. You must pass in an embedded document: ` +
        '{$bit: {field: {and/or/xor: #}}',
    )
  }
  const steps = keysOf(operand).map((name) => {
    const by = get(operand, name)
    const operation = Object.hasOwn(BITS, name) ? BITS[name] : undefined
    if (operation === undefined) {
      return bad(
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator: {${show(operand)}}`,
      )
    }
    if (!isWhole(by) || !isNumeric(by)) {
      return bad(
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(by)}' is not supported here: {${showElement(path, operand)}}`,
      )
    }
    return { operation, by: toInt64(by) ?? 0n, long: typeOf(by) === TYPE.long }
  })
  return creating((value, context, at) => {
    if (value !== undefined && (!isNumeric(value) || !isWhole(value))) {
      bad(
        `Cannot apply $bit to a value of non-integral type.${idOf(context)} has the field ${at} of non-integer type ` +
          typeName(value),
      )
    }
    let bits = value === undefined ? 0n : (toInt64(value) ?? 0n)
    for (const { operation, by } of steps) bits = operation(bits, by)
    const long = typeOf(value) === TYPE.long || steps.some((step) => step.long)
    return long ? Long.fromBigInt(bits) : Number(BigInt.asIntN(32, bits))
  })
}

/** The end a $rename moves to; the source is unset by a leaf of its own. Neither may be in an array. */
export function renameLeaf(source: string, target: string): Leaf {
  return creating((value, context) => {
    refuseArrays(context, source, 'source')
    const moved = valueAt(context.root, source.split('.'))
    if (moved === undefined) return value
    refuseArrays(context, target, 'destination')
    return moved
  })
}

function refuseArrays(context: Context, path: string, role: string): void {
  const parts = path.split('.')
  for (let length = 1; length < parts.length; length++) {
    const holder = parts.slice(0, length)
    if (Array.isArray(valueAt(context.root, holder))) {
      bad(
        `The ${role} field cannot be an array element, '${path}' in doc with ${idOf(context).slice(1, -1)} has an ` +
          `array field called '${holder.at(-1) ?? ''}'`,
      )
    }
  }
}
