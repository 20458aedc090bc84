import type { Binary, BSONRegExp, BSONSymbol, Code, ObjectId, Timestamp } from 'bson'
import { binaryParts, regexParts } from './compare.js'
import type { Decimal } from './decimal.js'
import { floorDouble, parseNumber, timestampBits } from './numbers.js'
import type { Parsed } from './numbers.js'
import { get, keysOf } from './order.js'
import type { Document } from './order.js'
import { canonicalType, TYPE, typeOf } from './types.js'
import type { TypeNumber } from './types.js'

let buffer = Buffer.allocUnsafe(4096)
let at = 0

function reserve(size: number): void {
  if (at + size <= buffer.length) return
  const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, at + size))
  buffer.copy(larger, 0, 0, at)
  buffer = larger
}

// Tags stay within 2 … 130, so that inverted ones (for descending fields) never collide with 0 or 255.
function writeTag(type: TypeNumber): void {
  reserve(1)
  buffer[at++] = canonicalType(type) + 3
}

function writeEnd(): void {
  reserve(1)
  buffer[at++] = 0
}

/** Bytes with an end that sorts before any continuation: 00 becomes 00 FF, the end is 00 00. */
function writeText(text: string): void {
  reserve(text.length * 6 + 2)
  if (text.includes('\0')) {
    for (const byte of Buffer.from(text, 'utf8')) {
      buffer[at++] = byte
      if (byte === 0) buffer[at++] = 255
    }
  } else {
    at += buffer.write(text, at, 'utf8')
  }
  buffer[at++] = 0
  buffer[at++] = 0
}

function writeBigUint(value: bigint): void {
  reserve(8)
  at = buffer.writeBigUInt64BE(value, at)
}

/** A double in an order memcmp understands: positive ones get the sign bit, negative ones are inverted. */
function writeDouble(value: number): void {
  reserve(8)
  if (value !== value) {
    buffer.fill(0, at, at + 8)
  } else {
    buffer.writeDoubleBE(value === 0 ? 0 : value, at)
    if (value < 0) for (let i = 0; i < 8; i++) buffer[at + i] = ~(buffer[at + i] ?? 0)
    else buffer[at] = (buffer[at] ?? 0) | 0x80
  }
  at += 8
}

/** A number: the greatest double not above it, 0 when that is the number itself, else 1 and its decimal digits. */
function writeNumber(value: Parsed): void {
  if (typeof value === 'number') {
    writeDouble(value)
    writeEnd()
    return
  }
  const { floor, exact } = floorDouble(value)
  writeDouble(floor)
  reserve(1)
  buffer[at++] = exact ? 0 : 1
  if (!exact) writeDigits(value)
}

function writeDigits(value: bigint | Decimal): void {
  const decimal =
    typeof value === 'bigint' ? { negative: value < 0n, coefficient: value < 0n ? -value : value, exponent: 0 } : value
  const digits = decimal.coefficient.toString().replace(/0+$/, '')
  const magnitude = decimal.coefficient.toString().length + decimal.exponent
  reserve(digits.length + 3)
  const start = at
  at = buffer.writeUInt16BE(magnitude + 0x4000, at)
  at += buffer.write(digits, at, 'latin1')
  buffer[at++] = 0
  if (decimal.negative) for (let i = start; i < at; i++) buffer[i] = ~(buffer[i] ?? 0)
}

function writeValue(value: unknown): void {
  const type = typeOf(value)
  writeTag(type)
  switch (type) {
    case TYPE.double:
    case TYPE.int:
    case TYPE.long:
    case TYPE.decimal:
      return writeNumber(parseNumber(value))
    case TYPE.string:
      return writeText(value as string)
    case TYPE.symbol:
      return writeText((value as BSONSymbol).value)
    case TYPE.object:
      return writeDocument(value as Document)
    case TYPE.array:
      for (const element of value as unknown[]) writeValue(element)
      return writeEnd()
    case TYPE.binData:
      return writeBinary(value as Binary | Uint8Array)
    case TYPE.objectId:
      reserve(12)
      buffer.set((value as ObjectId).id, at)
      at += 12
      return
    case TYPE.bool:
      reserve(1)
      buffer[at++] = value === true ? 1 : 0
      return
    case TYPE.date:
      return writeBigUint(BigInt((value as Date).getTime()) + (1n << 63n))
    case TYPE.timestamp:
      return writeBigUint(timestampBits(value as Timestamp))
    case TYPE.regex: {
      const { pattern, options } = regexParts(value as BSONRegExp | RegExp)
      writeText(pattern)
      return writeText(options)
    }
    case TYPE.javascript:
      return writeText((value as Code).code)
    case TYPE.javascriptWithScope:
      writeText((value as Code).code)
      return writeDocument((value as Code).scope ?? {})
    case TYPE.dbPointer:
      throw new TypeError('DBPointer is not supported')
    case TYPE.missing:
    case TYPE.undefined:
    case TYPE.null:
    case TYPE.minKey:
    case TYPE.maxKey:
      return
  }
}

/** Each field as the type of its value, its name and its value, which is the order `compareValues` looks at them. */
function writeDocument(document: Document): void {
  for (const key of keysOf(document)) {
    const value = get(document, key)
    writeTag(typeOf(value))
    writeText(key)
    writeValue(value)
  }
  writeEnd()
}

function writeBinary(value: Binary | Uint8Array): void {
  const { bytes, subtype } = binaryParts(value)
  reserve(5 + bytes.length)
  at = buffer.writeUInt32BE(bytes.length, at)
  buffer[at++] = subtype
  buffer.set(bytes, at)
  at += bytes.length
}

/**
 * The bytes of an index key. memcmp of two keys gives the order of the values by `compareValues`, field by field and
 * inverted where the direction is -1; two keys are equal exactly when the values compare as equal. Every value ends
 * itself, so bytes may be appended to a key (a record number) without disturbing the order.
 */
export function encodeKey(values: readonly unknown[], directions: readonly (1 | -1)[] = []): Buffer {
  at = 0
  for (let i = 0; i < values.length; i++) {
    const start = at
    writeValue(values[i])
    if (directions[i] === -1) for (let j = start; j < at; j++) buffer[j] = ~(buffer[j] ?? 0)
  }
  const key = Buffer.allocUnsafe(at)
  buffer.copy(key, 0, 0, at)
  return key
}
