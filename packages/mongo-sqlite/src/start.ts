import { randomBytes } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Address } from './listen/listen.js'

export { attachUri } from './lock.js'

export type StartOptions = {
  /** Folder of the database; created for its owner only. */
  readonly dataDir: string
  /** Default: a Unix socket in the folder, loopback with a random password where there are no sockets. */
  readonly listen?: Address | 'default'
  /** Allows configureFailPoint, for the conformance tests. */
  readonly testCommands?: boolean
}

export type FromWorker =
  | { readonly type: 'ready'; readonly uri: string }
  | { readonly type: 'failed'; readonly message: string; readonly pid?: number }
  | { readonly type: 'log'; readonly line: string }
  | { readonly type: 'closed' }
export type ToWorker = 'close'

export type Embedded = { readonly uri: string; close(): Promise<void> }

/**
 * Starts the embedded server in a worker thread and resolves with its connection string once it answers.
 * @throws Error with a sentence for the operator when the folder is in use or cannot be written.
 */
export function startEmbedded(options: StartOptions & { readonly log?: (line: string) => void }): Promise<Embedded> {
  const { log, ...rest } = options
  const worker = newWorker({ ...rest, password: randomBytes(24).toString('base64url') })
  return new Promise((resolve, reject) => {
    let closed: (() => void) | null = null
    const exited = new Promise<void>((done) => worker.once('exit', () => done()))
    worker.once('error', (error: unknown) => {
      log?.(`embedded server stopped: ${error instanceof Error ? error.message : String(error)}`)
      reject(error instanceof Error ? error : new Error(String(error)))
    })
    worker.once('exit', (code) => reject(new Error(`embedded server ended with code ${code}`)))
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'log') log?.(message.line)
      else if (message.type === 'failed') reject(new Error(message.message))
      else if (message.type === 'closed') closed?.()
      else resolve({ uri: message.uri, close })
    })
    let closing: Promise<void> | null = null
    const close = () => {
      closing ??= new Promise<void>((done) => {
        closed = done
        worker.postMessage('close' satisfies ToWorker)
      }).then(() => exited)
      return closing
    }
  })
}

/**
 * The worker runs compiled in production. From TypeScript sources it has to register the loader itself: a worker on
 * Node 20 does not get it through execArgv.
 */
function newWorker(workerData: object): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./worker.js', import.meta.url), { workerData })
  const entry = JSON.stringify(new URL('./worker.ts', import.meta.url).href)
  const source = `import('tsx/esm/api').then(({ register }) => { register(); return import(${entry}) })`
  return new Worker(source, { eval: true, workerData, execArgv: [] })
}
