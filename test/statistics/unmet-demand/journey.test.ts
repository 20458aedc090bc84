import assert from 'node:assert/strict'
import { systemActor } from '../../../src/audit/index.js'
import { startApp, today, type TestApp, type Visitor } from '../../support/app.js'
import { signedInAs } from '../../support/people.js'
import { enterRaw } from '../enter-raw.js'
import { stepRecords } from '../promises/step-records.js'

const everything = 'stretch=custom&from=2024-01-01&to=2026-12-31'

describe('the page about unmet demand', function () {
  this.timeout(120_000)
  let test: TestApp
  let bureau: Visitor

  before(async () => {
    test = await startApp({ now: () => today })
    await test.deps.samples.turnOn(systemActor)
    const raw = stepRecords(91, 150)
    const applications = raw.applications.map((one) =>
      one.bankId === null ? { ...one, state: 'expired' as const } : one,
    )
    await enterRaw(test, { ...raw, applications })
    bureau = (await signedInAs(test, 'bureau')).visitor
  })
  after(() => test.close())

  it('leads from every number to as many needs or requests', async () => {
    const $ = await bureau.open(`/bureau/unmet?${everything}`)
    const links = $('tbody a').toArray()
    assert.ok(links.length > 15)
    assert.ok(links.some((one) => ($(one).attr('href') ?? '').includes('list=guarantee')))
    assert.ok(links.some((one) => ($(one).attr('href') ?? '').includes('list=changed')))
    for (const one of links) {
      const list = await bureau.open($(one).attr('href') ?? '')
      assert.match(list('.lead').text(), new RegExp(`^${$(one).text()} 笔`), $(one).attr('href'))
    }
  })

  it('counts every need once over conditions, divisions and classes', async () => {
    const $ = await bureau.open(`/bureau/unmet?${everything}`)
    const said = /(\d+) 笔没有产品符合.*另有 (\d+) 笔申请/.exec($('.lead').text())
    const sum = (table: string, at: number) =>
      $(`#t-${table}`)
        .parent()
        .find('tbody tr')
        .toArray()
        .reduce((all, row) => all + Number($(row).find('td').eq(at).text()), 0)
    for (const table of ['blockers', 'division', 'green']) assert.equal(String(sum(table, 0)), said?.[1], table)
    assert.equal(String(sum('reasons', 0)), said?.[2])
    for (const table of ['division', 'green']) assert.equal(String(sum(table, 2)), said?.[2], table)
  })

  it('tries out a threshold, and says what cannot be tried', async () => {
    const $ = await bureau.open(`/bureau/unmet?${everything}`)
    const rule = $('#f-rule option').first().attr('value') ?? ''
    const tried = await bureau.open(`/bureau/unmet?${everything}&rule=${encodeURIComponent(rule)}&bound=100000`)
    assert.match(tried('.note.ok').text(), /改为 100,000.*最多解锁 \d+ 笔.*上界/)
    const response = await bureau.get('/bureau/unmet?rule=nonsense&bound=x').expect(422)
    assert.match(response.text, /请从列表中选择一个门槛/)
    assert.match(response.text, /新门槛请填数字/)
  })

  it('keeps the filter', async () => {
    const $ = await bureau.open(`/bureau/unmet?${everything}&size=${encodeURIComponent('小型')}`)
    const all = await bureau.open(`/bureau/unmet?${everything}`)
    const needs = (page: typeof $) => Number(/^(\d+) 笔需求/.exec(page('.lead').text())?.[1])
    assert.ok(needs($) > 0 && needs($) < needs(all))
    for (const one of $('tbody a').toArray()) assert.match($(one).attr('href') ?? '', /size=/)
    const none = await bureau.open('/bureau/unmet?stretch=custom&from=2020-01-01&to=2020-01-31')
    assert.match(none('.lead').text(), /^0 笔需求/)
  })

  it('goes out as a workbook, whole and by list', async () => {
    for (const address of ['unmet.xlsx', 'unmet/rows.xlsx?list=needs', 'unmet/rows.xlsx?list=requests']) {
      const response = await bureau.get(`/bureau/${address}`).expect(200)
      assert.match(response.headers['content-type'] ?? '', /spreadsheetml/)
    }
    for (const address of ['unmet/rows?list=nonsense', 'unmet/rows?list=changed', 'unmet.xlsx?bank=nobody'])
      await bureau.get(`/bureau/${address}`).expect(404)
  })

  it('says of what is invented that it is, and leads to no application then', async () => {
    const $ = await bureau.open(`/bureau/unmet?${everything}&bank=abc`)
    assert.match($('.strip').text(), /示例/)
    assert.equal($('#f-bank').length, 0)
    assert.match($('main').text(), /没有按所给机构筛选/)
    const list = await bureau.open(`/bureau/unmet/rows?${everything}&list=requests`)
    assert.equal(list('tbody a').length, 0)
  })

  for (const role of ['owner', 'member', 'officer', 'manager'] as const) {
    it(`is not there for ${role}`, async () => {
      const { visitor } = await signedInAs(test, role)
      for (const address of ['unmet', 'unmet.xlsx', 'unmet/rows?list=needs', 'unmet/rows.xlsx?list=needs'])
        await visitor.get(`/bureau/${address}`).expect(404)
    })
  }
})
