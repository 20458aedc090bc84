import { createServer, type RequestListener, type Server } from 'node:http'
import { createApp } from './app.js'
import { ConfigError, configFromEnvironment, type Config } from './config.js'
import { openDatabase } from './db/index.js'
import { ensureDemo, tellHistoryBeside, type Beside } from './demo/index.js'
import { createDeps } from './deps.js'
import { createLogger } from './log/index.js'
import { roleNames } from './kernel/roles.js'

/** How long a stop waits for current requests before it ends the process. */
const stopTimeoutMs = 10_000

try {
  await start(configFromEnvironment())
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : `无法启动：${sentence(error)}`)
  process.exit(1)
}

async function start(config: Config): Promise<void> {
  const log = createLogger(config)
  const { server, port, open } = await listen(config)
  const db = await openDatabase(config, log)
  const deps = await createDeps({ config, log, db, now: () => new Date() })
  // Removes files whose upload was interrupted by the end of a process.
  await deps.enterprises.sweepOrphans()
  open(createApp(deps))
  let history: Beside | null = null
  stopOnSignals(server, async () => {
    await history?.stop()
    await Promise.all([deps.jobs.stop(), deps.mail.close(), deps.registers.idle()])
    await db.close()
  })
  if (db.kind === 'embedded') {
    console.log(`内置数据库：${config.dataDir}（适用于评估、演示和单机安装；设置 MONGODB_URI 可改用 MongoDB 副本集）`)
  }
  const demo = await ensureDemo({ ...deps, connection: db.connection })
  if (demo.length > 0) {
    console.log('示例账号（npm run demo:remove 可全部移除）：')
    for (const { role, email, password } of demo) console.log(`  ${roleNames[role]}  ${email}  ${password}`)
  }
  await deps.jobs.start()
  console.log(`ready http://${shownHost(config.host)}:${port}`)
  // Reads the rows of the figures now, so that the first reader does not wait.
  deps.liveDataset.current().catch((error: unknown) => {
    log.error({ err: error }, 'the rows of figures could not be read')
  })
  if (demo.length > 0 && config.demoApplications > 0) history = tellHistoryBeside((line) => console.log(line))
}

type Listening = { readonly server: Server; readonly port: number; readonly open: (app: RequestListener) => void }

/**
 * Takes the port before anything else is opened; a request that comes before the site is open waits for it.
 * @throws Error with a sentence when the port is taken.
 */
function listen(config: Config): Promise<Listening> {
  return new Promise((resolve, reject) => {
    let open: Listening['open'] = () => undefined
    const opened = new Promise<RequestListener>((done) => {
      open = done
    })
    const server = createServer((req, res) => void opened.then((app) => app(req, res)))
    // Longer than the idle time of the usual balancers, so that they and not we close a connection first.
    server.keepAliveTimeout = 65_000
    server.headersTimeout = 66_000
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `端口 ${config.port} 已被占用。请关闭占用它的程序，或换一个端口，例如 PORT=3001 npm start。`
      const elsewhere = `无法在 ${config.host} 上监听，请检查 HOST 和 PORT（${error.code ?? error.message}）。`
      reject(new Error(error.code === 'EADDRINUSE' ? taken : elsewhere))
    })
    server.listen(config.port, config.host, () => {
      const address = server.address()
      resolve({ server, port: typeof address === 'object' && address ? address.port : config.port, open })
    })
  })
}

/** The address to show: this machine's own when the portal listens on every address. */
function shownHost(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
}

/** @param finish stops the background work and closes the database */
function stopOnSignals(server: Server, finish: () => Promise<void>): void {
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), stopTimeoutMs).unref()
    // Keep-alive connections would keep the server open: each closes with its next answer.
    server.prependListener('request', (_req, res) => res.setHeader('Connection', 'close'))
    const idle = setInterval(() => server.closeIdleConnections(), 50)
    server.close(() => {
      clearInterval(idle)
      finish().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(`没有正常停止：${sentence(error)}`)
          process.exit(1)
        },
      )
    })
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
