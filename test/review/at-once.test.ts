import assert from 'node:assert/strict'
import { loadPage } from '../support/load-page.js'
import { startApp, type TestApp } from '../support/app.js'
import { banker, bringTo, caseAddress, caseAtBank, currentApplication, type Banker } from './bank-case.js'

describe('two people of a bank at once', function () {
  this.timeout(60_000)
  let test: TestApp
  let one: Banker
  let other: Banker
  before(async () => {
    test = await startApp()
    const { bankId } = await caseAtBank(test)
    one = await banker(test, bankId, 'officer', '李强')
    other = await banker(test, bankId, 'manager', '赵敏')
  })
  after(() => test.close())

  const approval = { amount: '50', rate: '3.45', months: '12', conditions: '一号楼抵押登记后放款' }
  const refusal = { code: 'other', text: '与本行今年的投向不一致，暂不办理。' }

  for (let round = 1; round <= 3; round++) {
    it(`decide: one wins, the other is told by whom and when and keeps the text (${round})`, async () => {
      const application = await bringTo(test, await caseAtBank(test), one, 'chosen')
      const [first, second] = await Promise.all([
        one.browser.open(`${caseAddress(application)}?do=approve`),
        other.browser.open(`${caseAddress(application)}?do=decline`),
      ])
      const before = (await test.deps.applications.movesOf(application.id)).length
      const answers = await Promise.all([
        one.browser.submit(first, '#step', approval),
        other.browser.submit(second, '#step', refusal),
      ])
      assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409])
      const moves = (await test.deps.applications.movesOf(application.id)).slice(before)
      assert.equal(moves.length, 1)
      const [won] = moves
      assert.ok(won)
      const lost = answers.find(({ status }) => status === 409)
      const page = loadPage(lost?.text ?? '')('main')
      assert.match(page.text(), /有人先办理了这份申请/)
      assert.match(page.text(), new RegExp(`2026年11月22日 12:00，${won.by.name}，`))
      const typed = won.by.name === '李强' ? refusal.text : approval.conditions
      assert.ok(page.find('textarea').text().includes(typed), 'what was typed is there to be copied')
      const { state, decision, refusal: no } = await currentApplication(test, application)
      assert.equal(state, won.to)
      assert.equal(Boolean(decision), state === 'approved')
      assert.equal(Boolean(no), state === 'declined')
      assert.ok((await test.deps.audit.verify()).sound)
    })
  }

  it('a form that names no version: nothing is saved, and nobody is said to have been faster', async () => {
    const { application } = await caseAtBank(test)
    const $ = await one.browser.open(caseAddress(application))
    const answer = await one.browser.submit($, '#step', { version: '' })
    assert.equal(answer.status, 409)
    const words = loadPage(answer.text)('main').text()
    assert.match(words, /表单不完整，没有保存/)
    assert.match(words, /申请没有变动，现在是“已提交，待受理”/)
    assert.doesNotMatch(words, /有人先办理/)
    assert.equal((await currentApplication(test, application)).state, 'submitted')
  })

  it('claim: one is in charge', async () => {
    const { application } = await caseAtBank(test)
    const [first, second] = await Promise.all([
      one.browser.open(caseAddress(application)),
      other.browser.open(caseAddress(application)),
    ])
    const answers = await Promise.all([one.browser.submit(first, '#step'), other.browser.submit(second, '#step')])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409])
    const { officerId, officerName, version } = await currentApplication(test, application)
    const winner = answers[0].status === 303 ? one : other
    assert.deepEqual([officerId, officerName, version], [winner.user.id, winner.user.name, application.version + 1])
  })

  it('send one form twice: one note, one visit, and the enterprise told once', async () => {
    const found = await caseAtBank(test)
    const application = await bringTo(test, found, one, 'claimed')
    const notes = await one.browser.open(`${caseAddress(application)}?tab=notes`)
    const visit = await one.browser.open(`${caseAddress(application)}?do=visit`)
    const plan = { plannedOn: '2026-12-01', place: '一号厂区' }
    await Promise.all([1, 2].map(() => one.browser.submit(notes, '#note', { remark: '先看现金流' }).expect(303)))
    await Promise.all([1, 2].map(() => one.browser.submit(visit, '#step', plan).expect(303)))
    const count = (name: string) =>
      test.deps.db.connection.collection(name).countDocuments({ applicationId: application.id })
    assert.deepEqual([await count('review_notes'), await count('review_visits')], [1, 1])
    const { enterpriseId, accountId } = found.who
    const owner = { id: accountId, role: 'owner', organisation: { kind: 'enterprise', id: enterpriseId } } as const
    const { notices } = await test.deps.notices.list(owner, { skip: 0, limit: 50 })
    assert.equal(notices.filter(({ subject }) => subject.startsWith('预约走访')).length, 1)
    // Another form is another note.
    const again = await one.browser.open(`${caseAddress(application)}?tab=notes`)
    await one.browser.submit(again, '#note', { remark: '先看现金流' }).expect(303)
    assert.equal(await count('review_notes'), 2)
  })

  it('set the threshold: the one who was late is told', async () => {
    const second = await banker(test, one.user.organisation.id, 'manager', '孙玲')
    const pages = await Promise.all([other.browser.open('/bank/settings'), second.browser.open('/bank/settings')])
    const answers = await Promise.all([
      other.browser.submit(pages[0], '#settings', { threshold: '500' }),
      second.browser.submit(pages[1], '#settings', { threshold: '600' }),
    ])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409])
    const setting = await test.deps.review.thresholdOf(one.user.organisation.id)
    assert.equal(setting?.version, 1)
  })
})
