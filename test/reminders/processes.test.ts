import assert from 'node:assert/strict'
import { startApp, type TestApp } from '../support/app.js'
import { startChild, type Child } from '../support/child.js'
import { mailsTo, openPerson, type Person } from '../support/people.js'
import { parties, submitted } from './running.js'

const script = new URL('./worker.ts', import.meta.url)
const count = 20

describe('reminders by several processes', function () {
  this.timeout(60_000)
  let test: TestApp
  let bureau: Person
  const children: Child[] = []
  before(async () => {
    test = await startApp({ now: () => new Date('2026-11-20T02:00:00Z') })
    bureau = await openPerson(test, 'bureau')
    const { connection, uri } = test.deps.db
    for (let n = 0; n < 2; n += 1)
      children.push(await startChild(script, [uri, connection.name, '2026-11-30T01:00:00Z']))
  })
  beforeEach(async () => {
    for (const name of ['notices', 'outbox', 'escalations', 'application_reminders', 'applications']) {
      await test.deps.db.connection.collection(name).deleteMany({})
    }
    const who = await parties(test)
    for (let n = 0; n < count; n += 1) await submitted(test, who)
  })
  after(async () => {
    for (const child of children) await child.kill()
    await test.close()
  })

  async function everyOneOnce() {
    const escalations = await test.deps.escalations.records()
    assert.equal(escalations.length, count)
    assert.equal(new Set(escalations.map(({ applicationId }) => applicationId)).size, count)
    const { notices } = await test.deps.notices.list(bureau, { skip: 0, limit: 100 })
    assert.equal(notices.length, count)
    assert.equal(new Set(notices.map(({ about }) => about.id)).size, count)
    assert.equal((await mailsTo(test, bureau.email)).length, count)
    assert.equal((await test.deps.audit.verify()).sound, true)
  }

  it('at the same moment are made once each', async () => {
    for (const child of children) child.send('go')
    const told = await Promise.all(children.map((child) => child.next(/^told /)))
    assert.equal(
      told.map((line) => Number(line.slice(5))).reduce((a, b) => a + b),
      count,
    )
    await everyOneOnce()
  })

  it('go on where a process was killed, and say nothing twice', async () => {
    const [dying, other] = children
    assert.ok(dying && other)
    dying.send('go')
    while ((await test.deps.escalations.records()).length < 3);
    await dying.kill()
    const before = (await test.deps.escalations.records()).length
    assert.ok(before < count, 'it was done before it could be killed')
    other.send('go')
    await other.next(/^told [1-9]/)
    await everyOneOnce()
  })
})
