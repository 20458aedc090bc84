import { connect } from 'node:net'
import { once } from 'node:events'
import { decode, encode, type Document } from '../src/values/document.js'

/** A connection past the driver: commands are sent with exactly the fields given, one after the other. */
export type RawConnection = { send(command: Document): Promise<Document>; close(): void }

export function rawConnection(port: number): RawConnection {
  const socket = connect(port, '127.0.0.1')
  return {
    send: async (command) => {
      socket.write(message(command))
      const [data] = (await once(socket, 'data')) as [Buffer]
      return decode(data.subarray(21))
    },
    close: () => void socket.destroy(),
  }
}

/** The OP_MSG that carries a command, however deep it is nested. */
function message(command: Document): Buffer {
  const body = encode(command, 1000)
  const head = Buffer.alloc(21)
  head.writeInt32LE(21 + body.length, 0)
  head.writeInt32LE(2013, 12)
  return Buffer.concat([head, body])
}
