import assert from 'node:assert/strict'
import type { CheerioAPI } from 'cheerio'
import { loadPage } from '../support/load-page.js'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { signIn } from '../support/people.js'
import { applicant, wan, type Applicant } from './applying.js'

const path = (location: string | undefined) => location ?? ''

describe('applying, as an enterprise does it', () => {
  let test: TestApp
  let who: Applicant
  let visitor: Visitor
  before(async function () {
    this.timeout(60_000)
    test = await startApp()
    who = await applicant(test)
    await test.deps.enterprises.matchNeed(who.enterpriseId, who.need.id, who.mover.actor)
    visitor = new Visitor(test.app)
    await signIn(visitor, who.email)
  })
  after(() => test.close())

  const follow = async (address: string): Promise<CheerioAPI> => visitor.open(address)

  /** The draft of a request to the first product that may be chosen. */
  async function draft(channel: 'directed' | 'hall'): Promise<string> {
    const $ = await visitor.open(`/enterprise/applications/new?need=${who.need.id}`)
    const products = channel === 'directed' ? [$('[name=products]').first().attr('value') ?? ''] : []
    const begun = await visitor.submit($, 'main form', { channel, products }).expect(303)
    return path(begun.headers.location)
  }

  it('begins at the need, names what can be chosen and why the rest cannot', async () => {
    const $ = await visitor.open(`/enterprise/applications/new?need=${who.need.id}`)
    assert.ok($('[name=products]').length > 3)
    assert.match($('main').text(), /可申请 100 万元/)
    assert.ok($('details li .quiet').first().text().length > 5, 'a reason stands beside what cannot be chosen')
    const nothing = await visitor.submit($, 'main form', { channel: '', products: [] })
    assert.equal(nothing.status, 422)
    assert.match(nothing.text, /请选择提交给指定银行/)
    const none = await visitor.submit($, 'main form', { channel: 'directed', products: [] })
    assert.match(none.text, /请至少选择一个产品/)
  })

  it('keeps a draft, refuses it with all faults and what was typed, and submits it once', async () => {
    const address = await draft('directed')
    const $ = await follow(address)
    assert.equal($('[name=amount]').val(), '100', 'what the need says stands there already')
    const saved = await visitor.submit($, 'main form:has([name=amount])', { amount: '30', then: 'save' }).expect(303)
    const again = await follow(path(saved.headers.location))
    assert.match(again('[role=status]').text(), /草稿已保存/)
    assert.equal(again('[name=amount]').val(), '30')
    assert.match((await visitor.open('/enterprise/applications'))('main').text(), /草稿（1）/)

    const refused = await visitor.submit(again, 'main form:has([name=amount])', { amount: '三十', then: 'submit' })
    assert.equal(refused.status, 422)
    const wrong = loadPage(refused.text)
    assert.equal(wrong('[name=amount]').val(), '三十')
    const faults = wrong('#errors li')
      .toArray()
      .map((item) => wrong(item).text().trim())
    for (const word of ['申请金额', '首次', '营业执照', '勾选同意', '权证编号']) {
      assert.ok(
        faults.some((one) => one.includes(word)),
        `${word} in ${faults.join(' | ')}`,
      )
    }
    for (const link of wrong('#errors a').toArray()) {
      const target = wrong(link).attr('href') ?? ''
      assert.ok(target === '#main' || wrong(target).length === 1, `${target} leads nowhere`)
    }

    const bank = wrong('[name=agreed]').first().attr('value') ?? ''
    const papers = Object.fromEntries(
      wrong('select[name^=doc-]')
        .toArray()
        .map((select) => [wrong(select).attr('name') ?? '', who.fileId]),
    )
    const fields = {
      amount: '30',
      firstLoan: 'yes',
      agreed: bank,
      'ref-1': '兵（2024）石河子市不动产权第0001号',
      ...papers,
    }
    const first = await visitor.submit(wrong, 'main form:has([name=amount])', { ...fields, then: 'submit' })
    assert.equal(first.status, 303, loadPage(first.text)('#errors').text())
    const second = await visitor
      .submit(wrong, 'main form:has([name=amount])', { ...fields, then: 'submit' })
      .expect(303)
    assert.equal(second.headers.location, first.headers.location, 'the second click leads to the first')
    const [only, ...others] = await test.deps.requests.ofNeed(who.enterpriseId, who.need.id)
    assert.equal(others.length, 0)
    assert.equal(only?.dimensions.firstLoan, true)
    assert.equal(only?.amountFen, wan(30))

    const page = await follow(path(first.headers.location))
    assert.match(page('main').text(), /现在由.+办理/)
    assert.match(page('main').text(), /最迟 \d+月\d+日（周.）/)
    assert.equal(page('progress').length, 1)
    assert.match(page('.time li').first().text(), /提交申请/)
    assert.match(page('main').text(), /已申请 30%（30 万元），还可申请 70%/)
    assert.match(page('aside').text(), /可查看：企业画像/)
    assert.match(page('main').text(), /LQ-2026-\d{6}-1/)
    assert.match((await visitor.open('/enterprise/applications'))('main').text(), /共 1 次申请/)
  })

  it('withdraws with a reason, gives the share back, and leads on to another bank', async () => {
    const list = await visitor.open('/enterprise/applications')
    const one = await follow(list('main .list .list a').first().attr('href') ?? '')
    const ask = await follow(one('a:contains("撤回申请")').attr('href') ?? '')
    const empty = await visitor.submit(ask, 'main form', { reason: '' })
    assert.equal(empty.status, 422)
    assert.match(empty.text, /请写明撤回的原因/)
    const done = await visitor.submit(ask, 'main form', { reason: '已有其他资金来源' }).expect(303)
    const after = await follow(path(done.headers.location))
    assert.match(after('main').text(), /已撤回/)
    assert.equal((await test.deps.requests.leftOf(who.need)).heldFen, 0)
    const why = await follow(path(done.headers.location).concat('/withdrawal'))
    assert.match(why('main').text(), /已经结束，没有什么可以撤回/)
    const overtaken = await visitor.submit(ask, 'main form', { reason: '再撤一次' })
    assert.equal(overtaken.status, 409)
    const again = await follow(after('a:contains("再次申请")').attr('href') ?? '')
    assert.equal(again('[name=products]:checked').length, 1)
    assert.match(again('main').text(), /重新申请/)
    const begun = await visitor.submit(again, 'main form').expect(303)
    const form = await follow(path(begun.headers.location))
    assert.equal(form('[name=amount]').val(), '30')
    assert.equal(form('[name=ref-1]').val(), '兵（2024）石河子市不动产权第0001号')
    assert.equal(form('[name=agreed]:checked').length, 0, 'nothing is agreed to beforehand')
    const removal = await visitor.submit(form, 'main form[action$=removal]').expect(303)
    assert.equal(removal.headers.location, '/enterprise/applications')
    await visitor.get(path(begun.headers.location)).expect(404)
  })

  it('asks who else may not see it before it stands in the hall', async () => {
    const $ = await follow(await draft('hall'))
    const excluded = $('[name=excluded]').first().attr('value') ?? ''
    const fields = {
      amount: '20',
      firstLoan: 'unknown',
      agreedHall: '1',
      excluded,
      'doc-licence': who.fileId,
      'kind-1': '',
    }
    const sent = await visitor.submit($, 'main form:has([name=amount])', { ...fields, then: 'submit' })
    assert.equal(sent.status, 303, loadPage(sent.text)('#errors').text())
    const page = await follow(path(sent.headers.location))
    assert.match(page('main').text(), /需求大厅公开中/)
    assert.match(page('aside').text(), /现在的银行只看到匿名的需求/)
  })
})
