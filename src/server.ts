import { createServer, type Server } from 'node:http'
import { createApp } from './app.js'
import { ConfigError, configFromEnvironment, type Config } from './config.js'
import { openDatabase } from './db/index.js'
import { createDeps } from './deps.js'
import { createLogger } from './log/index.js'

/** How long a stop waits for requests under way before it ends the process all the same. */
const patienceMs = 10_000

try {
  await start(configFromEnvironment())
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : `The portal could not start: ${sentence(error)}`)
  process.exit(1)
}

async function start(config: Config): Promise<void> {
  const log = createLogger(config)
  const db = await openDatabase(config, log)
  try {
    const deps = await createDeps({ config, log, db, now: () => new Date() })
    const server = createServer(createApp(deps))
    const port = await listen(server, config)
    stopOnSignals(server, db.close)
    if (db.kind === 'embedded') {
      console.log(
        `Embedded database in ${config.dataDir}: for evaluation, demonstration and one-machine installations.`,
      )
      console.log('Set MONGODB_URI to use a MongoDB replica set.')
    }
    console.log('No account is needed yet: everything on the site is open to visitors.')
    console.log(`ready http://127.0.0.1:${port}`)
  } catch (error) {
    await db.close()
    throw error
  }
}

/** @throws Error with a sentence when the port is taken. */
function listen(server: Server, config: Config): Promise<number> {
  // Longer than the idle time of the usual balancers, so that they and not we close a connection first.
  server.keepAliveTimeout = 65_000
  server.headersTimeout = 66_000
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `port ${config.port} is already in use. Stop the other program or choose another port, e.g. PORT=3001.`
      reject(error.code === 'EADDRINUSE' ? new Error(taken) : error)
    })
    server.listen(config.port, config.host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : config.port)
    })
  })
}

function stopOnSignals(server: Server, closeDatabase: () => Promise<void>): void {
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), patienceMs).unref()
    // Kept-alive connections would hold the server open: each is told to close with its next answer.
    server.prependListener('request', (_req, res) => res.setHeader('Connection', 'close'))
    const idle = setInterval(() => server.closeIdleConnections(), 50)
    server.close(() => {
      clearInterval(idle)
      void closeDatabase().finally(() => process.exit(0))
    })
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
