import { Binary, BSONRegExp, Code, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'
import { keysOf, type Document } from './values/document.js'

/** A BSON value as the server writes it in its messages, such as `{ name: "x", at: new Date(0) }`. */
export function shellText(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return `"${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(shellText).join(', ')} ]`
  if (typeof value !== 'object') return typeof value
  return classText(value) ?? documentText(value as Document)
}

function documentText(document: Document): string {
  const fields = keysOf(document).map((key) => `${key}: ${shellText(document[key])}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

function classText(value: object): string | undefined {
  if (value instanceof Date) return `new Date(${value.getTime()})`
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`
  if (value instanceof Double) return doubleText(value.valueOf())
  if (value instanceof Long) return value.toString()
  if (value instanceof Decimal128) return `NumberDecimal("${value.toString()}")`
  if (value instanceof Timestamp) return `Timestamp(${value.getHighBits() >>> 0}, ${value.getLowBits() >>> 0})`
  if (value instanceof BSONRegExp) return `/${value.pattern}/${value.options}`
  if (value instanceof MinKey) return 'MinKey'
  if (value instanceof MaxKey) return 'MaxKey'
  if (value instanceof Code) return `Code("${String(value.code)}")`
  if (value instanceof Binary) return binaryText(value)
  return undefined
}

function doubleText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toFixed(1) : String(value)
}

function binaryText(value: Binary): string {
  const bytes = Buffer.from(value.buffer.subarray(0, value.position))
  if (value.sub_type === Binary.SUBTYPE_UUID && bytes.length === 16) {
    return `UUID("${bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}")`
  }
  return `BinData(${value.sub_type}, ${bytes.toString('hex').toUpperCase()})`
}
