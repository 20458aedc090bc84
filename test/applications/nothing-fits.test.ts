import assert from 'node:assert/strict'
import { loadPage } from '../support/load-page.js'
import { systemActor } from '../../src/audit/index.js'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { signIn } from '../support/people.js'
import { applicant, wan, type Applicant } from './applying.js'

describe('a need that no product fits', function () {
  this.timeout(60_000)
  let test: TestApp
  let who: Applicant
  let visitor: Visitor
  before(async () => {
    test = await startApp()
    who = await applicant(test, { amountFen: wan(900_000_000) })
    const lines = [{ fact: 'enterprise.overdueNow', value: true, asOf: '2026-10-31', evidenceIds: [] }]
    await test.deps.enterprises.declareFacts(who.enterpriseId, { section: 'credit', version: 1e9, lines }, systemActor)
    await test.deps.enterprises.matchNeed(who.enterpriseId, who.need.id, who.mover.actor)
    visitor = new Visitor(test.app)
    await signIn(visitor, who.email)
  })
  after(() => test.close())

  it('is stopped at the first step, with what is missing and the way on, before any form is filled in', async () => {
    const last = await test.deps.requests.choicesFor(who.enterpriseId, who.need.id)
    assert.ok(last?.choices.every(({ why }) => why !== null))
    const need = `/enterprise/needs/${who.need.id}`
    const $ = await visitor.open(`/enterprise/applications/new?need=${who.need.id}`)
    assert.match($('#none').text(), /提交到需求大厅也没有银行能看到/)
    assert.equal($('main form').length, 0)
    assert.equal($('main a.btn').attr('href'), need)
    assert.ok($('main details[open] li').length > 3, 'what is missing is listed')
    const fields = { _csrf: $('[name=_csrf]').first().attr('value') ?? '', need: who.need.id, channel: 'hall' }
    const sent = await visitor.post('/enterprise/applications/drafts', fields)
    assert.equal(sent.status, 422)
    assert.match(loadPage(sent.text)('#errors').text(), /没有符合或待补充的产品，现在不能申请/)
  })
})
