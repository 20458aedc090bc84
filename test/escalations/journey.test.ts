import assert from 'node:assert/strict'
import { newRecordId } from '../../src/db/index.js'
import { banker, caseAddress, currentApplication, type Banker } from '../review/bank-case.js'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { mailsTo, signedInAs, signIn } from '../support/people.js'
import { escalatedCase, raisedAt, type Escalated } from './escalated.js'

describe('an escalation, from the late step to the ledger', function () {
  this.timeout(90_000)
  let test: TestApp
  let now = raisedAt
  let made: Escalated
  let officer: Banker
  let manager: Banker
  let bureau: Visitor
  let bureauMail = ''
  let owner: Visitor
  let escalationAt = ''

  before(async () => {
    test = await startApp({ now: () => now })
    made = await escalatedCase(test, (at) => (now = at))
    officer = await banker(test, made.bankId, 'officer', '李强')
    manager = await banker(test, made.bankId, 'manager', '赵敏')
    const signed = await signedInAs(test, 'bureau', { name: '陈科长' })
    bureau = signed.visitor
    bureauMail = signed.person.email
    owner = new Visitor(test.app)
    await signIn(owner, made.who.email)
    escalationAt = `/bureau/escalations/${made.escalation.id}`
  })
  after(() => test.close())

  const ledger = async (): Promise<Readonly<Record<string, string>>> => {
    const $ = await bureau.open('/bureau/promises?stretch=custom&from=2026-11-01&to=2026-12-31')
    const cells = $('[aria-labelledby=t-escalated] table').first().find('tbody td')
    return Object.fromEntries(cells.toArray().map((one) => [$(one).attr('data-l') ?? '', $(one).text()] as const))
  }
  const told = async (visitor: Visitor, address: string, part: string) => (await visitor.open(address))(part).text()

  it('stands on the list of its bank and of the bureau, which is to be explained', async () => {
    const text = await told(officer.browser, '/bank/escalations', 'main')
    assert.match(text, new RegExp(made.application.number))
    assert.match(text, /受理.*超时限 2 个工作日.*最迟 2026年11月26日说明.*没有承诺日期/s)
    assert.match(await told(bureau, '/bureau/escalations', 'main'), /受理.*超时限 2 个工作日.*最迟 2026年11月26日说明/s)
    const { 督办: raised, 已说明: explained, 按时说明比例: share } = await ledger()
    assert.deepEqual([raised, explained, share], ['1', '0', '无'])
  })

  it('is asked about by the bureau, not without words', async () => {
    const $ = await bureau.open(escalationAt)
    const refused = await bureau.submit($, '#ask', { question: '  ' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /督办的内容：请填写/)
    const sent = await bureau.submit($, '#ask', { question: '请说明为什么没有在一个工作日内受理。' })
    assert.equal(sent.status, 303)
    assert.match(
      await told(bureau, sent.headers.location ?? '', 'main'),
      /督办已发出.*请说明为什么没有在一个工作日内受理/s,
    )
    const mails = await mailsTo(test, manager.user.email)
    assert.ok(mails.some(({ subject }) => subject.includes('工信局督办')))
    assert.match(await told(officer.browser, caseAddress(made.application), '#escalations'), /兵团工信局督办，陈科长/)
    const own = await told(owner, `/enterprise/applications/${made.application.id}`, 'main')
    assert.doesNotMatch(own, /请说明为什么没有/)
  })

  it('is sent back to the bank with all faults at once, and with what was typed', async () => {
    const $ = await officer.browser.open(caseAddress(made.application))
    const hint = $('#h-promised').text()
    assert.match(hint, /须为今天或以后；按工作日计，下一个工作日是 2026年11月26日/)
    const refused = await officer.browser.submit($, '#explain', { explanation: '忙', promised: '2026-11-24' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /有 2 处需要改正/)
    assert.match(refused.text, /原因：至少 10 个字/)
    assert.match(refused.text, /办完的日期：不能早于 2026-11-25/)
    assert.match(refused.text, /<textarea[^>]*id="f-explanation"[^>]*>\s*忙<\/textarea>/)
    assert.match(refused.text, /name="promised"[^>]*\svalue="2026-11-24"/)
    const empty = await officer.browser.submit($, '#explain', {})
    assert.match(empty.text, /原因：请填写.*办完的日期：请填写/s)
    const far = await officer.browser.submit($, '#explain', {
      explanation: '还要等总行的授权文件。',
      promised: '2027-06-01',
    })
    assert.match(far.text, /办完的日期：不能晚于/)
    assert.equal((await test.deps.escalations.get(made.escalation.id)).messages.length, 1)
  })

  it('is explained by the bank, and the enterprise, the bureau and the ledger show it', async () => {
    const $ = await officer.browser.open(caseAddress(made.application))
    const given = { explanation: '信贷系统升级，本周内补办受理。', promised: '2026-11-27' }
    const sent = await officer.browser.submit($, '#explain', given)
    assert.equal(sent.status, 303)
    const page = await officer.browser.open(caseAddress(made.application))
    assert.match(page('#escalations').text(), /信贷系统升级，本周内补办受理。.*承诺 2026年11月27日办完，还没有到期/s)
    const own = await told(owner, `/enterprise/applications/${made.application.id}`, '.time')
    assert.match(
      own,
      /银行的说明.*李强.*“受理”超过时限：信贷系统升级，本周内补办受理。（承诺最迟 11月27日（周五）办完）/s,
    )
    assert.match(await told(bureau, escalationAt, 'main'), /银行的说明.*信贷系统升级.*承诺 2026年11月27日办完/s)
    assert.ok((await mailsTo(test, bureauMail)).some(({ subject }) => subject.includes('银行的说明')))
    const everything = await test.deps.enterprises.exportEverything(made.application.enterpriseId)
    assert.match(JSON.stringify(everything), /信贷系统升级，本周内补办受理。/)
    const line = await ledger()
    assert.deepEqual(
      [line.督办, line.还没有办完, line.已说明, line.按时说明, line.按时说明比例, line.按承诺办完, line.承诺到期未办完],
      ['1', '1', '1', '1', '100%', '0', '0'],
    )
    const list = await told(
      bureau,
      '/bureau/promises?stretch=custom&from=2026-11-01&to=2026-12-31',
      '[aria-labelledby=t-escalated]',
    )
    assert.match(list, /信贷系统升级，本周内补办受理。.*2026年11月27日.*还没有到期/s)
  })

  it('is done by the day that the bank named: kept, in the ledger and on its list', async () => {
    now = new Date('2026-11-27T10:00:00+08:00')
    await signIn((officer = { ...officer, browser: new Visitor(test.app) }).browser, officer.user.email)
    await signIn((bureau = new Visitor(test.app)), bureauMail)
    const { version } = await currentApplication(test, made.application)
    await test.deps.review.takeStep(
      { user: officer.user, id: made.application.id, shown: version },
      { action: 'claim' },
    )
    const line = await ledger()
    assert.deepEqual(
      [line.还没有办完, line.按承诺办完, line.承诺到期未办完, line.办完中位用时],
      ['0', '1', '0', '2 天'],
    )
    const rows = await bureau.open(
      '/bureau/promises/rows?stretch=custom&from=2026-11-01&to=2026-12-31&kind=promise-kept',
    )
    assert.equal(rows('.lead').text(), '1 项')
    assert.match(rows('tbody').text(), /4.*已按承诺办完/s)
    assert.match(await told(officer.browser, '/bank/escalations', 'main'), /已办完，已说明.*已按承诺办完/s)
    const page = await officer.browser.open(caseAddress(made.application))
    assert.equal(page('#explain').length, 0, 'nothing is left to explain')
    await bureau.get('/bureau/promises.xlsx?stretch=custom&from=2026-11-01&to=2026-12-31').expect(200)
  })

  it('whose day goes by undone is broken, and waits for words again', async () => {
    const late = await escalatedCase(test, (at) => (now = at))
    now = new Date('2026-11-26T10:00:00+08:00')
    const given = { key: 'a'.repeat(24), text: '等总行的授权文件。', promisedOn: '2026-11-27' }
    const of = { user: officer.user, applicationId: late.application.id, escalationId: late.escalation.id }
    await test.deps.escalations.explain(of, given)
    now = new Date('2026-11-30T10:00:00+08:00')
    await signIn((bureau = new Visitor(test.app)), bureauMail)
    await signIn((officer = { ...officer, browser: new Visitor(test.app) }).browser, officer.user.email)
    const line = await ledger()
    assert.deepEqual([line.督办, line.按承诺办完, line.承诺到期未办完], ['2', '1', '1'])
    assert.match(await told(officer.browser, '/bank/escalations?show=waiting', 'main'), /待再次说明.*到期没有办完/s)
    const $ = await officer.browser.open(caseAddress(late.application))
    assert.match($('#escalations').text(), /请再次说明原因和办完的日期/)
    const again = { explanation: '授权已到，明天可以受理。', promised: '2026-12-01' }
    assert.equal((await officer.browser.submit($, '#explain', again)).status, 303)
    assert.deepEqual([(await ledger()).承诺到期未办完, (await ledger()).已说明], ['0', '2'])
  })

  it('of another bank is nowhere: not on the list, not by its address, and no form is taken without its token', async () => {
    const stranger = await banker(test, 'another-bank', 'officer')
    assert.match(await told(stranger.browser, '/bank/escalations', 'main'), /没有被提请督办的环节/)
    const csrf = (await stranger.browser.open('/account'))('[name=_csrf]').first().attr('value') ?? ''
    const answer = { explanation: '这不是本行的申请，不该说明。', promised: '2026-12-01' }
    const address = `/bank/escalations/${made.escalation.id}/explanations`
    assert.equal((await stranger.browser.post(address, { ...answer, _csrf: csrf })).status, 404)
    assert.equal((await officer.browser.post(address, answer)).status, 403)
    assert.equal((await bureau.post(`${escalationAt}/questions`, { question: '请说明原因。' })).status, 403)
    await stranger.browser.get(escalationAt).expect(404)
    await owner.get('/bureau/escalations').expect((response) => assert.notEqual(response.status, 200))
  })
})

describe('an escalation of an invented application', () => {
  let test: TestApp
  let now = raisedAt
  let bureau: Visitor
  let id = ''
  const real = '本行信贷系统升级，兴业银行无法受理。'

  before(async () => {
    test = await startApp({ now: () => now })
    const other = await escalatedCase(test, (at) => (now = at))
    const made = await escalatedCase(test, (at) => (now = at))
    id = made.escalation.id
    const { user } = await banker(test, made.bankId)
    for (const { application, escalation } of [other, made]) {
      const of = { user, applicationId: application.id, escalationId: escalation.id }
      const text = application.id === made.application.id ? '人员调整，本周补办（示例）。' : real
      await test.deps.escalations.explain(of, { key: newRecordId(), text, promisedOn: '2026-11-27' })
    }
    const { id: applicationId, requestId } = made.application
    for (const [name, _id] of [
      ['applications', applicationId],
      ['application_requests', requestId],
    ] as const)
      await test.deps.db.connection.collection<{ _id: string }>(name).updateOne({ _id }, { $set: { isSample: true } })
    bureau = (await signedInAs(test, 'bureau')).visitor
  })
  after(() => test.close())

  it('names no bank where the bureau judges it, and leads to no page that would', async () => {
    const names = [...(await test.deps.catalogue.current()).banks.values()].map(({ name }) => name)
    const list = await bureau.open('/bureau/escalations')
    const one = await bureau.open(`/bureau/escalations/${id}`)
    const row = list('tr').filter((_, line) => list(line).find('.demo').length > 0)
    assert.deepEqual([list('tbody tr').length, row.length], [2, 1])
    for (const text of [row.html() ?? '', one('main').html() ?? '']) {
      assert.match(text, /示例机构/)
      for (const name of names) assert.ok(!text.includes(name), name)
      assert.doesNotMatch(text, /\/bureau\/applications\//)
    }
  })

  it('hides in the ledger who is who, and what people wrote of real applications', async () => {
    const query = '?stretch=custom&from=2026-11-01&to=2026-12-31'
    for (const address of [`/bureau/promises${query}`, `/bureau/promises/rows${query}&kind=explained`]) {
      const text = (await bureau.open(address))('main').text()
      assert.match(text, /人员调整，本周补办（示例）。/)
      assert.match(text, /说明已隐去/)
      assert.ok(!text.includes(real), address)
    }
  })
})
