import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server as NetServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { dispatch, failed } from '../commands/dispatch.js'
import type { Server } from '../server.js'
import { Client, serveClient } from './client.js'

export type Address = { readonly socket: string } | { readonly port: number }

export type Listening = { readonly address: Address; close(): Promise<void> }

/** Socket paths are limited to 104 bytes on macOS and 108 on Linux, with a byte for the end. */
const MAX_SOCKET_PATH = 100

/** The socket of a data folder; in a fresh private folder of the system's temporary one when the path is too long. */
export function socketPath(dataDir: string): string {
  const path = join(dataDir, 'mongo.sock')
  if (Buffer.byteLength(path) <= MAX_SOCKET_PATH) return path
  return join(mkdtempSync(join(tmpdir(), 'db-')), 'mongo.sock')
}

/** Accepts connections and answers them until closed. Port 0 takes a free one; TCP is bound to loopback only. */
export async function listen(server: Server, wanted: Address, dataDir: string): Promise<Listening> {
  const sockets = new Set<Socket>()
  let count = 0
  const net = createServer((socket) => {
    sockets.add(socket)
    server.connections = sockets.size
    socket.on('close', () => {
      sockets.delete(socket)
      server.connections = sockets.size
    })
    const client = new Client(++count, server.options.credentials === null, socket.remoteAddress ?? 'local')
    serveClient(socket, client, {
      answer: (who, request) => dispatch(server, who, request),
      refuse: (error) => failed(server, error),
      left: (who) => server.sessions.closeOf(who),
      log: server.options.log,
    })
  })
  const address = await bind(net, wanted)
  return {
    address,
    close: () =>
      new Promise((resolve) => {
        net.close(() => {
          if ('socket' in address) removeSocket(address.socket, dataDir)
          resolve()
        })
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function bind(net: NetServer, wanted: Address): Promise<Address> {
  return new Promise((resolve, reject) => {
    net.once('error', reject)
    const done = () => {
      const bound = net.address()
      if (bound !== null && typeof bound === 'object') resolve({ port: bound.port })
      else if ('socket' in wanted) {
        chmodSync(wanted.socket, 0o600)
        resolve(wanted)
      }
    }
    if ('socket' in wanted) {
      // Left behind by a crash; the lock of the folder tells that nobody listens on it any more.
      rmSync(wanted.socket, { force: true })
      net.listen(wanted.socket, done)
    } else {
      net.listen(wanted.port, '127.0.0.1', done)
    }
  })
}

function removeSocket(path: string, dataDir: string): void {
  rmSync(path, { force: true })
  if (dirname(path) !== dataDir) rmSync(dirname(path), { recursive: true, force: true })
}
