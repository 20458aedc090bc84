import assert from 'node:assert/strict'
import { loadPage } from '../support/load-page.js'
import { workedExample } from '../../src/hall/pages/place-rule.page.js'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { signedInAs, signIn } from '../support/people.js'
import { termsFields } from '../support/terms-fields.js'
import {
  afterWindow,
  bureauUser,
  chinaTime,
  bidAs,
  inHall,
  monday,
  productOf,
  applicationsOf,
  bankUser,
} from './bidding.js'

const terms = (given: Record<string, string> = {}) => termsFields({ rate: '3.85', ...given })

describe('the pages of the hall', function () {
  this.timeout(60_000)
  let test: TestApp
  let now = monday

  before(async () => {
    test = await startApp({ now: () => now })
  })
  beforeEach(() => {
    now = monday
  })
  after(() => test.close())

  const officerOf = (bankId: string) => signedInAs(test, 'officer', { organisation: { kind: 'bank', id: bankId } })

  it('list what a bank may claim, with a count and filters, and nothing of what is not for it', async () => {
    const { request, banks } = await inHall(test)
    const [bankId = ''] = banks
    const hidden = await inHall(test, { excludedBanks: [bankId] })
    const { visitor } = await officerOf(bankId)
    const $ = await visitor.open('/bank/hall')
    assert.equal($(`a[href="/bank/hall/${request.id}"]`).length, 1)
    assert.equal($(`a[href="/bank/hall/${hidden.request.id}"]`).length, 0)
    const count = Number(/共 (\d+) 项/.exec($('[role=status]').text())?.[1])
    assert.equal(count, $('main .list > li').length)
    const none = await visitor.open('/bank/hall?amount=a7')
    assert.match(none('main .empty').text(), /没有符合这些条件的需求/)
    for (const query of [
      'amount=a1',
      'division=第八师',
      'section=C',
      'green=none',
      'purpose=流动资金',
      'verdict=needs_information',
    ]) {
      const filtered = await visitor.open(`/bank/hall?${encodeURI(query)}`)
      assert.equal(filtered(`a[href="/bank/hall/${request.id}"]`).length, 1, query)
      const field = query.split('=')[0] ?? ''
      assert.ok(filtered(`#f-${field} option[selected]`).length === 1, `${field} does not show what is chosen`)
    }
    for (const query of [
      'amount=a2',
      'division=第一师',
      'section=A',
      'green=1',
      'purpose=项目建设',
      'verdict=eligible',
    ]) {
      const filtered = await visitor.open(`/bank/hall?${encodeURI(query)}`)
      assert.equal(filtered(`a[href="/bank/hall/${request.id}"]`).length, 0, query)
    }
    const stranger = await officerOf('no-such-bank')
    const empty = await stranger.visitor.open('/bank/hall')
    assert.match(empty('main .empty').text(), /现在没有贵行可以认领的需求/)
    for (const [who, id] of [
      [visitor, hidden.request.id],
      [stranger.visitor, request.id],
      [visitor, 'f'.repeat(24)],
    ] as const) {
      await who.get(`/bank/hall/${id}`).expect(404)
    }
  })

  it('take a claim from a form, name every fault and keep what was typed', async () => {
    const { request, banks } = await inHall(test)
    const bankId = banks[0] ?? ''
    const { visitor } = await officerOf(bankId)
    const address = `/bank/hall/${request.id}`
    const form = `form[action="${address}/claim"]`
    const wrong = await visitor.submit(
      await visitor.open(address),
      form,
      terms({
        rate: '三点八',
        months: '',
        'fee-guarantee-state': 'known',
        'fee-insurance-state': '',
        conditions: '需房产抵押',
      }),
    )
    assert.equal(wrong.status, 422)
    const $ = loadPage(wrong.text)
    const faults = $('#errors li')
      .map((_, one) => $(one).text())
      .get()
    for (const about of [/年利率/, /期限/, /担保费的计算方式/, /担保费由谁承担/, /保险费：请选择/])
      assert.ok(
        faults.some((text) => about.test(text)),
        `${String(about)} in ${faults.join('；')}`,
      )
    assert.equal($('#f-rate').val(), '三点八')
    assert.equal($('#f-conditions').text(), '需房产抵押')
    for (const link of $('#errors a').toArray()) assert.equal($($(link).attr('href') ?? '').length, 1)

    const product = productOf(request, bankId)
    const sent = await visitor.submit($, form, terms({ product, conditions: '需房产抵押' }))
    assert.equal(sent.status, 303, sent.text.slice(0, 200))
    const claimed = await visitor.open(address)
    assert.match(claimed('main').text(), /综合年成本3.85%/)
    assert.equal(claimed('#f-rate').val(), '3.85')
    const changed = await visitor.submit(claimed, form, { rate: '3.60' })
    assert.equal(changed.status, 303)
    const old = await visitor.submit(claimed, form, { rate: '3.50' })
    assert.equal(old.status, 409)
    assert.match(old.text, /同事先办理了这次认领/)
    const list = await visitor.open('/bank/hall')
    assert.match(list('main').text(), /贵行已认领/)
    const back = await visitor.submit(await visitor.open(address), `form[action="${address}/claim/withdrawal"]`)
    assert.equal(back.status, 303)
    assert.doesNotMatch((await visitor.open(address))('main').text(), /撤回认领/)
  })

  it('take no claim by a form that is sent past the page: not from an excluded bank, not for a foreign product', async () => {
    const { banks } = await inHall(test)
    const { request } = await inHall(test, { excludedBanks: [banks[0] ?? ''] })
    const token = async (visitor: Visitor) =>
      (await visitor.open('/bank/hall'))('[name=_csrf]').first().attr('value') ?? ''
    const excluded = await officerOf(banks[0] ?? '')
    const body = terms({ window: '1', version: '0', product: request.products[0]?.productId ?? '' })
    const post = async (visitor: Visitor, end: string, fields: Record<string, string>) =>
      visitor.post(`/bank/hall/${request.id}/${end}`, { ...fields, _csrf: await token(visitor) })
    assert.equal((await post(excluded.visitor, 'claim', body)).status, 404)
    assert.equal((await post(excluded.visitor, 'claim/withdrawal', { window: '1', version: '0' })).status, 404)
    assert.equal((await post(excluded.visitor, 'release', { version: '0', reason: '无' })).status, 404)
    const own = request.products[0]
    const foreign = request.products.find(({ bankId }) => bankId !== own?.bankId)
    const other = await officerOf(own?.bankId ?? '')
    const refused = await post(other.visitor, 'claim', { ...body, product: foreign?.productId ?? '' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /产品：请选择/)
    assert.equal(
      (await test.deps.hall.context.bids.activeIn((await test.deps.hall.context.windows.latest(request.id))?.id ?? ''))
        .length,
      0,
    )
  })

  it('show no bank, before the window closes, how many others claimed', async () => {
    const { request, banks } = await inHall(test)
    const { visitor } = await officerOf(banks[0] ?? '')
    const page = async () =>
      (await visitor.get(`/bank/hall/${request.id}`)).text.replace(/(name="_csrf" value=")[^"]*/g, '$1')
    const list = async () => (await visitor.get('/bank/hall')).text.replace(/(name="_csrf" value=")[^"]*/g, '$1')
    const before = [await page(), await list()]
    for (const bankId of banks.slice(1, 4)) await bidAs(test, await bankUser(test, bankId), request, 400)
    assert.deepEqual([await page(), await list()], before)
  })

  it('lead a bank with a place to its application and let it give the place up with a reason', async () => {
    const { request, banks, who } = await inHall(test)
    const { visitor, person } = await officerOf(banks[0] ?? '')
    await bidAs(test, { ...person, name: '周明' }, request, 400)
    const loser = await bankUser(test, banks[1] ?? '')
    await bidAs(test, loser, request, 420)
    now = afterWindow
    await test.deps.hall.closeDueWindows()
    // The session of staff has run out meanwhile.
    await signIn(visitor, person.email)
    const address = `/bank/hall/${request.id}`
    const $ = await visitor.open(address)
    const [own] = (await applicationsOf(test, request)).banks.filter(({ bankId }) => bankId === banks[0])
    assert.equal($(`a[href="/applications/${own?.id ?? ''}"]`).length, 1)
    assert.match($('main').text(), /排第 [12] 名，获得名额/)
    const form = `form[action="${address}/release"]`
    const silent = await visitor.submit($, form, { reason: ' ' })
    assert.equal(silent.status, 422)
    assert.match(silent.text, /请填写放弃的原因/)
    assert.equal((await visitor.submit($, form, { reason: '额度已用完' })).status, 303)
    assert.equal((await visitor.submit($, form, { reason: '再放弃一次' })).status, 409)

    const owner = new Visitor(test.app)
    await signIn(owner, who.email)
    const mine = await owner.open(`/enterprise/hall/${request.id}`)
    assert.match(mine('main').text(), /3 个名额已有 1 家银行/)
    assert.match(mine('main').text(), /银行已放弃/)
    assert.match(mine('main').text(), /第 2 轮/)
    const stranger = await signedInAs(test, 'owner')
    await stranger.visitor.get(`/enterprise/hall/${request.id}`).expect(404)
  })

  it('put what nobody took before the bureau first, and send it to the banks that are chosen', async () => {
    const { request, banks } = await inHall(test)
    for (const day of ['2026-11-25T00:00:00', '2026-11-27T00:00:00']) {
      now = chinaTime(day)
      await test.deps.hall.closeDueWindows()
    }
    const { email } = await bureauUser(test)
    const bureau = new Visitor(test.app)
    await signIn(bureau, email)
    const list = await bureau.open('/bureau/requests')
    const address = `/bureau/requests/${request.id}`
    assert.equal(list(`section[aria-labelledby=waiting] a[href="${address}"]`).length, 1)
    const byState = await bureau.open('/bureau/requests?state=dispatched&channel=hall')
    assert.equal(byState(`section[aria-labelledby=all] a[href="${address}"]`).length, 1)
    const directed = await bureau.open('/bureau/requests?channel=directed')
    assert.equal(directed(`section[aria-labelledby=all] a[href="${address}"]`).length, 0)

    const $ = await bureau.open(address)
    const form = `form[action="${address}/dispatch"]`
    const empty = await bureau.submit($, form, { products: ['', ''], reason: '' })
    assert.equal(empty.status, 422)
    assert.match(empty.text, /请至少选择一家银行的产品/)
    assert.match(empty.text, /派单的理由：请填写/)
    const products = banks.slice(0, 2).map((bankId) => productOf(request, bankId))
    const unreasoned = await bureau.submit($, form, { products, reason: ' ' })
    assert.equal(loadPage(unreasoned.text)('option[selected]').length, 2, 'the chosen banks are kept')
    assert.equal((await bureau.submit($, form, { products, reason: '有绿色信贷额度' })).status, 303)
    assert.deepEqual(
      (await applicationsOf(test, request)).banks.map(({ channel }) => channel),
      ['dispatch', 'dispatch'],
    )
    const again = await bureau.submit($, form, { products, reason: '再派一次' })
    assert.equal(again.status, 409)

    const [first] = (await applicationsOf(test, request)).banks
    const one = await bureau.open(`/bureau/applications/${first?.id ?? ''}`)
    assert.match(one('main').text(), /银行获得名额/)
    assert.match(one('main').text(), /有绿色信贷额度/)
    const centre = await signedInAs(test, 'administrator')
    assert.equal((await centre.visitor.open(address))(form).length, 0)
  })
})

describe('the published rule', () => {
  it('shows an example worked out by the function that gives places, in which an unknown fee costs the place', async () => {
    const test = await startApp()
    const $ = await new Visitor(test.app).open('/about/places')
    const text = $('main').text()
    for (const row of workedExample()) {
      assert.ok(text.includes(row.name))
      for (const points of row.points) assert.ok(text.includes(points), `${row.name} ${points}`)
    }
    const rows = workedExample()
    assert.equal(rows.filter(({ placed }) => placed).length, 3)
    const [third, last] = rows.slice(2)
    assert.equal(last?.cost, '有费用未知')
    assert.ok(
      Number(last.points.at(-1)) > Number(third?.points.at(-1)),
      'the example shows that points alone do not do',
    )
    assert.equal($('nav a[href="/about/places"]').attr('aria-current'), 'page')
    await test.close()
  })
})
