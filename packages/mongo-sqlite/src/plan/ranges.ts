import { encodeKey } from '../values/key.js'
import type { Direction } from '../storage/catalog.js'

/** The keys from `lower` (included) up to `upper` (not included; null: no end). */
export type KeyRange = { readonly lower: Buffer; readonly upper: Buffer | null }

/**
 * What a filter asks of one field. `points` are values it must equal one of; `from` and `to` close a range of one BSON
 * type. Bounds may be wider than the filter (the filter is still applied), never narrower.
 */
export type FieldBounds = {
  readonly points?: readonly unknown[]
  readonly from?: { readonly value: unknown; readonly inclusive: boolean }
  readonly to?: { readonly value: unknown; readonly inclusive: boolean }
}

/** The first byte string after everything that starts with `prefix`; null when there is none. */
export function after(prefix: Buffer): Buffer | null {
  const bytes = Buffer.from(prefix)
  for (let i = bytes.length - 1; i >= 0; i--) {
    const byte = bytes[i] ?? 0
    if (byte < 255) {
      bytes[i] = byte + 1
      return bytes.subarray(0, i + 1)
    }
  }
  return null
}

/** The key ranges under each of `prefixes` in which the next field meets `bounds`, in key order and without overlap. */
export function narrow(prefixes: readonly Buffer[], bounds: FieldBounds, direction: Direction): KeyRange[] {
  return prefixes.flatMap((prefix) => {
    if (bounds.points !== undefined) {
      return pointPrefixes([prefix], bounds.points, direction).map((lower) => ({ lower, upper: after(lower) }))
    }
    return [rangeUnder(prefix, bounds, direction)]
  })
}

/** Each prefix followed by each of the values, sorted and without repeats. */
export function pointPrefixes(prefixes: readonly Buffer[], values: readonly unknown[], direction: Direction): Buffer[] {
  const keys = values.map((value) => encodeKey([value], [direction]))
  keys.sort((a, b) => Buffer.compare(a, b))
  const distinct = keys.filter((key, i) => i === 0 || !key.equals(keys[i - 1] ?? Buffer.alloc(0)))
  return prefixes.flatMap((prefix) => distinct.map((key) => Buffer.concat([prefix, key])))
}

/** A range on one field stays within the BSON type of its value, whose tag is the first byte of the encoded value. */
function rangeUnder(prefix: Buffer, bounds: FieldBounds, direction: Direction): KeyRange {
  const given = bounds.from ?? bounds.to
  if (given === undefined) return { lower: prefix, upper: after(prefix) }
  const typeTag = Buffer.concat([prefix, encodeKey([given.value], [direction]).subarray(0, 1)])
  const [low, high] = direction === 1 ? [bounds.from, bounds.to] : [bounds.to, bounds.from]
  const lowKey = low && Buffer.concat([prefix, encodeKey([low.value], [direction])])
  const highKey = high && Buffer.concat([prefix, encodeKey([high.value], [direction])])
  return {
    lower: lowKey === undefined ? typeTag : low?.inclusive ? lowKey : (after(lowKey) ?? lowKey),
    upper: highKey === undefined ? after(typeTag) : high?.inclusive ? after(highKey) : highKey,
  }
}
