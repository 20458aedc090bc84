import assert from 'node:assert/strict'
import { startApp, today, type TestApp, type Visitor } from '../../support/app.js'
import { signedInAs } from '../../support/people.js'
import { enterRaw } from '../enter-raw.js'
import { stepRecords } from './step-records.js'

const REAL = /工商银行|农业银行|中国银行|兴业银行/
/** Real ids as they would stand in an address. */
const IDS = /[=/](abc|icbc|cib|boc)\b/
const everything = 'stretch=custom&from=2024-01-01&to=2026-12-31'

describe('the ledger of promises on its page', () => {
  describe('of real applications', () => {
    let test: TestApp
    let bureau: Visitor

    before(async () => {
      test = await startApp({ now: () => today })
      await enterRaw(test, stepRecords(31, 200))
      bureau = (await signedInAs(test, 'bureau')).visitor
    })
    after(() => test.close())

    it('names the banks, and every number leads to a list of as many rows', async function () {
      this.timeout(60_000)
      const $ = await bureau.open(`/bureau/promises?${everything}`)
      assert.match($('main').text(), REAL)
      assert.equal($('table').length, 5)
      const counted = $('td.num a')
        .toArray()
        .map((one) => ({ says: $(one).text(), label: $(one).closest('td').attr('data-l'), href: $(one).attr('href') }))
        .filter(({ says, label }) => /^[\d,]+$/.test(says) && ['办结', '按时', '现在逾期', '派单', '有利率差的审批'].includes(label ?? '')) // prettier-ignore
      assert.ok(counted.length > 40)
      for (const { says, href } of counted) {
        const list = await bureau.open(href ?? '')
        assert.equal(list('.lead').text(), `${says.replace(',', '')} 项`, href)
      }
    })

    it('narrows by bank, and leads from a row to its application', async () => {
      const $ = await bureau.open(`/bureau/promises?${everything}&bank=abc`)
      assert.equal($('table').first().find('tbody tr').length, 1)
      const list = await bureau.open(`/bureau/promises/rows?${everything}&kind=ended&step=claim&as=abc`)
      assert.match(list('tbody a').first().attr('href') ?? '', /^\/bureau\/applications\//)
      assert.match(list('main').text(), /机构：/)
    })

    it('goes out as a workbook, whole and by list', async () => {
      for (const address of ['promises.xlsx', 'promises/rows.xlsx?kind=dispatched']) {
        const response = await bureau.get(`/bureau/${address}`).expect(200)
        assert.match(response.headers['content-type'] ?? '', /spreadsheetml/)
      }
    })

    it('answers 404 to a list that there is not, and 422 to a filter that cannot be', async () => {
      await bureau.get('/bureau/promises/rows?kind=nonsense').expect(404)
      await bureau.get('/bureau/promises/rows?kind=ended&as=nobody').expect(404)
      await bureau.get('/bureau/promises/rows.xlsx?kind=ended&bank=nobody').expect(404)
      await bureau.get('/bureau/promises?bank=nobody').expect(422)
    })

    it('says so when there is nothing', async () => {
      const $ = await bureau.open('/bureau/promises?stretch=custom&from=2020-01-01&to=2020-12-31&division=?')
      assert.match($('main').text(), /承诺台账/)
      assert.equal($('.errors').length, 0)
    })

    for (const role of ['owner', 'member', 'officer', 'manager'] as const) {
      it(`is not there for ${role}`, async () => {
        const { visitor } = await signedInAs(test, role)
        for (const address of [
          'promises',
          'promises.xlsx',
          'promises/rows?kind=ended',
          'promises/rows.xlsx?kind=ended',
        ])
          await visitor.get(`/bureau/${address}`).expect(404)
      })
    }
  })

  describe('with invented applications among them', () => {
    let test: TestApp
    let bureau: Visitor

    before(async () => {
      test = await startApp({ now: () => today })
      await enterRaw(test, stepRecords(32, 120, true))
      bureau = (await signedInAs(test, 'bureau')).visitor
    })
    after(() => test.close())

    it('names no bank: not in words, not in links, not in the filter', async function () {
      this.timeout(60_000)
      const pages = [`/bureau/promises?${everything}`]
      const $ = await bureau.open(pages[0] ?? '')
      assert.match($('main').text(), /示例机构甲|示例机构乙|示例机构丙/)
      assert.equal($('#f-bank').length, 0)
      for (const one of $('table tbody tr:first-child a').toArray()) pages.push($(one).attr('href') ?? '')
      assert.ok(pages.length > 15)
      for (const address of pages) {
        const { text } = await bureau.get(address).expect(200)
        assert.doesNotMatch(text, REAL, address)
        assert.doesNotMatch(text, IDS, address)
        assert.doesNotMatch(text, /LQ-\d|N-a\d|\/bureau\/applications\//, address)
      }
    })

    it('does not answer of a bank that is asked for by its real name', async () => {
      const $ = await bureau.open(`/bureau/promises?${everything}&bank=abc`)
      const whole = await bureau.open(`/bureau/promises?${everything}`)
      assert.equal($('table').first().text(), whole('table').first().text())
      assert.match($('main').text(), /没有按所给机构筛选/)
      await bureau.get(`/bureau/promises/rows?${everything}&kind=ended&as=abc`).expect(404)
    })

    it('calls a bank the same under any filter', async () => {
      const line = async (query: string) => {
        const $ = await bureau.open(
          `/bureau/promises/rows?${everything}&kind=dispatched&as=${encodeURIComponent(mark)}${query}`,
        )
        return $('tbody tr').length
      }
      const $ = await bureau.open(`/bureau/promises?${everything}`)
      const mark = $('table').last().find('tbody th').first().text().replace('示例机构', '')
      const all = await line('')
      let parts = 0
      for (const division of ['第一师', '第七师', '第八师', 'none', '?'])
        parts += await line(`&division=${encodeURIComponent(division)}`)
      assert.equal(parts, all)
    })
  })
})
