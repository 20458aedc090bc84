import assert from 'node:assert/strict'
import ExcelJS from 'exceljs'
import { systemActor } from '../../src/audit/index.js'
import { inTransaction, newRecordId } from '../../src/db/index.js'
import type { Application } from '../../src/applications/index.js'
import type { Signature } from '../../src/loans/use-cases/sign-contract.js'
import { addMonths } from '../../src/kernel/dates.js'
import { startApp, type TestApp, type Visitor } from '../support/app.js'
import { approvedApplication, clerk, drawing, signedLoan, type SignedLoan } from '../support/loans.js'
import { signedInAs } from '../support/people.js'
import { creditCode } from '../registers/workbooks.js'
import { downloaded } from './download.js'

const wan = (amount: number) => amount * 1_000_000

describe('the loan ledger', () => {
  let test: TestApp
  let bureau: Visitor
  let now = new Date('2026-11-22T04:00:00Z')
  const at = (day: string) => {
    now = new Date(`${day}T04:00:00Z`)
  }
  const enterprises: string[] = []
  let watched: SignedLoan
  let corrected: SignedLoan

  const register = async (number: number) => {
    const given = { creditCode: creditCode(number), name: `棉纺企业${number}`, division: '第八师', industry: '1711' }
    const { id } = await inTransaction(test.deps.db.connection, (session) =>
      test.deps.enterprises.register(session, given, systemActor),
    )
    enterprises.push(id)
  }

  /** Signed and paid out on a day. */
  async function lend(
    bankId: string,
    day: string,
    fen: number,
    given: Partial<Application> = {},
    contract: Partial<Signature['contract']> = {},
  ): Promise<SignedLoan> {
    at(day)
    const terms = { signedOn: day, firstDueOn: '2026-12-20', maturity: addMonths(day, 12), ...contract }
    const of = { bankId, enterpriseId: enterprises[0] ?? '', ...given }
    const signed = await signedLoan(test, of, terms)
    const drawn = await test.deps.loans.draw('all', signed.loan.id, drawing({ madeOn: day, amountFen: fen }), clerk)
    assert.ok(drawn.ok, drawn.ok ? '' : drawn.error.map(({ message }) => message).join())
    return { ...signed, loan: drawn.value }
  }
  const classed = async (greenCode: string | null) => {
    const { dimensions } = await approvedApplication(test, { bankId: 'abc', enterpriseId: enterprises[0] ?? '' })
    return { dimensions: { ...dimensions, greenCode } }
  }

  before(async function () {
    this.timeout(60_000)
    test = await startApp({ now: () => now })
    at('2025-12-01')
    await register(1)
    await register(2)
    await lend('icbc', '2025-12-20', wan(100), { enterpriseId: enterprises[1] ?? '' })
    const plan = [
      { dueOn: '2026-09-20', principalFen: wan(200) },
      { dueOn: '2027-03-10', principalFen: wan(300) },
    ]
    watched = await lend(
      'abc',
      '2026-03-10',
      wan(500),
      {},
      { method: '按计划还本', plan, firstDueOn: '2026-09-20', maturity: '2027-03-10' },
    )
    corrected = await lend('boc', '2026-08-01', wan(300))
    at('2026-08-03')
    const { drawdowns } = await test.deps.loans.file('all', corrected.loan.id)
    const of = { loanId: corrected.loan.id, id: drawdowns[0]?.id ?? '' }
    assert.ok((await test.deps.loans.correctDrawdown('all', of, '重复登记', clerk)).ok)
    await lend('abc', '2026-06-01', wan(40), await classed(''))
    await lend('abc', '2026-06-02', wan(60), await classed(null))
    await approvedApplication(test, { bankId: 'abc', enterpriseId: enterprises[0] ?? '', state: 'withdrawn' })
    const quality = (day: string, what: '关注' | '次级') => {
      at(day)
      const order = { quality: what, from: day, reason: '经营下滑' }
      return test.deps.loans.changeQuality('all', watched.loan.id, order, clerk)
    }
    assert.ok((await quality('2026-09-25', '关注')).ok)
    at('2026-10-10')
    const paid = { paidOn: '2026-10-10', principalFen: wan(50), prepaidFen: 0, interestFen: 0, otherFen: 0 }
    assert.ok((await test.deps.loans.repay('all', watched.loan.id, { ...paid, key: newRecordId() }, clerk)).ok)
    assert.ok((await quality('2026-11-05', '次级')).ok)
    at('2026-11-22')
    bureau = (await signedInAs(test, 'bureau')).visitor
  })
  after(() => test.close())
  beforeEach(() => {
    at('2026-11-22')
  })

  type Line = Readonly<Record<string, ExcelJS.CellValue>>
  /** The rows of the ledger of a day, by the words over its columns. */
  async function ledgerOn(query: string): Promise<{ readonly lines: readonly Line[]; readonly cover: string }> {
    const workbook = new ExcelJS.Workbook()
    const bytes = await downloaded(bureau.get(`/bureau/reports/loans.xlsx?${query}`))
    await workbook.xlsx.load(bytes as unknown as ExcelJS.Buffer)
    const [notes, sheet] = workbook.worksheets
    assert.ok(notes && sheet)
    const headers = (sheet.getRow(1).values as ExcelJS.CellValue[]).slice(1).map(String)
    const lines: Line[] = []
    sheet.eachRow((row, number) => {
      if (number === 1) return
      lines.push(Object.fromEntries(headers.map((header, column) => [header, row.getCell(column + 1).value])))
    })
    const cover: string[] = []
    notes.eachRow((row) => cover.push(`${row.getCell(1).text}：${row.getCell(2).text}`))
    return { lines, cover: cover.join('\n') }
  }
  const lineOf = (lines: readonly Line[], { loan }: SignedLoan): Line => {
    const found = lines.find((line) => line['合同编号*'] === loan.contractNumber)
    assert.ok(found, `${loan.contractNumber} is not in the ledger`)
    return found
  }

  it('tells each loan as it stood on the day: balance, quality and what was overdue', async () => {
    const { lines } = await ledgerOn('on=2026-10-31')
    const line = lineOf(lines, watched)
    assert.equal(line['累计发放（元）*'], 5_000_000)
    assert.equal(line['累计还本（元）*'], 500_000)
    assert.equal(line['贷款余额（元）*'], 4_500_000)
    assert.equal(line['五级分类'], '关注', 'what came in November does not count in October')
    assert.equal(line['逾期本金（元）*'], 1_500_000)
    at('2026-10-31')
    const overdue = (await test.deps.loans.overdue('all')).get(watched.loan.id)
    assert.ok((overdue?.interestFen ?? 0) > 0)
    assert.equal(line['逾期利息（元）*'], (overdue?.interestFen ?? 0) / 100)
  })

  it('does not call overdue what is due on the day itself, and tells another day another way', async () => {
    const on = async (day: string) => lineOf((await ledgerOn(`on=${day}`)).lines, watched)
    const due = await on('2026-09-20')
    assert.deepEqual([due['逾期本金（元）*'], due['五级分类']], [0, '正常'])
    const missed = await on('2026-09-21')
    assert.deepEqual([missed['逾期本金（元）*'], missed['贷款余额（元）*']], [2_000_000, 5_000_000])
    const later = await on('2026-11-22')
    assert.equal(later['五级分类'], '次级')
  })

  it('has numbers as numbers, days as days, and the code of every borrower', async () => {
    const { lines } = await ledgerOn('on=2026-10-31')
    const line = lineOf(lines, watched)
    assert.equal(line['统一社会信用代码'], creditCode(1))
    assert.deepEqual(line['签约日*'], new Date('2026-03-10T00:00:00Z'))
    assert.equal(line['年利率（%）*'], 3.6)
    assert.deepEqual([line['行业代码'], line['绿色类别代码'], line['目录版本']], ['1711', '1.1.1', '2025年版'])
    assert.equal(line['首贷'], '是')
    assert.equal(line['项目年节能量（吨标准煤）'], 800)
    // 450 of 1,000 万.
    assert.ok(Math.abs(Number(line['归因年节能量（吨标准煤）']) - 360) < 1e-9)
  })

  it('keeps the year apart: what was paid out before the period is in the balance alone', async () => {
    const { lines } = await ledgerOn('on=2026-10-31')
    const old = lines.find((line) => line['机构*'] === '中国工商银行')
    assert.ok(old)
    assert.deepEqual(
      [old['期间发放（元）*'], old['累计发放（元）*'], old['贷款余额（元）*']],
      [0, 1_000_000, 1_000_000],
    )
    const { lines: december } = await ledgerOn('on=2025-12-31')
    assert.equal(december.length, 1)
    assert.equal(december[0]?.['期间发放（元）*'], 1_000_000)
    const { lines: before } = await ledgerOn('on=2025-12-19')
    assert.equal(before.length, 0, 'a day without a loan has a dataset without rows')
    const { lines: fromThen } = await ledgerOn('on=2026-10-31&since=2025-12-01')
    assert.equal(fromThen.find((line) => line['机构*'] === '中国工商银行')?.['期间发放（元）*'], 1_000_000)
  })

  it('keeps a corrected payout as a contract without money, and has no row of a withdrawn application', async () => {
    const { lines } = await ledgerOn('on=2026-10-31')
    const line = lineOf(lines, corrected)
    assert.deepEqual([line['累计发放（元）*'], line['贷款余额（元）*'], line['合同金额（元）*']], [0, 0, 5_000_000])
    assert.equal(line['归因年节能量（吨标准煤）'], 0)
    assert.equal(lines.length, 3)
  })

  it('holds green loans, says how many it leaves out for want of a class, or holds all', async () => {
    const green = await ledgerOn('on=2026-10-31')
    assert.match(green.cover, /没有列入：绿色类别未填写的贷款 1 笔/)
    const all = await ledgerOn('on=2026-10-31&scope=all')
    assert.deepEqual(
      all.lines.map((line) => line['绿色类别代码']).sort(),
      ['1.1.1', '1.1.1', '1.1.1', '非绿色', null].sort(),
    )
    const $ = await bureau.open('/bureau/figures/balance?stretch=custom&from=2026-01-01&to=2026-10-31')
    const sum = all.lines.reduce((total, line) => total + Number(line['贷款余额（元）*']), 0)
    assert.equal(sum, 6_500_000)
    assert.match($('.lead').text(), /650\.00/)
    assert.match(all.cover, /贷款余额合计：6,500,000\.00 元/)
    assert.match(all.cover, /统计日：2026年10月31日/)
  })

  it('records who took it along, and with which filter', async () => {
    await ledgerOn('on=2026-10-31&scope=all')
    const { events } = await test.deps.audit.list({ name: 'LOAN_LEDGER_EXPORTED' }, { number: 1, size: 1 })
    assert.equal(events[0]?.actor.role, 'bureau')
    assert.deepEqual(JSON.parse(events[0]?.detail ?? ''), {
      on: '2026-10-31',
      rows: 5,
      scope: 'all',
      since: '2026-01-01',
    })
  })

  it('shows the checks, all passed, with the way to the file', async () => {
    const $ = await bureau.open('/bureau/reports/loans?on=2026-10-31')
    assert.equal($('.tag.fail').length, 0)
    assert.equal($('.tag.pass').length, 14)
    assert.match($('a[download]').attr('href') ?? '', /loans\.xlsx\?on=2026-10-31/)
  })

  it('is refused as long as one record is inconsistent, naming it; nothing can be taken along', async () => {
    const loans = test.deps.db.connection.collection<{ _id: string }>('loans')
    const { id, contractNumber, dimensions } = watched.loan
    await loans.updateOne({ _id: id }, { $set: { dimensions: { ...dimensions, greenCode: '1.9.99' } } })
    const count = async () =>
      (await test.deps.audit.list({ name: 'LOAN_LEDGER_EXPORTED' }, { number: 1, size: 1 })).total
    const before = await count()
    try {
      for (const address of ['/bureau/reports/loans', '/bureau/reports/loans.xlsx']) {
        const response = await bureau.get(`${address}?on=2026-10-31`).expect(422)
        assert.match(response.headers['content-type'] ?? '', /html/)
        assert.match(response.text, /目录中没有“1\.9\.99”/)
        assert.ok(response.text.includes(contractNumber))
        assert.doesNotMatch(response.text, /href="[^"]*loans\.xlsx/)
      }
      assert.equal(await count(), before)
    } finally {
      await loans.updateOne({ _id: id }, { $set: { dimensions } })
    }
    await bureau.get('/bureau/reports/loans?on=2026-10-31').expect(200)
  })

  it('is refused when its sums are not those of the overview', async () => {
    const drawdowns = test.deps.db.connection.collection('loan_drawdowns')
    // Behind the back of the audit log, so that the figures do not know of it.
    await drawdowns.updateOne({ loanId: watched.loan.id }, { $inc: { amountFen: -1 } })
    try {
      const response = await bureau.get('/bureau/reports/loans?on=2026-10-31').expect(422)
      assert.match(response.text, /贷款余额：各行合计 5,499,999\.99 元，总览为 5,500,000\.00 元/)
    } finally {
      await drawdowns.updateOne({ loanId: watched.loan.id }, { $inc: { amountFen: 1 } })
    }
  })

  for (const [query, wrong] of [
    ['', /日期请写成/],
    ['on=2026-02-30', /日期请写成/],
    ['on=2027-01-01', /还没有到/],
    ['on=2026-10-31&since=2026-11-01', /晚于统计日/],
    ['on=2026-10-31&scope=grey', /没有这个范围/],
  ] as const) {
    it(`is not drawn up for “${query}”`, async () => {
      for (const address of ['/bureau/reports/loans', '/bureau/reports/loans.xlsx']) {
        const response = await bureau.get(`${address}?${query}`).expect(422)
        assert.match(response.text, wrong)
      }
    })
  }

  for (const role of ['owner', 'member', 'officer', 'manager'] as const) {
    it(`is not there for ${role}, nor any other report`, async () => {
      const { visitor } = await signedInAs(test, role)
      for (const end of ['', '/bulletin', '/loans?on=2026-10-31', '/loans.xlsx?on=2026-10-31', '/ledger-check']) {
        await visitor.get(`/bureau/reports${end}`).expect(404)
      }
    })
  }

  it('can be opened by the centre as well', async () => {
    const { visitor } = await signedInAs(test, 'administrator')
    await visitor.open('/bureau/reports')
    await visitor.open('/bureau/reports/loans?on=2026-10-31')
  })
})
