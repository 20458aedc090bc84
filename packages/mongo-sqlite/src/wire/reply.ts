import type { Long } from 'bson'
import { encode, type Document } from '../values/document.js'
import { header, OP_MSG, OP_REPLY } from './framing.js'

/** A batch of documents as bytes, put into a reply without being decoded. */
export type RawBatch = {
  readonly field: 'firstBatch' | 'nextBatch'
  readonly documents: readonly Uint8Array[]
  readonly cursorId: Long
  readonly namespace: string
}

/** What a command answers: `cursor` comes first, as the server has it. `ok` and the clock are added when it is sent. */
export type Reply = { readonly fields: Document; readonly cursor?: RawBatch }

let requestId = 0

/** The message that carries a reply to the request with id `responseTo`. */
export function writeReply(reply: Reply, responseTo: number, legacy: boolean): Uint8Array[] {
  const parts: Uint8Array[] = bodyParts(reply)
  const size = parts.reduce((sum, part) => sum + part.length, 0)
  requestId = (requestId + 1) & 0x7fffffff
  if (legacy) {
    const prefix = Buffer.alloc(20)
    prefix.writeInt32LE(8, 0)
    prefix.writeInt32LE(1, 16)
    return [header(36 + size, requestId, responseTo, OP_REPLY), prefix, ...parts]
  }
  return [header(21 + size, requestId, responseTo, OP_MSG), Buffer.alloc(5), ...parts]
}

function bodyParts(reply: Reply): Uint8Array[] {
  const fields = encode(reply.fields)
  if (reply.cursor === undefined) return [fields]
  const cursor = cursorParts(reply.cursor)
  const name = Buffer.from('\x03cursor\0', 'latin1')
  const length = cursor.reduce((sum, part) => sum + part.length, 0)
  const size = Buffer.allocUnsafe(4)
  size.writeInt32LE(fields.length + name.length + length, 0)
  return [size, name, ...cursor, fields.subarray(4)]
}

/** The document `{ firstBatch: [...], id, ns }` around raw documents. */
function cursorParts({ field, documents, cursorId, namespace }: RawBatch): Uint8Array[] {
  const elements: Uint8Array[] = []
  let arraySize = 5
  documents.forEach((document, i) => {
    const key = Buffer.from(`\x03${i}\0`, 'latin1')
    elements.push(key, document)
    arraySize += key.length + document.length
  })
  const rest = encode({ id: cursorId, ns: namespace }).subarray(4)
  const open = Buffer.concat([Buffer.alloc(4), Buffer.from(`\x04${field}\0`, 'latin1'), Buffer.alloc(4)])
  open.writeInt32LE(arraySize, open.length - 4)
  open.writeInt32LE(open.length + arraySize - 4 + rest.length, 0)
  return [open, ...elements, Buffer.alloc(1), rest]
}
