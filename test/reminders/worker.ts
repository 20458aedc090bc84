import { createInterface } from 'node:readline'
import { createConnection } from 'mongoose'
import { readConfig } from '../../src/config.js'
import { createDeps } from '../../src/deps.js'
import { createLogger } from '../../src/log/index.js'

/** A portal without its pages: reminds once for each line that it reads, as of the given instant. */
const [uri = '', dbName = '', now = ''] = process.argv.slice(2)
const connection = await createConnection(uri, {
  ...{ dbName, autoIndex: false, autoCreate: false, sanitizeFilter: true },
}).asPromise()
const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent' })
const db = { connection, uri, kind: 'attached', close: () => connection.close() } as const
const { reminders } = await createDeps({ config, log: createLogger(config), db, now: () => new Date(now) })
process.stdout.write('ready\n')
createInterface({ input: process.stdin }).on('line', () => {
  void reminders.remindAll().then((told) => process.stdout.write(`told ${told}\n`))
})
