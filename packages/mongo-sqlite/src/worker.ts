import { parentPort, workerData } from 'node:worker_threads'
import { FolderInUse } from './lock.js'
import { serve, type Served } from './serve.js'
import type { FromWorker, StartOptions, ToWorker } from './start.js'

/** Entry of the worker thread: serves until told to close. */
async function run(options: StartOptions & { password: string }): Promise<void> {
  const post = (message: FromWorker) => parentPort?.postMessage(message)
  const log = (line: string) => post({ type: 'log', line })
  let served: Served
  try {
    served = await serve({ ...options, listen: options.listen ?? 'default', log })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    post({ type: 'failed', message, ...(error instanceof FolderInUse && { pid: error.pid }) })
    parentPort?.close()
    return
  }
  parentPort?.on('message', (message: ToWorker) => {
    if (message !== 'close') return
    void served.close().then(() => {
      post({ type: 'closed' })
      parentPort?.close()
    })
  })
  post({ type: 'ready', uri: served.uri })
}

void run(workerData as StartOptions & { password: string })
