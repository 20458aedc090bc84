import assert from 'node:assert/strict'
import ExcelJS from 'exceljs'
import { homePathOf } from '../../src/menus.js'
import { startApp, type TestApp } from '../support/app.js'
import { banker, bringTo, caseAddress, caseAtBank, type Banker, type BankCase } from './bank-case.js'

describe('the queue page', function () {
  this.timeout(90_000)
  let test: TestApp
  let officer: Banker
  let manager: Banker
  const cases: BankCase[] = []
  const names = ($: Awaited<ReturnType<Banker['browser']['open']>>) =>
    $('.queue li')
      .toArray()
      .map((row) => $(row).find('b').first().text())

  before(async () => {
    test = await startApp()
    for (let made = 0; made < 22; made += 1) cases.push(await caseAtBank(test))
    const bankId = cases[0]?.bankId ?? ''
    officer = await banker(test, bankId, 'officer', '李强')
    manager = await banker(test, bankId, 'manager', '赵敏')
    for (const found of cases.slice(0, 2)) await bringTo(test, found, officer, 'contacted')
  })
  after(() => test.close())

  it('is where people of a bank begin their day', async () => {
    const $ = await officer.browser.open('/account')
    assert.equal($('.user-menu a').first().attr('href'), '/bank')
    assert.deepEqual([homePathOf('officer'), homePathOf('manager')], ['/bank', '/bank'])
  })

  it('shows the own cases first, twenty a page, with counts', async () => {
    const $ = await officer.browser.open('/bank')
    assert.match($('[role=status]').text(), /共 22 件/)
    assert.deepEqual(
      names($).slice(0, 2),
      cases.slice(0, 2).map(({ application }) => application.enterpriseName),
    )
    assert.equal(names($).length, 20)
    assert.match($('.stats').text(), /2由我负责20未分配22全部未办结/)
    assert.equal($('.queue progress').length, 20)
    const second = await officer.browser.open($('.pages [rel=next]').attr('href') ?? '')
    assert.equal(names(second).length, 2)
    assert.equal(names(await officer.browser.open('/bank?page=99')).length, 0)
  })

  it('keeps filters in the address, and says so when they leave nothing', async () => {
    const one = cases[3]?.application
    assert.deepEqual(names(await officer.browser.open(`/bank?q=${one?.number ?? ''}`)), [one?.enterpriseName])
    assert.equal(names(await officer.browser.open('/bank?step=contacted')).length, 2)
    assert.equal(names(await officer.browser.open('/bank?who=mine&sort=amount')).length, 2)
    const empty = await officer.browser.open('/bank?q=没有这一家')
    assert.match(empty('.empty').text(), /没有符合条件的申请/)
    assert.equal(empty('#f-q').val(), '没有这一家')
    const ended = await officer.browser.open('/bank?step=ended')
    assert.match(ended('[role=status]').text(), /共 0 件/)
    assert.match(ended('.stats').text(), /22全部未办结/)
  })

  it('takes any address for a queue', async () => {
    for (const query of ['q[]=1', 'step=x&who=&due=%00', 'page=-1', 'sort=__proto__', `q=${'长'.repeat(500)}`]) {
      assert.equal((await officer.browser.get(`/bank?${query}`)).status, 200, query)
    }
  })

  it('is exported as a workbook with the filters, all pages of it', async () => {
    const response = await officer.browser
      .get('/bank/applications.xlsx?who=unassigned')
      .buffer(true)
      .parse((res, done) => {
        const parts: Buffer[] = []
        res.on('data', (part: Buffer) => parts.push(part))
        res.on('end', () => done(null, Buffer.concat(parts)))
      })
    assert.match(response.headers['content-disposition'] ?? '', /attachment/)
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load(response.body as ExcelJS.Buffer)
    const sheet = workbook.worksheets[0]
    assert.equal(sheet?.rowCount, 21)
    assert.equal(sheet.getCell('E2').value, 50)
    assert.equal(sheet.getCell('J2').value, '未分配')
  })

  it('is empty for a bank that nobody applied to, and says where to look', async () => {
    const other = await banker(test, 'bank-without')
    const $ = await other.browser.open('/bank')
    assert.match($('.empty').text(), /需求大厅/)
  })

  it('shows a manager all of the bank, and what waits for a decision first', async () => {
    const found = cases[5]
    assert.ok(found)
    const application = await bringTo(test, found, officer, 'chosen')
    await test.deps.review.setThreshold(manager.user, { fourEyesFen: 1_000_000, shown: 0 })
    await test.deps.review.decide(
      { user: officer.user, id: application.id, shown: application.version },
      { kind: 'approve', decision: { amountFen: 1_000_000, rateBp: 345, months: 12, conditions: '减额' } },
    )
    const $ = await manager.browser.open('/bank')
    assert.equal(names($)[0], application.enterpriseName)
    assert.match($('.queue li').first().text(), /待我审批/)
    assert.match($('.stats').text(), /1待我审批/)
    const beside = await manager.browser.open(caseAddress(cases[20]?.application ?? application))
    assert.equal(beside('.queue [aria-current]').length > 0, true, 'the open case is among the rows beside it')
  })
})

describe('hostile forms of the bank desk', function () {
  this.timeout(90_000)
  let test: TestApp
  let officer: Banker
  let found: BankCase
  before(async () => {
    test = await startApp()
    found = await caseAtBank(test)
    officer = await banker(test, found.bankId)
    await bringTo(test, found, officer, 'due_diligence')
  })
  after(() => test.close())

  const nasty = [
    '<script>alert(1)</script>',
    '{"$gt":""}',
    '\u0000',
    '‮',
    '9'.repeat(5000),
    '1e400',
    '-0',
    '=cmd|1',
    '\\',
  ]
  const forms: readonly (readonly [string, string, readonly string[]])[] = [
    ['steps', 'offer', ['amount', 'rate', 'months', 'method', 'plan', 'validUntil', 'fee-other-amount', 'conditions']],
    ['steps', 'ask', ['items', 'note', 'pick-1']],
    ['steps', 'decline', ['code', 'text', 'condition']],
    ['steps', 'visit', ['plannedOn', 'place', 'note']],
    ['notes', '', ['remark']],
    ['checks', '', ['fact', 'against']],
    ['proposal', '', ['then', 'reason']],
    ['contest', '', ['upheld', 'answer']],
  ]

  it('are answered with a page and change nothing they should not', async () => {
    const $ = await officer.browser.open(caseAddress(found.application))
    const csrf = $('[name=_csrf]').first().attr('value') ?? ''
    for (const [end, step, fields] of forms) {
      for (const text of nasty) {
        const sent = {
          _csrf: csrf,
          version: '0',
          ...(step && { do: step }),
          ...Object.fromEntries(fields.map((name) => [name, text])),
        }
        const response = await officer.browser.post(`${caseAddress(found.application)}/${end}`, sent)
        assert.ok([303, 409, 422].includes(response.status), `${end} ${step} ${text.slice(0, 20)}: ${response.status}`)
        assert.doesNotMatch(response.text, /<script>alert/)
      }
      const doubled = await officer.browser.post(`${caseAddress(found.application)}/${end}`, {
        ...{ _csrf: csrf, version: '0', ...(step && { do: step }) },
        ...Object.fromEntries(fields.map((name) => [name, ['1', '2']])),
        unknown: 'x',
      })
      assert.equal(doubled.status, 422, `${end} ${step}`)
    }
    const { state, offer, asked, refusal } = await test.deps.applications.get('all', found.application.id)
    assert.deepEqual([state, offer, asked, refusal], ['due_diligence', null, null, null])
  })

  it('refuse an old version whatever else they say', async () => {
    for (const version of ['0', '-1', 'x', '999999999', '']) {
      const $ = await officer.browser.open(`${caseAddress(found.application)}?do=ask`)
      const response = await officer.browser.submit($, '#step', { version, items: '流水' })
      assert.equal(response.status, 409, version)
    }
  })
})
