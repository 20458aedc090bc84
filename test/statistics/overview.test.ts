import assert from 'node:assert/strict'
import { MEASURES } from '../../src/statistics/figures/measures.js'
import { formatYuan } from '../../src/kernel/money.js'
import { startApp, today, type TestApp, type Visitor } from '../support/app.js'
import { signedInAs } from '../support/people.js'
import { rawRecords } from './figures/raw-records.js'
import { recount } from './figures/recount.js'
import { enterRaw } from './enter-raw.js'

const nothing = { bank: null, division: null, green: null, size: null, section: null, purpose: null }

describe('the overview of the bureau', () => {
  let test: TestApp
  let bureau: Visitor
  const raw = rawRecords(5, 300)

  before(async () => {
    test = await startApp({ now: () => today })
    await enterRaw(test, raw)
    bureau = (await signedInAs(test, 'bureau')).visitor
  })
  after(() => test.close())

  it('shows the figures of this year, each leading to a list whose total is that figure', async function () {
    this.timeout(60_000)
    const $ = await bureau.open('/bureau')
    const expected = recount(raw, { from: '2026-01-01', to: '2026-11-22', ...nothing })
    const disbursed = $('.stats a').first()
    assert.match(disbursed.find('abbr').attr('title') ?? '', new RegExp(formatYuan(expected.disbursed ?? 0)))
    for (const { id, name } of MEASURES) {
      const row = $('table')
        .first()
        .find('tbody tr')
        .filter((_at, one) => $(one).find('th').contents().first().text() === name)
      const link = row.find('td').first().find('a')
      assert.equal(link.length, 1, name)
      const list = await bureau.open(link.attr('href') ?? '')
      const shown = list('.lead').text().replace(/\s+/g, '')
      const short = link.text().replace(/\s+/g, '')
      // Large sums stand in 亿元 over the list and in 万元 in the table: the exact figure is the same.
      const exact = link.find('abbr').attr('title')
      if (exact) assert.equal(list('.lead abbr').attr('title'), exact, name)
      else assert.equal(shown, short, id)
    }
  })

  it('keeps one filter for everything, in the address', async () => {
    const query =
      'stretch=custom&from=2025-03-01&to=2025-09-30&division=%E7%AC%AC%E5%85%AB%E5%B8%88&size=%E5%B0%8F%E5%9E%8B'
    const $ = await bureau.open(`/bureau?${query}`)
    assert.equal($('#f-division').val(), '第八师')
    const asked = { ...nothing, from: '2025-03-01', to: '2025-09-30', division: '第八师', size: '小型' }
    const { requests } = recount(raw, asked)
    const row = $('table')
      .first()
      .find('tbody tr')
      .filter((_at, one) => $(one).find('th').text().startsWith('提交申请'))
    assert.equal(row.find('td').first().text().replace(/\s+/g, ' ').trim(), `${requests ?? 0} 笔`)
    const links = $('main a[href*="/bureau/figures/"]')
      .toArray()
      .map((one) => $(one).attr('href') ?? '')
    assert.ok(links.length > 50)
    for (const href of links) {
      const search = new URL(href, 'http://x').searchParams
      assert.equal(search.get('size'), '小型', href)
      assert.ok(search.has('division'), href)
    }
  })

  it('answers a filter that cannot be with 422, every fault named and the values kept', async () => {
    const response = await bureau.get('/bureau?stretch=custom&from=2026-02-30&to=2026-01-01&bank=nobody').expect(422)
    assert.match(response.text, /确有这一天/)
    assert.match(response.text, /没有“nobody”这一项/)
    assert.match(response.text, /value="2026-02-30"/)
    assert.doesNotMatch(response.text, /<b>0\.00|class="stats"/)
    const list = await bureau.get('/bureau/figures/disbursed?bank=nobody').expect(422)
    assert.doesNotMatch(list.text, /共 \d+ 行/)
    await bureau.get('/bureau/figures/disbursed/rows.xlsx?bank=nobody').expect(404)
    await bureau.get('/bureau/figures/nonsense').expect(404)
  })

  it('refuses a period that nothing can be compared with, rather than failing over it', async () => {
    for (const period of ['from=0001-01-01&to=2026-11-22', 'from=2026-01-01&to=9999-12-31']) {
      const answer = await bureau.get(`/bureau?stretch=custom&${period}`)
      assert.equal(answer.status, 422, period)
      assert.match(answer.text, /日期请在 2000 年到 2099 年之间/)
    }
  })

  it('sees a change as soon as it is committed, and what was taken away no more', async () => {
    const count = async () => {
      const $ = await bureau.open('/bureau/figures/requests?stretch=custom&from=2024-01-01&to=2026-12-31')
      return $('.lead').text().replace(/\s+/g, ' ').trim()
    }
    assert.equal(await count(), '300 笔')
    const more = rawRecords(6, 3)
    const renamed = {
      requests: more.requests.map((one) => ({
        ...one,
        id: `x${one.id}`,
        key: `x${one.key}`,
        number: `X${one.number}`,
      })),
      applications: [],
      loans: [],
      drawdowns: [],
      repayments: [],
    }
    await enterRaw(test, renamed)
    assert.equal(await count(), '303 笔')
    await test.deps.db.connection.collection('application_requests').deleteMany({ number: /^X/ })
    await enterRaw(test, { requests: [], applications: [], loans: [], drawdowns: [], repayments: [] })
    assert.equal(await count(), '300 笔')
  })

  it('tells a division without an enterprise and a month without data as such', async () => {
    const $ = await bureau.open('/bureau')
    assert.match($('svg[aria-label^="各师市"]').text(), /第二师铁门关市0\s/)
    const empty = await bureau.open('/bureau?stretch=custom&from=2020-01-01&to=2020-01-31')
    assert.match(empty('main').text(), /这段时间没有数据/)
    assert.match(empty('main').text(), /加权平均利率\s*无/)
    assert.equal(empty('main svg.chart').length, 0)
    assert.match(empty('h1').parent().next('.lead').text(), /2020年1月1日至2020年1月31日/)
  })

  it('has a table beside every chart, with the same figures', async () => {
    const $ = await bureau.open('/bureau')
    const drawn = $('svg[aria-label^="各师市"] a')
    const rows = $('svg[aria-label^="各师市"]').closest('section').find('details tbody tr')
    assert.equal(rows.length, drawn.length)
    for (const [at, row] of rows.toArray().entries()) {
      const spoken = drawn.eq(at).attr('aria-label') ?? ''
      assert.ok(spoken.startsWith(`${$(row).find('th').text()} ${$(row).find('td').first().text()} `), spoken)
    }
  })

  it('explains every figure on one page', async () => {
    const $ = await bureau.open('/bureau/definitions')
    for (const { id, definition } of MEASURES) assert.ok($(`#${id}`).text().includes(definition), id)
  })

  for (const role of ['owner', 'member', 'officer', 'manager'] as const) {
    it(`is not there for ${role}`, async () => {
      const { visitor } = await signedInAs(test, role)
      for (const address of ['/bureau', '/bureau/definitions', '/bureau/figures/disbursed', '/bureau/figures.xlsx']) {
        await visitor.get(address).expect(404)
      }
    })
  }
})
