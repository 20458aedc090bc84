import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createApp } from '../../src/app.js'
import { readConfig } from '../../src/config.js'
import { openDatabase } from '../../src/db/index.js'
import { createDeps } from '../../src/deps.js'
import { createLogger } from '../../src/log/index.js'
import { today, type TestApp } from '../support/app.js'
import { startChild } from '../support/child.js'
import { openPerson } from '../support/people.js'
import { bringTo, caseAtBank, type BankCase } from './bank-case.js'

const ROUNDS = 2
const CASES = 6

/** The application on a folder of its own, which only one process may serve at a time. */
async function open(dataDir: string): Promise<TestApp> {
  const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATA_DIR: dataDir })
  const log = createLogger(config)
  const db = await openDatabase(config, log)
  const deps = await createDeps({ config, log, db, now: () => today })
  const close = async () => {
    await deps.registers.idle()
    await db.close()
  }
  return { app: createApp(deps), deps, close }
}

describe('a decision in a process that is killed', () => {
  it('is whole or not there, the chain of the log is sound, and nobody was told of what did not happen', async function () {
    this.timeout(180_000)
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'lueqiao-kill-'))
    try {
      for (let round = 0; round < ROUNDS; round += 1) await killOnce(dataDir)
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  })
})

async function killOnce(dataDir: string): Promise<void> {
  const before = await open(dataDir)
  const cases: BankCase[] = []
  for (let made = 0; made < CASES; made += 1) cases.push(await caseAtBank(before))
  const person = await openPerson(before, 'officer', { organisation: { kind: 'bank', id: cases[0]?.bankId ?? '' } })
  const user: Express.User = { ...person, name: '李强' }
  for (const found of cases) await bringTo(before, found, { user }, 'chosen')
  await before.close()

  const ids = cases.map(({ application }) => application.id)
  const child = await startChild(new URL('./decision-writer.ts', import.meta.url), [dataDir, JSON.stringify(user)])
  const acknowledged: string[] = []
  child.send(ids.join(' '))
  // Somewhere inside the decision after so many.
  for (let left = Math.floor(Math.random() * (CASES - 1)); left >= 0; left -= 1) {
    acknowledged.push((await child.next(/^decided /)).slice('decided '.length))
  }
  await child.next(/^deciding /)
  await wait(Math.random() * 12)
  await child.kill()

  const after = await open(dataDir)
  try {
    for (const found of cases) await assertWhole(after, found, acknowledged.includes(found.application.id))
    const check = await after.deps.audit.verify()
    assert.ok(check.sound, JSON.stringify(check))
  } finally {
    await after.close()
  }
}

/** Everything that a decision writes is there, or nothing of it. */
async function assertWhole({ deps }: TestApp, { application, who }: BankCase, acknowledged: boolean): Promise<void> {
  const { id } = application
  const { state, decision, refusal, version, steps } = await deps.applications.get('all', id)
  const moves = await deps.applications.movesOf(id)
  const decided = state !== 'chosen'
  if (acknowledged) assert.ok(decided, 'what was acknowledged is there')
  assert.equal(moves.at(-1)?.to, state)
  assert.equal(moves.length, version)
  assert.equal(Boolean(decision), state === 'approved')
  assert.equal(Boolean(refusal), state === 'declined')
  assert.equal(
    steps.some(({ name }) => name === 'decision'),
    decided,
  )
  for (const name of ['APPLICATION_APPROVE', 'APPLICATION_DECLINE']) {
    const { total } = await deps.audit.list({ name, subjectId: id }, { number: 1, size: 1 })
    assert.equal(total, name === 'APPLICATION_APPROVE' ? Number(state === 'approved') : Number(state === 'declined'))
  }
  const owner = {
    id: who.accountId,
    role: 'owner',
    organisation: { kind: 'enterprise', id: who.enterpriseId },
  } as const
  const { notices } = await deps.notices.list(owner, { skip: 0, limit: 50 })
  const told = notices.filter(({ subject }) => /^(审批通过|审批不通过)：/.test(subject))
  assert.equal(told.length, Number(decided), 'one is told of what happened and of nothing else')
  const { messages } = await deps.mail.outbox.list(null, { skip: 0, limit: 500 })
  const mails = messages.filter((mail) => mail.to === who.email && mail.subject.includes('审批'))
  assert.equal(mails.length, Number(decided))
}
