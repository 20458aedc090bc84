import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import supertest from 'supertest'
import type { Facts, MatchRecord } from '@lueqiao/matching-engine'
import { main as matchCommand } from '../../src/matching/match.cli.js'
import { main as replayCommand } from '../../src/matching/replay.cli.js'
import { main as verifyCommand } from '../../src/matching/verify.cli.js'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { testServer } from '../support/database.js'
import { recordText, sendProfile } from './answering.js'
import { runCommand } from './command.js'

const example = 'examples/profile.json'

describe('journey: a program asks for matches', () => {
  let site: TestApp
  let environment: Record<string, string>
  let folder: string
  before(async () => {
    site = await startApp()
    environment = { MONGODB_URI: (await testServer()).uri, LOG_LEVEL: 'silent' }
    folder = await mkdtemp(path.join(os.tmpdir(), 'lueqiao-machines-'))
  })
  after(async () => {
    await site.close()
    await rm(folder, { recursive: true, force: true })
  })

  const ask = (body: string) =>
    supertest(site.app).post('/api/v1/match').set('Content-Type', 'application/json').send(body)

  it('gets the same bytes, and so the same hash, through page, API and command line for the example profile', async () => {
    const { asOf, ...facts } = JSON.parse(await readFile(example, 'utf8')) as Facts & { asOf: string }
    assert.equal(asOf, '2026-11-22')
    const visitor = new Visitor(site.app)
    const fromPage = await recordText(visitor, await sendProfile(visitor, facts))
    const fromApi = (await ask(await readFile(example, 'utf8')).expect(200)).text
    const fromFile = await runCommand(matchCommand, [example], { environment })
    const fromInput = await runCommand(matchCommand, ['-'], { environment, stdin: await readFile(example) })
    assert.deepEqual([fromFile.status, fromInput.status, fromFile.stderr], [0, 0, ''])
    assert.equal(fromApi, fromPage)
    assert.equal(fromFile.stdout, `${fromPage}\n`)
    assert.equal(fromInput.stdout, fromFile.stdout)
  })

  it('gets one result per product with verdict, amount, rank and every condition as the rule has it', async () => {
    const response = await ask(await readFile(example, 'utf8'))
      .expect(200)
      .expect('Content-Type', /^application\/json/)
    const record = response.body as MatchRecord
    assert.equal(record.results.length, 110)
    assert.deepEqual(
      record.results.map((result) => result.rank).sort((a, b) => a - b),
      Array.from({ length: 110 }, (_, i) => i + 1),
    )
    assert.match(record.hash, /^[0-9a-f]{64}$/)
    const [first] = record.results
    assert.deepEqual(
      ['product', 'bank', 'verdict', 'amountWan', 'rank', 'conditions'].filter(
        (key) => !Object.hasOwn(first ?? {}, key),
      ),
      [],
    )
    const conditions = record.results.flatMap((result) => result.conditions)
    const leaf = conditions.find((node) => 'fact' in node && node.fact === 'enterprise.annualTaxWan')
    assert.ok(leaf && 'fact' in leaf)
    assert.equal(leaf.actual, 45)
    assert.match(leaf.sentence, /45 万元/)
    assert.ok(conditions.some((node) => 'any' in node && node.any.length > 1))
  })

  it('is judged on today in China when it names no day, and on the day it names otherwise', async () => {
    const day = (response: supertest.Response) => (response.body as MatchRecord).asOf
    assert.equal(day(await ask('{}').expect(200)), '2026-11-22')
    assert.equal(day(await ask('{"asOf":"2024-02-29"}').expect(200)), '2024-02-29')
  })

  it('needs no cookie and no form token, and gets no cookie', async () => {
    const response = await ask('{}').expect(200)
    assert.equal(response.headers['set-cookie'], undefined)
  })

  it('can check on the command line that a record is as it was written, and what was changed in one that is not', async () => {
    const { text } = await ask(await readFile(example, 'utf8')).expect(200)
    const sound = path.join(folder, 'sound.json')
    const changed = path.join(folder, 'changed.json')
    await writeFile(sound, text)
    await writeFile(changed, text.replace('"enterprise.annualTaxWan":45', '"enterprise.annualTaxWan":4500'))
    const checkedSound = await runCommand(verifyCommand, [sound], { environment })
    const checkedChanged = await runCommand(verifyCommand, [changed], { environment })
    assert.deepEqual([checkedSound.status, checkedChanged.status], [0, 1])
    assert.match(checkedSound.stdout, /与自身的校验值一致/)
    assert.match(checkedChanged.stdout, /facts/)
  })

  it('can have a record decided once more on the command line, and is told what comes out otherwise', async () => {
    const { text } = await ask(await readFile(example, 'utf8')).expect(200)
    const file = path.join(folder, 'replayed.json')
    await writeFile(file, text)
    const same = await runCommand(replayCommand, [file], { environment })
    assert.deepEqual([same.status, same.stderr], [0, ''])
    const stdin = Buffer.from(text.replace('"enterprise.annualTaxWan":45', '"enterprise.annualTaxWan":4'))
    const other = await runCommand(replayCommand, ['-'], { environment, stdin })
    assert.equal(other.status, 1)
    assert.match(other.stdout, /psbc-xwyd-shuiwu/)
  })

  it('is told how the commands are used, and what cannot be read, without a stack trace', async () => {
    for (const command of [matchCommand, verifyCommand, replayCommand]) {
      const unused = await runCommand(command, [], { environment })
      assert.equal(unused.status, 2)
      assert.match(unused.stderr, /^用法：/)
      const missing = await runCommand(command, [path.join(folder, 'none.json')], { environment })
      assert.equal(missing.status, 2)
      assert.match(missing.stderr, /文件不存在/)
      assert.doesNotMatch(missing.stderr, /\bat /)
      const directory = await runCommand(command, [folder], { environment })
      assert.equal(directory.status, 2)
    }
  })
})

describe('journey: a program calls too often', () => {
  it('is told when to come back, and the pages that only show something stay open', async () => {
    // A moment whose minute ends half a minute or more from now, so that no new window opens during the test.
    const moment = new Date(Date.now() + 30_000)
    const site = await startApp({ now: () => moment, environment: { RATE_LIMIT_PER_MINUTE: '3' } })
    try {
      const ask = () => supertest(site.app).post('/api/v1/match').set('Content-Type', 'application/json').send('{}')
      for (let call = 0; call < 3; call += 1) await ask().expect(200)
      const refused = await ask().expect(429)
      const wait = Number(refused.headers['retry-after'])
      assert.ok(wait > 0 && wait <= 90, `Retry-After: ${refused.headers['retry-after']}`)
      assert.equal((refused.body as { error: string }).error, '访问太频繁')
      // A page with a form starts a session, which is written down: it counts as well.
      await supertest(site.app).get('/match').expect(429)
      await supertest(site.app).get('/products').expect(200)
    } finally {
      await site.close()
    }
  })
})
