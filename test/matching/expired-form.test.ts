import assert from 'node:assert/strict'
import { loadPage } from '../support/load-page.js'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { answerFields, go, isQuestionnaire, sendAnswer } from '../journeys/answering.js'

/** A token of another session, as it stands in a page that was left open over night. */
const old = { _csrf: 'made-up' }

describe('form with an expired token', () => {
  let site: TestApp
  let visitor: Visitor
  before(async () => {
    site = await startApp()
  })
  after(() => site.close())
  beforeEach(() => {
    visitor = new Visitor(site.app)
  })
  const stored = () => site.deps.db.connection.collection('questionnaires').countDocuments()
  const start = async () =>
    go(sendAnswer(visitor, await visitor.open('/match'), answerFields('need.purpose', '流动资金')))

  it('comes back filled in as it was sent, says so in one sentence, stores nothing, and can be sent again', async () => {
    const before = await stored()
    const typed = {
      'need.amountWan': '300',
      'need.termMonths': 'x',
      'enterprise.industry': '1353',
      'need.securities': ['房产', '设备'],
    }
    const refused = await visitor.post('/match/profile', { ...old, ...typed }).expect(403)
    const $ = loadPage(refused.text)
    assert.equal($('[role=alert]').text(), '页面已过期，刚才没有提交成功；您填写的内容都在，请再提交一次。')
    assert.doesNotMatch(refused.text, /刷新/)
    assert.equal($('input[name="need.amountWan"]').attr('value'), '300')
    assert.equal($('input[name="need.termMonths"]').attr('value'), 'x')
    assert.equal($('input[name="enterprise.industry"]').attr('value'), '1353')
    assert.equal($('input[name="need.securities"]:checked').length, 2)
    assert.equal(await stored(), before)
    const address = await go(visitor.submit($, 'form[method=post]', { 'need.termMonths': '12', then: 'questions' }))
    assert.ok(isQuestionnaire(address))
    assert.equal(await stored(), before + 1)
  })

  it('comes back to the same question of the same questionnaire', async () => {
    const address = await start()
    const refused = await visitor
      .post(`${address}/answers`, {
        ...old,
        fact: 'enterprise.debtRatioPct',
        value: '',
        liabilities: '79',
        assets: '1',
      })
      .expect(403)
    const $ = loadPage(refused.text)
    assert.equal($('#liabilities').attr('value'), '79')
    const action = $('form[method=post]:has(input[name=fact])').attr('action')
    assert.equal(action, `${address}/answers`)
    assert.match((await visitor.open(address))('.prog').text(), /已答 1 题/)
    await go(sendAnswer(visitor, $, answerFields('enterprise.debtRatioPct', 79)))
  })

  it('keeps the answers of a questionnaire and a click on “直接看结果”', async () => {
    const address = await start()
    const profile = await visitor.post(`${address}/profile`, { ...old, 'need.amountWan': '500' }).expect(403)
    assert.equal(loadPage(profile.text)('form[method=post]').attr('action'), `${address}/profile`)
    assert.equal(loadPage(profile.text)('input[name="need.amountWan"]').attr('value'), '500')
    const result = await visitor.post(`${address}/result`, old).expect(403)
    assert.ok(!isQuestionnaire(await go(visitor.submit(loadPage(result.text), '#conclude'))))
  })

  it('is not shown again to another site, nor for a questionnaire that does not exist', async () => {
    const other = await visitor
      .post('/match/profile', { ...old, 'need.amountWan': '300' })
      .set('Sec-Fetch-Site', 'cross-site')
    assert.equal(other.status, 403)
    assert.equal(loadPage(other.text)('input[name="need.amountWan"]').length, 0)
    await visitor.post('/match/questionnaires/nonsense/answers', { ...old, fact: 'need.purpose' }).expect(404)
  })
})

describe('page with a form', () => {
  it('is limited for who has no session yet, and free for who has one', async () => {
    const site = await startApp({ environment: { RATE_LIMIT_PER_MINUTE: '3' } })
    try {
      const known = new Visitor(site.app)
      await known.open('/match')
      await new Visitor(site.app).open('/match/profile')
      await new Visitor(site.app).open('/match')
      for (const address of ['/match', '/match/profile', '/match/questionnaires/nonsense']) {
        await new Visitor(site.app).get(address).expect(429)
      }
      assert.equal(await site.deps.db.connection.collection('sessions').countDocuments(), 3)
      await known.open('/match')
      await known.open('/match/profile')
    } finally {
      await site.close()
    }
  })
})
