import assert from 'node:assert/strict'
import type { CheerioAPI } from 'cheerio'
import { loadPage } from '../support/load-page.js'
import ExcelJS from 'exceljs'
import { startApp, type TestApp, type Visitor } from '../support/app.js'
import { approvedApplication } from '../support/loans.js'
import { openPerson, signedInAs } from '../support/people.js'

const METHODS = ['等额本息', '等额本金', '先息后本', '到期一次还本付息', '按计划还本'] as const

describe('a loan through its pages', () => {
  let test: TestApp
  let bank: Visitor
  let owner: Visitor
  let of: { bankId: string; enterpriseId: string }
  let now = new Date('2026-11-22T04:00:00Z')

  before(async () => {
    test = await startApp({ now: () => now })
    const [officer, boss] = [await openPerson(test, 'officer'), await openPerson(test, 'owner')]
    of = { bankId: officer.organisation.id, enterpriseId: boss.organisation.id }
    await turnTo('2026-11-22')
  })
  after(() => test.close())

  /** Noon of a day in China, never an earlier one. Sessions do not last that long, so people sign in anew. */
  async function turnTo(day: string): Promise<void> {
    now = new Date(`${day}T04:00:00Z`)
    const bankOf = { kind: 'bank', id: of.bankId } as const
    const enterpriseOf = { kind: 'enterprise', id: of.enterpriseId } as const
    bank = (await signedInAs(test, 'officer', { organisation: bankOf, name: '客户经理李' })).visitor
    owner = (await signedInAs(test, 'owner', { organisation: enterpriseOf, name: '赵总' })).visitor
  }

  const form = ($: CheerioAPI, end: string) => $(`form[action$="${end}"]`)
  async function submit(address: string, end: string, fields: Record<string, string | readonly string[]> = {}) {
    const $ = await bank.open(address)
    assert.equal(form($, end).length, 1, `${address} has no form ${end}`)
    return bank.submit($, `form[action$="${end}"]`, fields)
  }
  const text = ($: CheerioAPI) => $('main').text().replace(/\s+/g, ' ')

  async function sign(fields: Record<string, string>): Promise<string> {
    const { id } = await approvedApplication(test, of)
    const signed = await submit(`/bank/applications/${id}/contract`, '/contract', {
      signedOn: '2025-11-20',
      firstDueOn: '2025-12-20',
      maturity: '2026-11-20',
      guarantee: '抵押',
      contractNumber: `HT-${id}`,
      ...fields,
    })
    assert.equal(signed.status, 303, signed.text)
    return signed.headers.location ?? ''
  }

  const states = async (id: string) => (await test.deps.applications.movesOf(id)).map(({ action }) => action)

  for (const method of METHODS) {
    it(`is paid off by ${method} to the fen`, async () => {
      const plan = method === '按计划还本' ? '2026-03-31 100\n2026-11-20 400' : ''
      const loan = await sign({ method, plan, dayCount: 'actual/360', conditions: '' })
      assert.equal((await submit(loan, '/drawdowns', { madeOn: '2025-11-21', use: '付设备款' })).status, 303)
      const id = loan.split('/').at(-1) ?? ''
      const { dues } = await test.deps.loans.file('all', id)
      assert.equal(
        dues.reduce((sum, { principalFen }) => sum + principalFen, 0),
        500_000_000,
      )
      assert.equal((await submit(loan, '/drawing-end')).status, 303)
      const yuan = (fen: number) => (fen / 100).toFixed(2)
      for (const { dueOn, principalFen, interestFen } of dues) {
        const fields = { paidOn: dueOn, principal: yuan(principalFen), interest: yuan(interestFen) }
        const paid = await submit(loan, '/repayments', fields)
        assert.equal(paid.status, 303, paid.text)
      }
      const paidOff = await test.deps.loans.file('all', id)
      assert.equal(paidOff.loan.balanceFen, 0)
      assert.equal(paidOff.repayments.length, dues.length)
      assert.equal(
        paidOff.repayments.reduce((sum, { interestFen }) => sum + interestFen, 0),
        dues.reduce((sum, { interestFen }) => sum + interestFen, 0),
      )
      assert.equal((await submit(loan, '/closure')).status, 303)
    })
  }

  it('refuses a contract above what was approved, names every fault and keeps what was typed', async () => {
    const { id } = await approvedApplication(test, of)
    const refused = await submit(`/bank/applications/${id}/contract`, '/contract', {
      contractNumber: 'HT-坏',
      amount: '600',
      rate: '4.2',
      months: '24',
      guarantee: '信用',
      signedOn: '2026-11-30',
      firstDueOn: '2026-11-01',
      maturity: '2026-11-02',
      drawdowns: '明天 三百万',
    })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /第 1 行“明天 三百万”读不懂/)
    const again = await submit(`/bank/applications/${id}/contract`, '/contract', {
      contractNumber: 'HT-坏',
      amount: '600',
      rate: '4.2',
      months: '24',
      guarantee: '信用',
      signedOn: '2026-11-30',
      firstDueOn: '2026-11-01',
      maturity: '2026-11-02',
    })
    for (const part of [
      '审批金额 500 万元',
      '审批利率 3.60%',
      '审批期限 12 个月',
      '不能晚于今天',
      '到期日：',
      '首个还款日：',
    ]) {
      assert.ok(again.text.includes(part), part)
    }
    assert.match(again.text, /value="HT-坏"/)
    assert.equal((await test.deps.applications.get('all', id)).state, 'approved')
  })

  it('takes a contract number once a bank, and again at another bank', async () => {
    await sign({ contractNumber: 'HT-同号' })
    const { id } = await approvedApplication(test, of)
    const dates = { signedOn: '2026-11-20', firstDueOn: '2026-12-20', maturity: '2027-11-20', guarantee: '抵押' }
    const taken = await submit(`/bank/applications/${id}/contract`, '/contract', {
      contractNumber: 'HT-同号',
      ...dates,
    })
    assert.equal(taken.status, 422)
    assert.match(taken.text, /本行已有一份用这个编号的合同/)
    const other = await signedInAs(test, 'manager')
    const theirs = await approvedApplication(test, { ...of, bankId: other.person.organisation.id })
    const $ = await other.visitor.open(`/bank/applications/${theirs.id}/contract`)
    const signed = await other.visitor.submit($, 'form[action$="/contract"]', { contractNumber: 'HT-同号', ...dates })
    assert.equal(signed.status, 303)
  })

  it('says who was faster when the application has moved on', async () => {
    const { id } = await approvedApplication(test, of)
    const $ = await bank.open(`/bank/applications/${id}/contract`)
    await test.deps.applications.move('all', id, {
      action: 'withdraw',
      reason: '不再需要',
      mover: { kind: 'enterprise', actor: { accountId: null, role: 'owner', organisationId: null }, name: '赵总' },
    })
    const refused = await bank.submit($, 'form[action$="/contract"]', {
      contractNumber: 'HT-晚', signedOn: '2026-11-20', firstDueOn: '2026-12-20', maturity: '2027-11-20', guarantee: '抵押',
    }) // prettier-ignore
    assert.equal(refused.status, 409)
    assert.match(refused.text, /赵总/)
    assert.equal(await test.deps.loans.ofApplication('all', id), null)
    await bank.get(`/bank/applications/${id}/contract`).expect(409)
  })

  it('takes a wrong repayment back with its reason, which the enterprise reads too', async () => {
    const loan = await sign({ conditions: '' })
    assert.equal((await submit(loan, '/drawdowns', { madeOn: '2025-11-21', use: '付设备款' })).status, 303)
    const paid = await submit(loan, '/repayments', { principal: '100000.01', interest: '' })
    assert.equal(paid.status, 303, paid.text)
    const $ = await bank.open(loan)
    const link = $('a[href*="/repayments/"]').attr('href') ?? ''
    const empty = await submit(link, '/correction', { reason: '' })
    assert.equal(empty.status, 422)
    assert.equal((await submit(link, '/correction', { reason: '多打了一分钱' })).status, 303)
    const after = text(await bank.open(loan))
    assert.match(after, /已更正/)
    assert.match(after, /-100,000\.01 元/)
    const seen = text(await owner.open(loan.replace('/bank', '/enterprise')))
    assert.match(seen, /多打了一分钱/)
    const inbox = await Promise.all([1, 2, 3, 4].map((page) => owner.open(`/notices?page=${page}`)))
    assert.equal(inbox.filter(($) => text($).includes('一笔记录已更正')).length, 1)
    const again = await bank.get(link)
    assert.equal(again.status, 200)
    assert.equal((await submit(link, '/correction', { reason: '再更正一次' })).status, 409)
  })

  it('lists by state, overdue and text, with totals, and exports the same rows', async () => {
    const number = 'HT-清单-9'
    const due = { signedOn: '2026-10-20', firstDueOn: '2026-11-21', maturity: '2027-11-20' }
    const loan = await sign({ contractNumber: number, conditions: '', amount: '123.45', ...due })
    const q = encodeURIComponent(number)
    const before = text(await bank.open(`/bank/loans?q=${q}`))
    assert.match(before, /1 笔/)
    assert.match(before, /逾期未还\s*没有/)
    assert.equal((await submit(loan, '/drawdowns', { madeOn: '2026-10-21', use: '付设备款' })).status, 303)
    const found = text(await bank.open(`/bank/loans?q=${q}&overdue=yes`))
    assert.match(found, /余额\s*123\.45 万元/)
    assert.match(found, /2026年11月21日 起逾期/)
    assert.match(text(await bank.open(`/bank/loans?state=closed&q=${q}`)), /没有符合条件的贷款/)
    const sent = await bank
      .get(`/bank/loans.xlsx?q=${q}`)
      .buffer()
      .parse((res, done) => {
        const parts: Buffer[] = []
        res.on('data', (part: Buffer) => parts.push(part))
        res.on('end', () => done(null, Buffer.concat(parts)))
      })
    const book = new ExcelJS.Workbook()
    // The type of the library asks for an older Buffer.
    await book.xlsx.load(new Uint8Array(sent.body as Buffer).buffer)
    const rows = book.worksheets[0]?.getSheetValues() ?? []
    const [header, row] = [rows[1], rows[2]].map((one) => (Array.isArray(one) ? one.slice(1) : []))
    assert.equal(rows.length, 3)
    const of = (name: string) => row?.[header?.indexOf(name) ?? -1]
    assert.deepEqual(
      [of('合同编号'), of('余额（元）'), of('逾期天数'), of('状态')],
      [number, 1_234_500, 1, '投放中'],
    ) // prettier-ignore
    const open = await test.deps.loans.totals({ bankId: 'no-bank' }, {})
    assert.equal(open.count, 0)
  })

  it('lets the enterprise report what the project saved, once a year, and the bank verify it', async () => {
    const loan = await sign({
      conditions: '',
      signedOn: '2026-01-20',
      maturity: '2027-01-20',
      firstDueOn: '2026-02-20',
    })
    const page = loan.replace('/bank', '/enterprise')
    assert.match(text(await owner.open(page)), /首次投放的年度结束后才能填报/)
    const older = await sign({ conditions: '' })
    assert.equal((await submit(older, '/drawdowns', { madeOn: '2025-11-21', use: '付设备款' })).status, 303)
    const reported = older.replace('/bank', '/enterprise')
    const $ = await owner.open(reported)
    assert.match(text($), /2025 年的环境效益还没有填报/)
    const empty = await owner.submit($, 'form[action$="/benefits"]', { coal: '', carbon: '', basis: '电表计量' })
    assert.equal(empty.status, 422)
    assert.match(empty.text, /请至少填写一项/)
    const saved = await owner.submit($, 'form[action$="/benefits"]', { coal: '812.5', carbon: '', basis: '电表计量' })
    assert.equal(saved.status, 303)
    const other = { coal: '900', carbon: '', basis: '电表计量' }
    const overtaken = await owner.submit(loadPage(empty.text), 'form[action$="/benefits"]', other)
    assert.equal(overtaken.status, 409, 'not over what a colleague reported since the page was opened')
    assert.match(overtaken.text, new RegExp(`href="${reported}#benefits"`))
    const seen = text(await owner.open(reported))
    assert.match(seen, /项目节能量\s*812\.5 吨标准煤/)
    assert.match(seen, /项目减排量（二氧化碳）\s*未填写/, 'what is not known is not nothing')
    assert.match(seen, /2025 年末贷款余额 5,000,000\.00 元 ÷ 项目总投资 10,000,000\.00 元 = 50%/)
    assert.match(seen, /本笔贷款对应节能量\s*406\.25 吨标准煤/)
    const verified = await submit(older, '/benefits/2025', { note: '查验了电表和用能台账' })
    assert.equal(verified.status, 303)
    const after = await owner.open(reported)
    assert.match(text(after), /核实：客户经理李/)
    assert.equal(form(after, '/benefits').length, 0, 'a verified year is not mended')
  })

  it('is not found by another bank, another enterprise or the wrong desk', async () => {
    const loan = await sign({ conditions: '' })
    const stranger = await signedInAs(test, 'officer')
    await stranger.visitor.get(loan).expect(404)
    const other = await signedInAs(test, 'owner')
    await other.visitor.get(loan.replace('/bank', '/enterprise')).expect(404)
    await owner.get(loan).expect(404)
    const list = text(await stranger.visitor.open('/bank/loans'))
    assert.match(list, /还没有贷款/)
    assert.ok(await openPerson(test, 'bureau'))
  })

  it('keeps an enterprise with a running loan from closing itself, and says so', async () => {
    await sign({ conditions: '' })
    const { name } = await test.deps.enterprises.get('all', of.enterpriseId)
    const $ = await owner.open('/enterprise/data')
    const refused = await owner.submit($, 'form[action="/enterprise/closure"]', { name })
    assert.equal(refused.status, 409)
    assert.match(refused.text, /没有结清。.*结清后才能注销/)
    assert.equal((await test.deps.enterprises.get('all', of.enterpriseId)).status === 'closed', false)
    const everything = await test.deps.enterprises.exportEverything(of.enterpriseId)
    assert.ok(Array.isArray(everything.loans) && everything.loans.length > 0)
  })

  it('goes from the approval over two drawdowns and a missed date to the closing', async () => {
    const { id, number } = await approvedApplication(test, of)
    const contract = `/bank/applications/${id}/contract`
    const $ = await bank.open(contract)
    assert.equal($('#f-amount').val(), '500', 'what was approved stands in the form')
    assert.equal($('#f-conditions').val(), '设备抵押登记办妥\n采购合同已签订')
    const fields = {
      contractNumber: 'HT-2026-001',
      signedOn: '2026-11-20',
      firstDueOn: '2026-12-20',
      maturity: '2027-11-20',
      guarantee: '抵押',
      drawdowns: '2026-11-21 200\n2027-01-10，300万元',
    }
    const signed = await bank.submit($, 'form[action$="/contract"]', fields)
    assert.equal(signed.status, 303, signed.text)
    const loan = signed.headers.location ?? ''
    const twice = await bank.submit($, 'form[action$="/contract"]', fields)
    assert.equal(twice.headers.location, loan, 'a second click finds the loan')

    const refused = await submit(loan, '/drawdowns', { use: '付设备款，合同 12 号' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /提款条件：全部落实并勾选后才能投放/)
    assert.match(refused.text, /付设备款，合同 12 号/, 'what was typed stays')
    const draw = await submit(loan, '/drawdowns', { madeOn: '2026-11-21', use: '付设备款', fulfilled: ['0', '1'] })
    assert.equal(draw.status, 303, draw.text)
    const drawn = await bank.open(loan)
    assert.match(text(drawn), /投放中/)
    assert.match(text(drawn), /已投放\s*200 万元/)
    assert.match(text(drawn), /2027年1月10日，300 万元/)
    assert.deepEqual(await states(id), ['sign', 'draw'])

    await turnTo('2027-01-10')
    const late = await bank.open(loan)
    assert.match(text(late), /已逾期 21 天/)
    assert.match(text(await owner.open(loan.replace('/bank', '/enterprise'))), /已逾期 21 天/)
    const first = await submit(loan, '/repayments', {})
    assert.equal(first.status, 303, first.text)
    assert.doesNotMatch(text(await bank.open(loan)), /已逾期/)
    const second = await submit(loan, '/drawdowns', { use: '支付尾款' })
    assert.equal(second.status, 303, second.text)
    assert.equal((await submit(loan, '/drawing-end')).status, 303)
    assert.match(text(await bank.open(loan)), /还款中/)

    await turnTo('2027-11-20')
    for (let left = 10; form(await bank.open(loan), '/closure').length === 0; left -= 1) {
      assert.ok(left >= 0, 'the loan is never paid off')
      const paid = await submit(loan, '/repayments', {})
      assert.equal(paid.status, 303, paid.text)
    }
    assert.equal((await submit(loan, '/closure')).status, 303)
    const closed = await bank.open(loan)
    assert.match(text(closed), /已结清/)
    assert.match(text(closed), /没有待还的款项/)
    assert.equal(form(closed, '/repayments').length, 0, 'nothing can be recorded any more')
    assert.deepEqual(await states(id), ['sign', 'draw', 'draw', 'complete', 'close'])
    const application = await test.deps.applications.get('all', id)
    assert.equal(application.state, 'closed')
    assert.equal((await test.deps.audit.verify()).sound, true)
    assert.match(text(await owner.open('/enterprise/loans')), new RegExp(`${'HT-2026-001'}.*已结清`))
    assert.ok(number)
  })
})
