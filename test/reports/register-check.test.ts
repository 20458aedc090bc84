import assert from 'node:assert/strict'
import ExcelJS from 'exceljs'
import { loadPage } from '../support/load-page.js'
import supertest from 'supertest'
import { REGISTER_COLUMNS, registerCells, type RegisterKey } from '../../src/reports/rules/register-columns.js'
import { readRegister } from '../../src/reports/read-register.js'
import { headingOf } from '../../src/spreadsheets/write-workbook.js'
import { startApp, type TestApp } from '../support/app.js'
import { openPerson, password } from '../support/people.js'
import { workbookOf } from '../registers/workbooks.js'
import { soundLoan } from './register-rows.js'

const sound = [soundLoan(1), soundLoan(2, { greenCode: '', green: '非绿色', catalogue: null }), soundLoan(3)]
const headers = REGISTER_COLUMNS.map(headingOf)
const at = (id: RegisterKey) => REGISTER_COLUMNS.findIndex((column) => column.id === id)
type Cells = (string | number | Date | null)[]

const cellsOf = (change: (rows: Cells[]) => void = () => undefined): Cells[] => {
  const rows = sound.map((row): Cells => [...registerCells(row)])
  change(rows)
  return rows
}
const ledgerFile = (change?: (rows: Cells[]) => void, header = headers) => workbookOf([header, ...cellsOf(change)])

describe('a ledger that a bank sends', () => {
  let test: TestApp
  let agent: ReturnType<typeof supertest.agent>

  before(async () => {
    test = await startApp()
    const { email } = await openPerson(test, 'bureau')
    agent = supertest.agent(test.app)
    const page = loadPage((await agent.get('/sign-in').expect(200)).text)
    const fields = { _csrf: String(page('#sign-in [name=_csrf]').val()), email, password }
    await agent.post('/sign-in').set('Sec-Fetch-Site', 'same-origin').type('form').send(fields).expect(303)
  })
  after(() => test.close())

  async function check(bytes: Buffer, on = '2026-10-31', name = '台账.xlsx') {
    const page = loadPage((await agent.get('/bureau/reports/ledger-check').expect(200)).text)
    return agent
      .post('/bureau/reports/ledger-check')
      .set('Sec-Fetch-Site', 'same-origin')
      .field('_csrf', String(page('#check [name=_csrf]').val()))
      .field('on', on)
      .attach('file', bytes, { filename: name, contentType: 'application/octet-stream' })
  }
  const lines = (html: string) => {
    const $ = loadPage(html)
    const rows = $('#l3').parent().find('tbody tr').toArray()
    return rows.map((row) => [$(row).find('th').text(), $(row).find('td').last().text()] as const)
  }

  it('reads back just what the export wrote', async () => {
    const { rows, unread, fault } = await readRegister(await ledgerFile())
    assert.deepEqual([unread, fault], [[], null])
    assert.deepEqual(
      rows.map(({ loan }) => loan),
      sound,
    )
    assert.deepEqual(
      rows.map(({ number }) => number),
      [2, 3, 4],
      'rows are named as the spreadsheet program names them',
    )
  })

  it('passes when nothing is wrong, and leaves no trace of the file', async () => {
    const before = await test.deps.audit.lastSeq()
    const response = await check(await ledgerFile())
    assert.equal(response.status, 200, lines(response.text).join('\n'))
    assert.match(response.text, /3 行，没有发现不符/)
    assert.equal(await test.deps.audit.lastSeq(), before)
    for (const { name } of await test.deps.db.connection.listCollections()) {
      const found = await test.deps.db.connection.collection(name).countDocuments({ contract: 'HT-1' })
      assert.equal(found, 0, name)
    }
  })

  it('names the row of the sheet and what is wrong with it', async () => {
    const response = await check(
      await ledgerFile((rows) => {
        const [, second, third] = rows
        if (second) second[at('balanceFen')] = 3_000_001
        if (third) third[at('contract')] = 'HT-1'
      }),
    )
    assert.equal(response.status, 422)
    assert.deepEqual(lines(response.text), [
      ['3', '余额与发放、还本不符，差 1.00 元'],
      ['4', '与第 2 行的合同编号相同'],
    ])
  })

  it('judges by the day that is given', async () => {
    const response = await check(await ledgerFile(), '2026-03-09')
    assert.equal(response.status, 422)
    assert.match(response.text, /签约日 2026-03-10 晚于统计日/)
  })

  it('names cells that are no values, and needed ones that are empty', async () => {
    const { rows, unread } = await readRegister(
      await ledgerFile(([first, second, third]) => {
        if (first) first[at('amountFen')] = '五百万'
        if (second) second[at('rateBp')] = 3.605
        if (third) third[at('maturityDay')] = null
      }),
    )
    assert.equal(rows.length, 0)
    assert.deepEqual(
      unread.map(({ number, column }) => [number, column]),
      [
        [2, '合同金额'],
        [3, '年利率'],
        [4, '到期日'],
      ],
    )
  })

  it('refuses money in another unit: 万元 read as 元 would look sound', async () => {
    const header = headers.map((heading) => heading.replace('贷款余额（元）', '贷款余额（万元）'))
    const { fault } = await readRegister(await ledgerFile(undefined, header))
    assert.match(fault ?? '', /“贷款余额”的单位是“万元”/)
  })

  it('refuses what is no ledger at all, with a sentence', async () => {
    const none = await check(
      await workbookOf([
        ['姓名', '电话'],
        ['张', 1],
      ]),
    )
    assert.equal(none.status, 422)
    assert.match(none.text, /没有找到表头/)
    const text = await check(Buffer.from('合同编号,借款人'), '2026-10-31', '台账.csv')
    assert.equal(text.status, 422)
    assert.match(text.text, /id="w-file"/)
    const day = await check(await ledgerFile(), '2026-02-30')
    assert.match(day.text, /id="w-on"/)
    const empty = await check(await workbookOf([headers]))
    assert.match(empty.text, /表头下面没有数据/)
  })

  it('runs no formula', async () => {
    const workbook = new ExcelJS.Workbook()
    const sheet = workbook.addWorksheet('台账')
    sheet.addRow(headers)
    const [first = []] = cellsOf()
    const row = sheet.addRow(first)
    row.getCell(at('balanceFen') + 1).value = { formula: '1+1', result: 3_000_000 }
    const { unread } = await readRegister(Buffer.from(await workbook.xlsx.writeBuffer()))
    assert.match(unread[0]?.message ?? '', /公式/)
  })
})
