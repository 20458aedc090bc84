import assert from 'node:assert/strict'
import type { Document } from 'mongodb'
import { startApp, type TestApp } from '../support/app.js'
import { parties, submitted } from './running.js'

describe('whoever has to be reminded of', () => {
  let test: TestApp
  let now = new Date('2026-11-20T02:00:00Z')
  before(async () => {
    test = await startApp({ now: () => now })
  })
  after(() => test.close())

  it('is found by an index: the others are not looked at', async () => {
    const { connection } = test.deps.db
    const who = await parties(test)
    const due = await submitted(test, who)
    now = new Date('2026-11-24T02:00:00Z')
    for (let n = 0; n < 10; n += 1) await submitted(test, who)

    const asked: Document[] = []
    connection.set('debug', (collection: string, method: string, query: Document) => {
      if (collection === 'applications' && method === 'find') asked.push(query)
    })
    assert.equal(await test.deps.reminders.remindAll(), 1)
    connection.set('debug', false)

    assert.equal(asked.length, 2)
    let examined = 0
    for (const query of asked) {
      const plan = await connection.collection('applications').find(query).explain('executionStats')
      assert.doesNotMatch(JSON.stringify(plan.queryPlanner), /COLLSCAN/, JSON.stringify(query))
      examined += (plan.executionStats as { totalDocsExamined: number }).totalDocsExamined
    }
    assert.equal(examined, 1, `only ${due.number}`)
  })
})
