import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { ReservedItem } from '../../src/applications/reservations/reservation.js'
import { readConfig } from '../../src/config.js'
import { openDatabase } from '../../src/db/index.js'
import { createDeps, type Deps } from '../../src/deps.js'
import { createLogger } from '../../src/log/index.js'
import { today } from '../support/app.js'
import { startChild } from '../support/child.js'

const worker = new URL('./submitting.worker.ts', import.meta.url)
const ROUNDS = 2

describe('a process that is killed while it submits', () => {
  it('leaves every request whole or not there at all, with everything that belongs to it', async function () {
    // Two processes a round are started from sources, which a busy machine takes its time for.
    this.timeout(240_000)
    for (let round = 0; round < ROUNDS; round += 1) {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'lueqiao-killed-'))
      const acknowledged: string[] = []
      const child = await startChild(worker, [folder])
      for (let n = 0; n <= round + 1; n += 1) acknowledged.push((await child.next(/^sent /)).slice('sent '.length))
      // Somewhere within the next submission, which it has begun already.
      for (let turns = Math.random() * 20_000; turns > 0; turns -= 1) await turn()
      await child.kill()
      await looksWhole(folder, acknowledged)
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

async function looksWhole(folder: string, acknowledged: readonly string[]): Promise<void> {
  const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATA_DIR: folder })
  const log = createLogger(config)
  const db = await openDatabase(config, log)
  const deps = await createDeps({ config, log, db, now: () => today })
  try {
    await check(deps, acknowledged)
  } finally {
    await deps.registers.idle()
    await db.close()
  }
}

async function check({ requests, applications, db, audit }: Deps, acknowledged: readonly string[]): Promise<void> {
  const rows = async (name: string) => db.connection.collection(name).find({}).toArray()
  const { requests: all, total } = await requests.list('all', {}, { skip: 0, limit: 10_000 })
  const ids = all.map(({ id }) => id)
  assert.equal(new Set(ids).size, total)
  assert.deepEqual(
    acknowledged.filter((id) => !ids.includes(id)),
    [],
    'an acknowledged request is lost',
  )
  const guards = (await rows('application_guards')) as unknown as (ReservedItem & { _id: string })[]
  let moves = 0
  let consents = 0
  let notices = 0
  for (const request of all) {
    const text = await requests.snapshotText('all', request.id)
    assert.ok(text.includes(request.number))
    const own = await applications.ofRequest('all', request.id)
    assert.equal(own.length, request.channel === 'hall' ? 1 : request.products.length)
    for (const one of own) {
      const made = await applications.movesOf(one.id)
      assert.deepEqual(
        made.map(({ action }) => action),
        one.kind === 'hall' ? ['publish', 'list'] : ['submit'],
      )
      moves += made.length
      // The bank of what was submitted to it, with a consent; the hall speaks for what stands in it.
      if (one.kind === 'bank') {
        notices += 1
        consents += 1
      }
    }
    const held = guards.filter(({ holds }) => holds.some(({ requestId }) => requestId === request.id))
    assert.deepEqual(held.map(({ _id }) => _id.split(':')[0]).sort(), ['need', 'security'])
  }
  const holding = new Set(guards.flatMap(({ holds }) => holds.map(({ requestId }) => requestId)))
  assert.deepEqual(
    [...holding].filter((id) => !ids.includes(id)),
    [],
    'something is set aside for no request',
  )
  assert.equal((await rows('application_snapshots')).length, total)
  assert.equal((await rows('application_moves')).length, moves)
  assert.equal((await rows('enterprise_consents')).length, consents)
  // The hall tells banks of what comes into it as well.
  const told = (await rows('notices')).filter(({ about }) => (about as { kind: string }).kind === 'application')
  assert.equal(told.length, notices)
  const numbers = all.map(({ number }) => Number(number.slice(-6))).sort((a, b) => a - b)
  assert.deepEqual(
    numbers,
    Array.from({ length: total }, (_, place) => place + 1),
    'a number is missing',
  )
  const events = (await rows('audit_events')).filter(({ name }) => name === 'REQUEST_SUBMITTED')
  assert.equal(events.length, total)
  assert.equal((await audit.verify()).sound, true)
}
