import assert from 'node:assert/strict'
import { startApp, today, type TestApp, type Visitor } from '../support/app.js'
import { signedInAs } from '../support/people.js'
import { rawRecords } from '../statistics/figures/raw-records.js'
import { recount } from '../statistics/figures/recount.js'
import { enterRaw } from '../statistics/enter-raw.js'
import { twoDecimals } from '../../src/kernel/text.js'

const nothing = { bank: null, division: null, green: null, size: null, section: null, purpose: null }

describe('the monthly bulletin', () => {
  let test: TestApp
  let bureau: Visitor
  const raw = rawRecords(5, 300)

  before(async () => {
    test = await startApp({ now: () => today })
    await enterRaw(test, raw)
    bureau = (await signedInAs(test, 'bureau')).visitor
  })
  after(() => test.close())

  it('is about the last full month unless another is asked for', async () => {
    const $ = await bureau.open('/bureau/reports/bulletin')
    assert.equal($('.big-month').text(), '2026年10月')
    assert.match($('header').text(), /编制日期：2026年11月22日/)
    const running = await bureau.open('/bureau/reports/bulletin?month=2026-11')
    assert.equal(running('.big-month').text(), '2026年11月（截至11月22日）')
    assert.match(running('main').text(), /本月未完/)
  })

  it('tells the figures of an independent recount, with the same month a year earlier and the year so far', async () => {
    const $ = await bureau.open('/bureau/reports/bulletin?month=2026-03')
    const of = (from: string, to: string) => recount(raw, { from, to, ...nothing })
    const [now, before, since] = [
      of('2026-03-01', '2026-03-31'),
      of('2025-03-01', '2025-03-31'),
      of('2026-01-01', '2026-03-31'),
    ]
    const wan = (fen: number | null | undefined) => twoDecimals((fen ?? 0) / 1_000_000)
    const cells = (name: string) =>
      $('table')
        .first()
        .find('tbody tr')
        .filter((_at, one) => $(one).find('th').contents().first().text() === name)
        .find('td.num')
        .toArray()
        .map((one) => $(one).text())
    const [disbursed, earlier, , year] = cells('投放金额')
    assert.deepEqual([disbursed, earlier, year], [wan(now.disbursed), wan(before.disbursed), wan(since.disbursed)])
    assert.equal(cells('贷款余额')[0], wan(now.balance))
    assert.equal(cells('贷款余额')[3], '期末数')
    const parts = $('section[aria-labelledby=b4] table').toArray()
    assert.equal(parts.length, 4)
    for (const table of parts) {
      const sum = $(table)
        .find('tbody tr')
        .toArray()
        .reduce((total, row) => total + Number($(row).find('td').eq(1).text().replaceAll(',', '')), 0)
      assert.ok(Math.abs(sum - (now.disbursed ?? 0) / 1_000_000) < 0.2, String(sum))
    }
  })
})
