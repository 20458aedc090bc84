import { connect } from 'node:net'
import { once } from 'node:events'
import { decode, encode, type Document } from '../../../src/db/embedded/values/document.js'

/** Sends one command past the driver, with exactly these fields, and answers the reply. */
export async function rawCommand(port: number, command: Document): Promise<Document> {
  const body = encode(command)
  const head = Buffer.alloc(21)
  head.writeInt32LE(21 + body.length, 0)
  head.writeInt32LE(2013, 12)
  const socket = connect(port, '127.0.0.1')
  socket.write(Buffer.concat([head, body]))
  const [data] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  return decode(data.subarray(21))
}
