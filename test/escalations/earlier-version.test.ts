import assert from 'node:assert/strict'
import { banker, currentApplication } from '../review/bank-case.js'
import { startApp, type TestApp } from '../support/app.js'
import { signedInAs } from '../support/people.js'
import { escalatedCase, raisedAt, type Escalated } from './escalated.js'

describe('an escalation that an earlier version wrote', () => {
  let test: TestApp
  let now = raisedAt
  let made: Escalated

  before(async () => {
    test = await startApp({ now: () => now })
  })
  beforeEach(async () => {
    made = await escalatedCase(test, (at) => (now = at))
  })
  after(() => test.close())

  const rewrite = (answer: unknown) =>
    test.deps.db.connection
      .collection<{ _id: string }>('escalations')
      .updateOne({ _id: made.escalation.id }, { $unset: { end: 1 }, $set: { answer } })
  const end = async () => (await test.deps.escalations.get(made.escalation.id)).escalation.end
  const claim = async () => {
    const officer = await banker(test, made.bankId)
    const { version } = await currentApplication(test, made.application)
    const of = { user: officer.user, id: made.application.id, shown: version }
    await test.deps.review.takeStep(of, { action: 'claim' })
  }

  it('goes on where nothing answered it, and stands on all pages', async () => {
    await rewrite(null)
    assert.equal(await end(), null)
    const { visitor: bureau } = await signedInAs(test, 'bureau')
    const officer = await banker(test, made.bankId)
    const own = ['/bureau/escalations', `/bureau/escalations/${made.escalation.id}`, '/bureau/promises']
    for (const address of own) assert.equal((await bureau.get(address)).status, 200, address)
    for (const address of ['/bank/escalations', `/bank/applications/${made.application.id}`]) {
      assert.equal((await officer.browser.get(address)).status, 200, address)
    }
  })

  it('is ended by the move that ends its step', async () => {
    await rewrite(null)
    await claim()
    assert.equal((await end())?.action, 'claim')
  })

  it('ended with the move that answered it, by the working days since its limit', async () => {
    const at = new Date('2026-11-26T10:00:00+08:00')
    await rewrite({ seq: 2, action: 'claim', by: 'officer', at })
    assert.deepEqual(await end(), { seq: 2, action: 'claim', by: 'officer', at, overDays: 3 })
  })

  it('did not end when the bank only asked the enterprise or looked closer', async () => {
    for (const action of ['ask', 'review']) {
      await rewrite({ seq: 2, action, by: 'officer', at: now })
      assert.equal(await end(), null)
    }
  })
})
