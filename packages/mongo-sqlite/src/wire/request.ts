import { CommandError, ERROR_CODES } from '../errors.js'
import { decode, keysOf, type Document } from '../values/document.js'
import { MalformedMessage, OP_MSG, OP_QUERY, readHeader } from './framing.js'
import { cutArray } from './raw-array.js'

const CHECKSUM_PRESENT = 1
const MORE_TO_COME = 2
const REQUIRED_BITS = 0xffff

/** What a reply has to know of the message it answers. */
export type Envelope = {
  readonly requestId: number
  /** False for moreToCome: the client waits for no answer. */
  readonly wantsReply: boolean
  /** The legacy handshake is answered with OP_REPLY. */
  readonly legacy: boolean
}

/** One command as it came over the wire. `sequences` are document lists whose BSON bytes are kept as they came. */
export type Request = Envelope & {
  readonly body: Document
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>
}

/** A whole message whose content this server does not take, and the error to answer it with. */
export type Unreadable = Envelope & { readonly error: CommandError }

/**
 * Reads OP_MSG, and OP_QUERY on `$cmd` for the handshake; anything else throws MalformedMessage. Documents nested too
 * deep are no reason to end the connection: they are answered with error 15.
 */
export function readRequest(message: Buffer): Request | Unreadable {
  const { requestId, opCode } = readHeader(message)
  if (opCode !== OP_MSG && opCode !== OP_QUERY) throw new MalformedMessage(`operation code ${opCode}`)
  try {
    return opCode === OP_MSG ? readMessage(message, requestId) : readQuery(message, requestId)
  } catch (error) {
    if (!(error instanceof CommandError) || error.code !== ERROR_CODES.Overflow) throw error
    const wantsReply = opCode === OP_QUERY || (message.readUInt32LE(16) & MORE_TO_COME) === 0
    return { requestId, wantsReply, legacy: opCode === OP_QUERY, error }
  }
}

function readMessage(message: Buffer, requestId: number): Request {
  if (message.length < 21) throw new MalformedMessage('short OP_MSG')
  const flags = message.readUInt32LE(16)
  if ((flags & REQUIRED_BITS & ~(CHECKSUM_PRESENT | MORE_TO_COME)) !== 0) throw new MalformedMessage(`flags ${flags}`)
  // The checksum is optional to verify; a stream socket has its own.
  const end = message.length - ((flags & CHECKSUM_PRESENT) === 0 ? 0 : 4)
  const sequences = new Map<string, readonly Buffer[]>()
  let body: Document | null = null
  let at = 20
  while (at < end) {
    const kind = message[at++]
    const size = readSize(message, at, end)
    const section = message.subarray(at, at + size)
    if (kind === 0) {
      if (body !== null) throw new MalformedMessage('two bodies')
      body = readBody(section, sequences)
    } else if (kind === 1) {
      readSequence(section, sequences)
    } else {
      throw new MalformedMessage(`section kind ${kind ?? 'none'}`)
    }
    at += size
  }
  if (body === null) throw new MalformedMessage('no body')
  return { requestId, body, sequences, wantsReply: (flags & MORE_TO_COME) === 0, legacy: false }
}

/** Documents to insert are kept as bytes also when they come inside the body. */
function readBody(section: Buffer, sequences: Map<string, readonly Buffer[]>): Document {
  if (section.toString('latin1', 5, 12) !== 'insert\0') return decode(section)
  const { rest, items } = cutArray(section, 'documents')
  if (items !== null) sequences.set('documents', items)
  return decode(rest)
}

function readSequence(section: Buffer, sequences: Map<string, readonly Buffer[]>): void {
  const nameEnd = section.indexOf(0, 4)
  if (nameEnd < 0) throw new MalformedMessage('sequence without a name')
  const name = section.toString('utf8', 4, nameEnd)
  if (sequences.has(name)) throw new MalformedMessage('sequence given twice')
  const documents: Buffer[] = []
  for (let at = nameEnd + 1; at < section.length;) {
    const size = readSize(section, at, section.length)
    documents.push(section.subarray(at, at + size))
    at += size
  }
  sequences.set(name, documents)
}

function readQuery(message: Buffer, requestId: number): Request {
  const nameEnd = message.indexOf(0, 20)
  const name = message.toString('utf8', 20, nameEnd)
  if (nameEnd < 0 || !name.endsWith('.$cmd')) throw new MalformedMessage(`OP_QUERY on ${name}`)
  const at = nameEnd + 9
  const size = readSize(message, at, message.length)
  const query = decode(message.subarray(at, at + size))
  const inner = (query.$query ?? query) as Document
  const body: Document = { ...inner, $db: name.slice(0, -'.$cmd'.length) }
  return { requestId, body, sequences: new Map(), wantsReply: true, legacy: true }
}

function readSize(bytes: Buffer, at: number, end: number): number {
  const size = at + 4 <= end ? bytes.readInt32LE(at) : 0
  if (size < 5 || at + size > end) throw new MalformedMessage('section length')
  return size
}

/** The name of a command: its first field. */
export function commandName(body: Document): string {
  return keysOf(body)[0] ?? ''
}
