import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { encode, type Document } from '../src/values/document.js'
import { freshServer, type Fresh } from './fresh-server.js'
import { rawConnection } from './raw-command.js'

function message(opCode: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  const head = Buffer.alloc(16)
  head.writeInt32LE(16 + body.length, 0)
  head.writeInt32LE(7, 4)
  head.writeInt32LE(opCode, 12)
  return Buffer.concat([head, body])
}

const flags = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value, 0)
  return bytes
}
const kind = (value: number) => Buffer.from([value])
const hello = encode({ hello: 1, $db: 'admin' })

describe('the wire protocol of the embedded server', () => {
  let server: Fresh
  let port: number
  before(async () => {
    server = await freshServer({ listen: { port: 0 } })
    port = Number(new URL(server.uri).port)
  })
  after(() => server.close())

  async function open(): Promise<Socket> {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    return socket
  }

  async function firstReply(...bytes: Uint8Array[]): Promise<Buffer> {
    const socket = await open()
    for (const part of bytes) socket.write(part)
    const [data] = (await once(socket, 'data')) as [Buffer]
    socket.destroy()
    return data
  }

  const malformed: [string, Buffer][] = [
    ['a negative length', Buffer.from('ffffffff000000000000000000000000', 'hex')],
    ['a length above 48 MB', Buffer.from('000000100000000000000000dd070000', 'hex')],
    ['an unknown operation', message(2001, Buffer.alloc(8))],
    ['compression nobody offered', message(2012, Buffer.alloc(20))],
    ['an unknown section kind', message(2013, flags(0), kind(9), hello)],
    ['a message without a body', message(2013, flags(0))],
    ['an unknown required flag', message(2013, flags(4), kind(0), hello)],
    ['a document longer than its section', message(2013, flags(0), kind(0), Buffer.from('ff00000000', 'hex'))],
    ['a document that is no BSON', message(2013, flags(0), kind(0), Buffer.from('0c0000007f7f7f7f7f7f7f00', 'hex'))],
    ['text in place of a protocol', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    [
      'a sequence without an end to its name',
      message(2013, flags(0), kind(0), hello, kind(1), Buffer.from('0800000061626364', 'hex')),
    ],
  ]
  for (const [what, bytes] of malformed) {
    it(`closes a connection that sends ${what}, and serves all others`, async () => {
      const socket = await open()
      const closed = once(socket, 'close')
      socket.write(bytes)
      await closed
      assert.equal((await server.db.command({ ping: 1 })).ok, 1)
    })
  }

  it('answers a filter nested too deep with 15, and serves on over the same connection', async () => {
    const connection = rawConnection(port)
    const nested = (levels: number): Document => (levels === 0 ? { a: 1 } : { $and: [nested(levels - 1)] })
    const find = (levels: number) => connection.send({ find: 'deep', filter: nested(levels), $db: 'test' })
    assert.equal(Number((await find(90)).ok), 1)
    for (const levels of [100, 180, 400]) {
      const { ok, code, codeName } = await find(levels)
      assert.deepEqual([Number(ok), code, codeName], [0, 15, 'Overflow'])
    }
    assert.equal(Number((await find(1)).ok), 1)
    connection.close()
  })

  it('answers the legacy handshake with a legacy reply', async () => {
    const query = message(
      2004,
      flags(0),
      Buffer.from('admin.$cmd\0'),
      flags(0),
      flags(0xffffffff),
      encode({ ismaster: 1 }),
    )
    const data = await firstReply(query)
    assert.equal(data.readInt32LE(12), 1)
    assert.equal(data.readInt32LE(8), 7)
  })

  it('reads a message that arrives byte by byte, and two that arrive together', async () => {
    const one = message(2013, flags(0), kind(0), hello)
    assert.equal((await firstReply(...[...one].map((byte) => Buffer.from([byte])))).readInt32LE(12), 2013)
    assert.equal((await firstReply(Buffer.concat([one, one]))).readInt32LE(12), 2013)
  })

  it('accepts a checksum and sends no reply to moreToCome', async () => {
    const silent = message(2013, flags(2), kind(0), encode({ insert: 'quiet', documents: [{ _id: 1 }], $db: 'test' }))
    const summed = message(2013, flags(1), kind(0), encode({ ping: 1, $db: 'admin' }), Buffer.alloc(4))
    const data = await firstReply(silent, summed)
    // The one reply answers the second message, and by then the first has been carried out.
    assert.ok(data.length < 300)
    assert.equal(
      await server.db
        .collection('quiet')
        .findOne({})
        .then((document) => document?._id),
      1,
    )
  })

  it('takes documents to insert from a sequence', async () => {
    const documents = Buffer.concat([encode({ _id: 'x' }), encode({ _id: 'y' })])
    const name = Buffer.from('documents\0')
    const size = flags(4 + name.length + documents.length)
    const body = encode({ insert: 'sequence', $db: 'test' })
    await firstReply(message(2013, flags(0), kind(0), body, kind(1), size, name, documents))
    assert.equal((await server.db.collection('sequence').find().toArray()).length, 2)
  })
})
