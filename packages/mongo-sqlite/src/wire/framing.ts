/** The largest message a client may send, in bytes (maxMessageSizeBytes). */
export const MAX_MESSAGE = 48_000_000

export const OP_REPLY = 1
export const OP_QUERY = 2004
export const OP_MSG = 2013

export type Header = { readonly length: number; readonly requestId: number; readonly opCode: number }

/** The bytes are not the MongoDB wire protocol: the connection they came on is closed, nothing else happens. */
export class MalformedMessage extends Error {}

/** Cuts a byte stream into messages. Bytes are kept until a message is whole; a wrong length throws MalformedMessage. */
export class Framing {
  private chunks: Buffer[] = []
  private length = 0

  /** Takes the next bytes of the stream and returns the messages they complete, each with its 16-byte header. */
  push(chunk: Buffer): Buffer[] {
    this.chunks.push(chunk)
    this.length += chunk.length
    const messages: Buffer[] = []
    for (;;) {
      if (this.length < 16) break
      const size = this.head().readInt32LE(0)
      if (size < 16 || size > MAX_MESSAGE) throw new MalformedMessage(`message length ${size}`)
      if (this.length < size) break
      const all = this.join()
      messages.push(all.subarray(0, size))
      this.chunks = all.length > size ? [all.subarray(size)] : []
      this.length = all.length - size
    }
    return messages
  }

  private head(): Buffer {
    return (this.chunks[0]?.length ?? 0) >= 16 ? (this.chunks[0] ?? this.join()) : this.join()
  }

  private join(): Buffer {
    const all = this.chunks.length === 1 && this.chunks[0] ? this.chunks[0] : Buffer.concat(this.chunks)
    this.chunks = [all]
    return all
  }
}

export function readHeader(message: Buffer): Header {
  return { length: message.readInt32LE(0), requestId: message.readInt32LE(4), opCode: message.readInt32LE(12) }
}

/** The 16 bytes before a reply. */
export function header(length: number, requestId: number, responseTo: number, opCode: number): Buffer {
  const bytes = Buffer.allocUnsafe(16)
  bytes.writeInt32LE(length, 0)
  bytes.writeInt32LE(requestId, 4)
  bytes.writeInt32LE(responseTo, 8)
  bytes.writeInt32LE(opCode, 12)
  return bytes
}
