import type { Socket } from 'node:net'
import type { CommandError } from '../errors.js'
import { Framing } from '../wire/framing.js'
import { readRequest, type Envelope, type Request } from '../wire/request.js'
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
  /** True once its socket is closed; what it had begun and nobody else may continue is undone. */
  gone = false
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

/** What stands behind a connection. */
export type Service = {
  readonly answer: Answer
  /** The reply to a message that is sound but cannot be read (nested too deep). */
  readonly refuse: (error: CommandError) => Reply
  /** Called once the socket is closed, unless the server closed it to act out a failure of the network. */
  readonly left: (client: Client) => void
  readonly log: (line: string) => void
}

/**
 * Reads requests from a socket and answers them one after the other. Bytes that are not the protocol close this
 * connection and no other.
 */
export function serveClient(socket: Socket, client: Client, service: Service): void {
  const { answer, refuse, log } = service
  const framing = new Framing()
  const waiting: Buffer[] = []
  let busy = false
  let cutOff = false

  const drop = (reason: unknown) => {
    log(`connection ${client.id} closed: ${reason instanceof Error ? reason.message : String(reason)}`)
    socket.destroy()
  }

  const work = async () => {
    busy = true
    for (let message = waiting.shift(); message !== undefined && !socket.destroyed; message = waiting.shift()) {
      const request = readRequest(message)
      if ('error' in request) {
        send(socket, request, refuse(request.error))
        continue
      }
      const pending = answer(client, request)
      const reply = pending instanceof Promise ? await pending : pending
      if (reply === null) {
        cutOff = true
        socket.destroy()
        return
      }
      send(socket, request, reply)
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
  socket.on('close', () => {
    client.gone = true
    // A client cut off here is alive and comes back on another connection, to commit for example.
    if (!cutOff) service.left(client)
  })
  socket.setNoDelay(true)
}

function send(socket: Socket, to: Envelope, reply: Reply): void {
  if (socket.destroyed || !to.wantsReply) return
  socket.write(Buffer.concat(writeReply(reply, to.requestId, to.legacy)))
}
