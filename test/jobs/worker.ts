import { createInterface } from 'node:readline'
import { createConnection } from 'mongoose'
import { jobsService } from '../../src/jobs/index.js'

/**
 * A process of its own that runs one job from the database of its arguments, by the clock of the machine. `look`: looks
 * once for each line that it reads and says how many jobs it ran; `hang`: begins the job and never ends it; `watch`:
 * goes on looking by itself.
 */
const [uri = '', dbName = '', mode = 'look', leaseMs = '60000'] = process.argv.slice(2)
const say = (line: string) => process.stdout.write(`${line}\n`)
const connection = await createConnection(uri, { dbName, autoIndex: false, autoCreate: false }).asPromise()
const log = { error: (detail: object) => say(`error ${JSON.stringify(detail)}`), warn: () => undefined }
const jobs = jobsService({ connection, now: () => new Date(), log, leaseMs: Number(leaseMs), pollEveryMs: 20 })
jobs.define('shared', { everyMs: 24 * 3600_000 }, async () => {
  await connection.collection('runs').insertOne({ pid: process.pid, at: new Date() })
  say('began')
  if (mode === 'hang') await new Promise(() => setInterval(() => undefined, 1000))
})
say('ready')
if (mode === 'look') {
  createInterface({ input: process.stdin }).on('line', () => {
    void jobs.runDue().then((ran) => say(`ran ${ran}`))
  })
} else {
  await jobs.start()
  setInterval(() => undefined, 1000)
}
