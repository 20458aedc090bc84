import { resolve } from 'node:path'
import { listen, socketPath, type Address } from './listen/listen.js'
import { FolderLock } from './lock.js'
import { Server, type ServerOptions } from './server.js'
import { SET_NAME } from './version.js'

export type ServeOptions = {
  readonly dataDir: string
  /** `default`: a socket in the data folder, or loopback with a password where there are no sockets. */
  readonly listen: Address | 'default'
  readonly testCommands?: boolean
  readonly credentials?: ServerOptions['credentials']
  /** A password to use when the default has to fall back to loopback. */
  readonly password: string
  readonly log: (line: string) => void
}

export type Served = { readonly uri: string; readonly server: Server; close(): Promise<void> }

/** Takes the folder, opens its database and listens; used by the worker thread, the command line and tests. */
export async function serve(options: ServeOptions): Promise<Served> {
  const dataDir = resolve(options.dataDir)
  const lock = FolderLock.take(dataDir)
  let server: Server | null = null
  try {
    const wanted = address(options, dataDir)
    const credentials = options.credentials ?? (wanted.secret ? { user: 'embedded', password: options.password } : null)
    server = new Server({ dataDir, testCommands: options.testCommands ?? false, log: options.log, credentials })
    const listening = await listen(server, wanted.address, dataDir)
    server.address = 'socket' in listening.address ? listening.address.socket : `127.0.0.1:${listening.address.port}`
    const uri = uriOf(listening.address, credentials)
    lock.publish(uri)
    const running = server
    const close = async () => {
      await listening.close()
      running.close()
      lock.release()
    }
    return { uri, server, close }
  } catch (error) {
    server?.close()
    lock.release()
    throw error
  }
}

function address(options: ServeOptions, dataDir: string): { address: Address; secret: boolean } {
  if (options.listen !== 'default') return { address: options.listen, secret: false }
  if (process.platform === 'win32') return { address: { port: 0 }, secret: true }
  return { address: { socket: socketPath(dataDir) }, secret: false }
}

/** The connection string: one member, asked directly, with all a replica set allows (sessions, transactions). */
function uriOf(address: Address, credentials: ServerOptions['credentials']): string {
  const host = 'socket' in address ? encodeURIComponent(address.socket) : `127.0.0.1:${address.port}`
  const user = credentials ? `${encodeURIComponent(credentials.user)}:${encodeURIComponent(credentials.password)}@` : ''
  const auth = credentials ? '&authSource=admin&authMechanism=SCRAM-SHA-256' : ''
  return `mongodb://${user}${host}/?directConnection=true&replicaSet=${SET_NAME}${auth}`
}
