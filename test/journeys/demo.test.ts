import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { readConfig } from '../../src/config.js'
import { openDatabase } from '../../src/db/index.js'
import { main } from '../../src/demo/remove.cli.js'
import { ensureDemo } from '../../src/demo/index.js'
import { createDeps } from '../../src/deps.js'
import { createLogger } from '../../src/log/index.js'
import { registersService } from '../../src/registers/index.js'

describe('npm run demo:remove', () => {
  let dataDir: string
  before(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'lueqiao-demo-'))
  })
  after(() => rm(dataDir, { recursive: true, force: true }))

  const config = () => readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATA_DIR: dataDir })

  async function start() {
    const log = createLogger(config())
    const db = await openDatabase(config(), log)
    const deps = await createDeps({ config: config(), log, db, now: () => new Date() })
    const { connection } = db
    const accounts = await ensureDemo({ ...deps, connection, registers: registersService({ ...deps, connection }) })
    return { accounts, deps, close: () => db.close() }
  }

  async function run(argv: readonly string[] = []) {
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
    const [out, wrong] = [text(stdout), text(stderr)]
    const status = await main(argv, { stdin, stdout, stderr, config: config() })
    stdout.end()
    stderr.end()
    return { status, out: await out, wrong: await wrong }
  }

  it('takes the demonstration of a stopped portal away, for good', async () => {
    const first = await start()
    assert.equal(first.accounts.length, 6)
    await first.close()
    const { status, out } = await run()
    assert.equal(status, 0)
    assert.match(out, /企业 200 家/)
    assert.match(out, /账号 6 个/)
    const second = await start()
    assert.deepEqual(second.accounts, [])
    assert.equal((await second.deps.enterprises.list({}, { page: 1, size: 1 })).total, 0)
    assert.equal((await second.deps.audit.verify()).sound, true)
    await second.close()
  })

  it('takes no arguments', async () => {
    assert.deepEqual(await run(['--all']), { status: 2, out: '', wrong: '用法：npm run demo:remove\n' })
  })
})
