import type { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'bson'
import { CommandError } from '../errors.js'
import { keysOf } from './order.js'
import type { Document } from './order.js'
import { TYPE, typeOf } from './types.js'
import type { TypeNumber } from './types.js'

let buffer = Buffer.allocUnsafe(64 * 1024)
let at = 0
let depth = 0
let deepest = 0

/** How deep documents and arrays may be nested in what is sent; what is stored may be less (MAX_STORED_DEPTH). */
const MAX_DEPTH = 250

function reserve(size: number): void {
  if (at + size <= buffer.length) return
  const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, at + size))
  buffer.copy(larger, 0, 0, at)
  buffer = larger
}

function writeInt32(value: number): void {
  reserve(4)
  at = buffer.writeInt32LE(value, at)
}

function writeCString(text: string): void {
  if (text.includes('\0')) throw new CommandError('BadValue', 'a key or pattern must not contain the null byte')
  reserve(text.length * 3 + 1)
  // Short ASCII names are the rule, and a loop beats the call into native code for them.
  let i = 0
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 127) break
    buffer[at + i] = code
  }
  at += i
  if (i < text.length) at += buffer.write(text.slice(i), at, 'utf8')
  buffer[at++] = 0
}

function writeString(text: string): void {
  reserve(text.length * 3 + 5)
  const length = buffer.write(text, at + 4, 'utf8')
  buffer.writeInt32LE(length + 1, at)
  at += length + 5
  buffer[at - 1] = 0
}

function writeBytes(bytes: Uint8Array): void {
  reserve(bytes.length)
  buffer.set(bytes, at)
  at += bytes.length
}

function writeDocument(document: Document): void {
  const start = open()
  for (const key of keysOf(document)) writeElement(key, document[key])
  close(start)
}

function writeArray(array: readonly unknown[]): void {
  const start = open()
  for (let i = 0; i < array.length; i++) writeElement(String(i), array[i])
  close(start)
}

function open(): number {
  const start = at
  if (++depth > deepest) {
    throw new CommandError('Overflow', `Object exceeds maximum nested object depth: ${deepest}`)
  }
  writeInt32(0)
  return start
}

function close(start: number): void {
  depth--
  reserve(1)
  buffer[at++] = 0
  buffer.writeInt32LE(at - start, start)
}

function writeElement(key: string, value: unknown): void {
  const type = typeOf(value)
  if (type === TYPE.missing) return
  reserve(1)
  buffer[at++] = type
  writeCString(key)
  writeValue(type, value)
}

function writeValue(type: TypeNumber, value: unknown): void {
  switch (type) {
    case TYPE.double:
      reserve(8)
      at = buffer.writeDoubleLE(typeof value === 'number' ? value : (value as Double).value, at)
      return
    case TYPE.string:
      return writeString(value as string)
    case TYPE.object:
      return writeDocument(value as Document)
    case TYPE.array:
      return writeArray(value as unknown[])
    case TYPE.binData:
      return writeBinary(value as Binary | Uint8Array)
    case TYPE.objectId:
      return writeBytes((value as ObjectId).id)
    case TYPE.bool:
      reserve(1)
      buffer[at++] = value === true ? 1 : 0
      return
    case TYPE.date:
      return writeLong(BigInt((value as Date).getTime()))
    case TYPE.regex:
      return writeRegex(value as BSONRegExp | RegExp)
    case TYPE.javascript:
      return writeString((value as Code).code)
    case TYPE.symbol:
      return writeString((value as BSONSymbol).value)
    case TYPE.javascriptWithScope:
      return writeScopedCode(value as Code)
    case TYPE.int:
      return writeInt32(typeof value === 'number' ? value : (value as Int32).value)
    case TYPE.timestamp:
    case TYPE.long:
      if (typeof value === 'bigint') return writeLong(value)
      writeInt32((value as Long | Timestamp).low)
      return writeInt32((value as Long | Timestamp).high)
    case TYPE.decimal:
      return writeBytes((value as Decimal128).bytes)
    case TYPE.null:
    case TYPE.minKey:
    case TYPE.maxKey:
    case TYPE.missing:
      return
    case TYPE.undefined:
    case TYPE.dbPointer:
      throw new CommandError('InvalidBSON', `BSON type ${type} is not supported`)
  }
}

function writeLong(value: bigint): void {
  reserve(8)
  at = buffer.writeBigInt64LE(value, at)
}

function writeBinary(value: Binary | Uint8Array): void {
  const bytes = value instanceof Uint8Array ? value : value.value()
  const subtype = value instanceof Uint8Array ? 0 : value.sub_type
  writeInt32(subtype === 2 ? bytes.length + 4 : bytes.length)
  reserve(1)
  buffer[at++] = subtype
  if (subtype === 2) writeInt32(bytes.length)
  writeBytes(bytes)
}

function writeRegex(value: BSONRegExp | RegExp): void {
  writeCString(value instanceof RegExp ? value.source : value.pattern)
  writeCString(value instanceof RegExp ? value.flags.replace(/[^imsx]/g, '') : value.options)
}

function writeScopedCode(value: Code): void {
  const start = at
  writeInt32(0)
  writeString(value.code)
  writeDocument(value.scope ?? {})
  buffer.writeInt32LE(at - start, start)
}

/**
 * The BSON bytes of a document, in a buffer of its own. Fields that are undefined are left out; nesting deeper than
 * `maxDepth` levels is refused with 15.
 */
export function encode(document: Document, maxDepth = MAX_DEPTH): Buffer {
  at = 0
  depth = 0
  deepest = maxDepth
  writeDocument(document)
  const bytes = Buffer.allocUnsafe(at)
  buffer.copy(bytes, 0, 0, at)
  // One huge document must not hold its buffer for ever.
  if (buffer.length > 1 << 22) buffer = Buffer.allocUnsafe(64 * 1024)
  return bytes
}
