import assert from 'node:assert/strict'
import { startApp, today, type TestApp, type Visitor } from '../../support/app.js'
import { signedInAs } from '../../support/people.js'
import type { Raw } from '../figures/raw-records.js'
import { enterRaw } from '../enter-raw.js'
import { stepRecords } from '../promises/step-records.js'

const everything = 'stretch=custom&from=2024-01-01&to=2026-12-31'

/** Nobody takes what comes from the first division: a difference that is no chance. */
function slighted(raw: Raw): Raw {
  const untaken = ({ dimensions }: { dimensions: { division: string | null } }) => dimensions.division === '第一师'
  return {
    ...raw,
    applications: raw.applications.map((one) =>
      untaken(one) ? { ...one, reached: { submitted: one.submittedAt }, decision: null, state: 'submitted' } : one,
    ),
  }
}

describe('the page about fairness', () => {
  let test: TestApp
  let bureau: Visitor

  before(async () => {
    test = await startApp({ now: () => today })
    await enterRaw(test, slighted(stepRecords(51, 300)))
    bureau = (await signedInAs(test, 'bureau')).visitor
  })
  after(() => test.close())

  it('says in words which group differs, with the numbers and where they come from', async () => {
    const $ = await bureau.open(`/bureau/fairness?${everything}`)
    const said = $('#found').parent().text()
    assert.match(said, /第一师阿拉尔市：受理率 0%（0\/\d+，其他 [\d.]+%），低于其他，超出偶然，p<0\.001/)
    assert.match($('main').text(), /Benjamini–Hochberg/)
    assert.equal($('table').length, 5)
  })

  it('leads from every number to as many requests', async function () {
    this.timeout(60_000)
    const $ = await bureau.open(`/bureau/fairness?${everything}`)
    const cells = $('tbody td a').toArray()
    assert.ok(cells.length > 50)
    for (const one of cells.filter((_one, at) => at % 3 === 0)) {
      const beside = $(one).closest('td').find('.quiet').first().text()
      const expected = /^(\d+)(?:\/| 笔)/.exec(beside)?.[1] ?? $(one).text()
      const list = await bureau.open($(one).attr('href') ?? '')
      assert.equal(list('.lead').text(), `${expected.replace(',', '')} 笔`, $(one).attr('href'))
    }
  })

  it('keeps the filter, and compares nothing where there is nothing', async () => {
    const $ = await bureau.open(`/bureau/fairness?${everything}&division=${encodeURIComponent('第八师')}`)
    assert.equal($('table').first().find('tbody tr').length, 1)
    assert.match($('#found').parent().text(), /没有发现超出偶然的差异。这不等于没有差异/)
    const empty = await bureau.open('/bureau/fairness?stretch=custom&from=2020-01-01&to=2020-01-31')
    assert.match(empty('main').text(), /没有申请/)
  })

  it('goes out as a workbook, whole and by list', async () => {
    for (const address of ['fairness.xlsx', 'fairness/rows.xlsx?by=zone&group=%E5%8D%97%E7%96%86&what=all']) {
      const response = await bureau.get(`/bureau/${address}`).expect(200)
      assert.match(response.headers['content-type'] ?? '', /spreadsheetml/)
    }
    await bureau.get('/bureau/fairness/rows?by=zone&group=x&what=constructor').expect(404)
    await bureau.get('/bureau/fairness.xlsx?bank=nobody').expect(404)
  })

  it('does not let a bank be asked for by name while anything is invented', async () => {
    await enterRaw(test, { requests: [], applications: [], loans: [], drawdowns: [], repayments: [] })
    const one = stepRecords(52, 1, true)
    await enterRaw(test, {
      ...one,
      requests: one.requests.map((row) => ({ ...row, id: 'x1', key: 'x1', number: 'X1', isSample: true })),
      applications: [],
      ...{ loans: [], drawdowns: [], repayments: [] },
    })
    const $ = await bureau.open(`/bureau/fairness?${everything}&bank=abc`)
    assert.equal($('#f-bank').length, 0)
    assert.match($('main').text(), /没有按所给机构筛选/)
    const list = await bureau.open(`/bureau/fairness/rows?${everything}&by=zone&group=%E5%8D%97%E7%96%86&what=all`)
    assert.equal(list('tbody a').length, 0)
  })

  for (const role of ['owner', 'member', 'officer', 'manager'] as const) {
    it(`is not there for ${role}`, async () => {
      const { visitor } = await signedInAs(test, role)
      for (const address of ['fairness', 'fairness.xlsx', 'fairness/rows', 'fairness/rows.xlsx'])
        await visitor.get(`/bureau/${address}`).expect(404)
    })
  }
})
