import { MalformedMessage } from './framing.js'

/** Bytes of a fixed-size value by BSON type; the others carry their length. */
const FIXED: Readonly<Record<number, number>> = {
  1: 8,
  6: 0,
  7: 12,
  8: 1,
  9: 8,
  10: 0,
  16: 4,
  17: 8,
  18: 8,
  19: 16,
  127: 0,
  255: 0,
}

/** Where the value of type `type` at `at` ends. */
function endOfValue(bytes: Buffer, type: number, at: number): number {
  const fixed = FIXED[type]
  if (fixed !== undefined) return at + fixed
  if (type === 11) return afterText(bytes, afterText(bytes, at))
  if (at + 4 > bytes.length) throw new MalformedMessage('value past the end')
  const size = bytes.readInt32LE(at)
  if (size < 0) throw new MalformedMessage('negative length')
  if (type === 2 || type === 13 || type === 14) return at + 4 + size
  if (type === 5) return at + 5 + size
  if (type === 12) return at + 4 + size + 12
  if (type === 3 || type === 4 || type === 15) return at + size
  throw new MalformedMessage(`BSON type ${type}`)
}

function afterText(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(0, at)
  if (end < 0) throw new MalformedMessage('text without an end')
  return end + 1
}

/**
 * Takes one array of documents out of a BSON document without decoding it: the document without that field, and the
 * bytes of each element. `items` is null when there is no such array or it holds something else than documents.
 */
export function cutArray(document: Buffer, field: string): { rest: Buffer; items: Buffer[] | null } {
  for (let at = 4; at < document.length - 1;) {
    const start = at
    const type = document[at] ?? 0
    const value = afterText(document, at + 1)
    const end = endOfValue(document, type, value)
    if (end > document.length || end <= start) throw new MalformedMessage('value past the end')
    if (type === 4 && document.toString('utf8', at + 1, value - 1) === field) {
      const items = elements(document.subarray(value, end))
      if (items === null) break
      const rest = Buffer.concat([document.subarray(0, start), document.subarray(end)])
      rest.writeInt32LE(rest.length, 0)
      return { rest, items }
    }
    at = end
  }
  return { rest: document, items: null }
}

function elements(array: Buffer): Buffer[] | null {
  const items: Buffer[] = []
  for (let at = 4; at < array.length - 1;) {
    if (array[at] !== 3) return null
    const value = afterText(array, at + 1)
    const end = endOfValue(array, 3, value)
    if (end > array.length || end - value < 5) throw new MalformedMessage('element past the end')
    items.push(array.subarray(value, end))
    at = end
  }
  return items
}
