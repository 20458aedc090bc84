import type { Socket } from 'node:net'
import { Framing } from '../wire/framing.js'
import { readRequest, type Request } from '../wire/request.js'
import { writeReply, type Reply } from '../wire/reply.js'

/** What the server knows about one connection. */
export class Client {
  readonly id: number
  /** From the handshake; fail points can be limited to one. */
  appName = ''
  /** False until SCRAM has succeeded, when the server asks for it. */
  authenticated: boolean
  /** State of a sign-in under way on this connection. */
  conversation: unknown = null
  /** The peer's address as `hello` and messages show it. */
  readonly remote: string

  constructor(id: number, authenticated: boolean, remote: string) {
    this.id = id
    this.authenticated = authenticated
    this.remote = remote
  }
}

/** Answers one request; null closes the connection without an answer (fail points). */
export type Answer = (client: Client, request: Request) => Reply | null | Promise<Reply | null>

/**
 * Reads requests from a socket and answers them one after the other. Bytes that are not the protocol close this
 * connection and no other.
 */
export function serveClient(socket: Socket, client: Client, answer: Answer, log: (line: string) => void): void {
  const framing = new Framing()
  const waiting: Buffer[] = []
  let busy = false

  const drop = (reason: unknown) => {
    log(`connection ${client.id} closed: ${reason instanceof Error ? reason.message : String(reason)}`)
    socket.destroy()
  }

  const work = async () => {
    busy = true
    for (let message = waiting.shift(); message !== undefined && !socket.destroyed; message = waiting.shift()) {
      const request = readRequest(message)
      const pending = answer(client, request)
      const reply = pending instanceof Promise ? await pending : pending
      if (reply === null) {
        socket.destroy()
        return
      }
      if (request.wantsReply) send(socket, writeReply(reply, request.requestId, request.legacy))
    }
    busy = false
  }

  socket.on('data', (chunk) => {
    try {
      waiting.push(...framing.push(chunk))
    } catch (error) {
      drop(error)
      return
    }
    if (!busy) work().catch(drop)
  })
  socket.on('error', () => socket.destroy())
  socket.setNoDelay(true)
}

function send(socket: Socket, parts: readonly Uint8Array[]): void {
  if (!socket.destroyed) socket.write(Buffer.concat(parts))
}
