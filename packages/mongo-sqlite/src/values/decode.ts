import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson'
import { CommandError } from '../errors.js'
import { put } from './order.js'
import type { Document } from './order.js'

// Field names repeat from document to document; interning them makes decoding cheap and property access fast.
const SLOTS = 4096
const names: (string | undefined)[] = new Array<string | undefined>(SLOTS)
/** Levels a document that comes over the wire may have (BSONDepth of the server). */
const MAX_DEPTH = 200
const MAX_DATE = 8.64e15

function invalid(message: string): never {
  throw new CommandError('InvalidBSON', message)
}

class Reader {
  at: number
  private readonly bytes: Buffer
  private readonly maxDepth: number
  private depth = 0

  constructor(bytes: Buffer, at: number, maxDepth: number) {
    this.bytes = bytes
    this.at = at
    this.maxDepth = maxDepth
  }

  document(): Document {
    const end = this.open()
    const result: Document = {}
    let ordered = false
    for (;;) {
      const type = this.bytes[this.at++]
      if (type === 0) break
      const name = this.name()
      const value = this.value(type)
      const first = name.charCodeAt(0)
      // Digits need their order remembered and __proto__ a definition; all other names are ordinary properties.
      if (first >= 48 && first <= 57) ordered = true
      if (ordered || first === 95) put(result, name, value)
      else result[name] = value
    }
    return this.close(end, result)
  }

  private array(): unknown[] {
    const end = this.open()
    const result: unknown[] = []
    for (;;) {
      const type = this.bytes[this.at++]
      if (type === 0) break
      while (this.bytes[this.at++] !== 0) if (this.at >= end) invalid('array key without an end')
      result.push(this.value(type))
    }
    return this.close(end, result)
  }

  private open(): number {
    const size = this.int32()
    const end = this.at - 4 + size
    if (size < 5 || end > this.bytes.length) invalid('document length out of bounds')
    if (++this.depth > this.maxDepth) {
      throw new CommandError('Overflow', `BSONObj exceeds maximum nested object depth: ${this.maxDepth}`)
    }
    return end
  }

  private close<T>(end: number, result: T): T {
    if (this.at !== end) invalid('document length does not match its content')
    this.depth--
    return result
  }

  private name(): string {
    const { bytes } = this
    const start = this.at
    let hash = 0
    let at = start
    let byte: number | undefined
    while ((byte = bytes[at++]) !== 0) {
      if (byte === undefined) invalid('field name without an end')
      hash = (hash * 31 + byte) | 0
    }
    this.at = at
    const length = at - 1 - start
    const slot = (hash ^ length) & (SLOTS - 1)
    const known = names[slot]
    if (known?.length === length && same(known, bytes, start)) return known
    const name = bytes.toString('utf8', start, at - 1)
    names[slot] = name
    return name
  }

  private value(type: number | undefined): unknown {
    switch (type) {
      case 1:
        return this.double()
      case 2:
        return this.string()
      case 3:
        return this.document()
      case 4:
        return this.array()
      case 5:
        return this.binary()
      case 7:
        return new ObjectId(this.take(12))
      case 8:
        return this.bytes[this.at++] === 1
      case 9:
        return this.date()
      case 10:
        return null
      case 11:
        return new BSONRegExp(this.cstring(), this.cstring())
      case 13:
        return new Code(this.string())
      case 14:
        return new BSONSymbol(this.string())
      case 15:
        this.at += 4
        return new Code(this.string(), this.value(3) as Document)
      case 16:
        return this.int32()
      case 17: {
        const low = this.int32()
        return new Timestamp({ i: low >>> 0, t: this.int32() >>> 0 })
      }
      case 18: {
        const low = this.int32()
        return new Long(low, this.int32())
      }
      case 19:
        return new Decimal128(this.take(16))
      case 255:
        return new MinKey()
      case 127:
        return new MaxKey()
      default:
        return invalid(`BSON type ${type ?? 'none'} is not supported`)
    }
  }

  private int32(): number {
    const { bytes, at } = this
    this.at = at + 4
    if (at + 4 > bytes.length) invalid('value past the end of the document')
    return bytes.readInt32LE(at)
  }

  private double(): Double {
    const value = this.bytes.readDoubleLE(this.at)
    this.at += 8
    return new Double(value)
  }

  private date(): Date {
    const low = this.int32() >>> 0
    const time = this.int32() * 4294967296 + low
    if (time > MAX_DATE || time < -MAX_DATE) throw new CommandError('BadValue', 'date out of the supported range')
    return new Date(time)
  }

  private string(): string {
    const length = this.int32()
    const start = this.at
    const end = start + length
    if (length < 1 || end > this.bytes.length || this.bytes[end - 1] !== 0) invalid('string length out of bounds')
    this.at = end
    return this.bytes.toString('utf8', start, end - 1)
  }

  private cstring(): string {
    const start = this.at
    const end = this.bytes.indexOf(0, start)
    if (end < 0) invalid('string without an end')
    this.at = end + 1
    return this.bytes.toString('utf8', start, end)
  }

  private take(length: number): Buffer {
    const end = this.at + length
    if (length < 0 || end > this.bytes.length) invalid('value past the end of the document')
    // A copy: a view would keep the whole network or page buffer alive.
    const copy = Buffer.allocUnsafe(length)
    this.bytes.copy(copy, 0, this.at, end)
    this.at = end
    return copy
  }

  private binary(): Binary {
    let length = this.int32()
    const subtype = this.bytes[this.at++] ?? 0
    if (subtype === 2) {
      // The old binary type carries its length twice.
      const inner = this.int32()
      if (inner !== length - 4) invalid('old binary with an inconsistent length')
      length = inner
    }
    return new Binary(this.take(length), subtype)
  }
}

function same(name: string, bytes: Buffer, start: number): boolean {
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) !== bytes[start + i]) return false
  return true
}

/**
 * Reads one BSON document that starts at `offset`; every value keeps its type and every document its key order. Nesting
 * deeper than `maxDepth` levels is refused with 15.
 */
export function decode(bytes: Uint8Array, offset = 0, maxDepth = MAX_DEPTH): Document {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return new Reader(buffer, offset, maxDepth).document()
}
