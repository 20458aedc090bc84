import assert from 'node:assert/strict'
import type ExcelJS from 'exceljs'
import { openReference, referenceStore, type Reference } from '../../src/reference/index.js'
import { checkWorkbook } from '../../src/spreadsheets/check-workbook.js'
import { projectTable } from '../../src/project-lists/rules/project-table.js'
import { loadReference } from '../../src/reference/index.js'
import { creditCode, largeWorkbook, workbookOf } from '../registers/workbooks.js'
import { openTestDatabase } from '../support/database.js'

const HEADER = ['项目名称', '企业名称', '信用代码', '师市', '阶段', '总投资（万元）', '资金缺口（万元）', '年节能量（吨标准煤）', '绿色类别', '来源'] // prettier-ignore
const GOOD = ['锅炉改造', '天山热力有限公司', creditCode(1), '第八师', '立项', 1200.5, 300, 850.25, '1.3.1', '清单']

describe('a workbook of the three lists', () => {
  let reference: Reference
  before(async () => {
    const database = await openTestDatabase()
    const tables = referenceStore(database.connection)
    await loadReference(tables)
    reference = await openReference(tables)
    await database.close()
  })

  const checked = async (bytes: Buffer) => checkWorkbook(bytes, projectTable(reference), '2026-11-22')
  const check = async (rows: readonly (readonly unknown[])[], change?: (sheet: ExcelJS.Worksheet) => void) =>
    checked(await workbookOf([HEADER, ...rows], change))
  const withCells = (cells: Readonly<Record<number, unknown>>) =>
    GOOD.map((cell, place) => (place in cells ? cells[place] : cell))
  const reasonsOf = async (cells: Readonly<Record<number, unknown>>) => {
    const { rows, faulty } = await check([withCells(cells)])
    assert.equal(rows.length, 0)
    return faulty.flatMap(({ faults }) => faults.map(({ label, reason }) => `${label}：${reason}`)).join('；')
  }

  it('is read with money in fen, savings in tonnes, and what is empty as not known', async () => {
    const { rows, faulty, fault, unused } = await check([
      GOOD,
      withCells({
        0: '光伏',
        2: null,
        3: '石河子市',
        5: null,
        6: '0',
        7: null,
        8: '太阳能利用设施建设和运营',
        9: null,
      }),
    ])
    assert.deepEqual([faulty, fault, unused], [[], null, []])
    const [first, second] = rows.map(({ value }) => value)
    assert.deepEqual(first, {
      ...{ title: '锅炉改造', owner: '天山热力有限公司', creditCode: creditCode(1), division: '第八师', stage: '立项' },
      ...{ investmentFen: 1_200_500_000, gapFen: 300_000_000, savingTce: 850.25, greenCode: '1.3.1', source: '清单' },
    })
    assert.deepEqual(
      [second?.creditCode, second?.division, second?.investmentFen, second?.gapFen, second?.savingTce],
      [null, '第八师', null, 0, null],
    )
    assert.equal(second?.greenCode, '4.2.2')
  })

  it('is refused where the header names another unit, or none: ten thousand times too much would look sound', async () => {
    const of = async (place: number, label: string) =>
      (await checked(await workbookOf([HEADER.map((one, at) => (at === place ? label : one)), GOOD]))).fault ?? ''
    assert.match(await of(5, '总投资（亿元）'), /“总投资”的单位是“亿元”，这里只收万元/)
    assert.match(await of(5, '总投资'), /“总投资”没有写单位/)
    assert.match(await of(7, '年节能量（万吨标准煤）'), /这里只收吨标准煤/)
    assert.equal(await of(5, '总投资 (万元) *'), '')
  })

  it('is refused for another unit in a cell, a negative amount, and an investment of nothing', async () => {
    assert.match(await reasonsOf({ 5: '1.2亿元' }), /F 列 总投资：请按“万元”填写/)
    assert.match(await reasonsOf({ 5: -1 }), /总投资：不能是负数/)
    assert.match(await reasonsOf({ 7: -1 }), /年节能量：不能是负数/)
    assert.match(await reasonsOf({ 5: 0 }), /不能是 0；不知道的请留空/)
    assert.match(await reasonsOf({ 7: 1.005 }), /最多两位/)
    assert.match(await reasonsOf({ 5: new Date('2025-01-01') }), /这里是日期/)
    assert.match(await reasonsOf({ 6: 2000 }), /资金缺口大于总投资/)
  })

  it('is refused for a stage, a division, a class or a code that there is not', async () => {
    assert.match(await reasonsOf({ 4: '完工' }), /阶段“完工”不认识，只能填：谋划、立项、在建、投产/)
    assert.match(await reasonsOf({ 4: null }), /没有填写阶段/)
    assert.match(await reasonsOf({ 3: '第三十师' }), /师市“第三十师”不认识/)
    assert.match(await reasonsOf({ 8: '9.9.9' }), /没有编码“9.9.9”/)
    assert.match(await reasonsOf({ 8: 1.3 }), /编码被存成了数字或日期/)
    assert.match(await reasonsOf({ 8: '绿色' }), /没有“绿色”/)
    assert.match(await reasonsOf({ 2: `${creditCode(1).slice(0, 17)}!` }), /信用代码/)
    assert.match(await reasonsOf({ 2: 916590010000000 }), /代码被存成了数字/)
  })

  it('keeps out formulas, merged cells, errors and texts that a spreadsheet would run', async () => {
    const { faulty } = await check(
      [GOOD, withCells({ 0: '=HYPERLINK("http://x")' }), withCells({ 0: '@SUM(1)' }), withCells({ 0: '改造\u202e' })],
      (sheet) => {
        sheet.getCell('F2').value = { formula: 'F3*10000', result: 1 }
      },
    )
    const reasons = faulty.map(({ faults }) => faults.map(({ reason }) => reason).join('；'))
    assert.match(reasons[0] ?? '', /公式/)
    assert.match(reasons[1] ?? '', /不能以“=”开头/)
    assert.match(reasons[2] ?? '', /不能以“@”开头/)
    assert.match(reasons[3] ?? '', /不能使用的字符/)
    const merged = await check([GOOD, withCells({ 0: '另一个' })], (sheet) => sheet.mergeCells('B2:B3'))
    assert.match(merged.faulty[0]?.faults[0]?.reason ?? '', /合并单元格/)
  })

  it('takes one project of one firm twice for a mistake, however its name is spelled', async () => {
    const { faulty } = await check([
      GOOD,
      withCells({ 0: ' 锅 炉改造', 1: '改过的名称' }),
      withCells({ 2: creditCode(2) }),
    ])
    assert.deepEqual(
      faulty.map(({ row, faults }) => [row, faults[0]?.reason]),
      [[3, '与第 2 行重复，请删除其中一行']],
    )
  })

  it('names everything that is wrong with a row at once', async () => {
    assert.match(await reasonsOf({ 1: null, 4: '完工', 5: -1 }), /没有填写企业名称.*不认识.*负数/)
  })

  it('is refused whole beyond two thousand rows', async () => {
    const rows = (count: number) => largeWorkbook(HEADER, count, (number) => withCells({ 0: `项目${String(number)}` }))
    assert.match((await checked(await rows(2001))).fault ?? '', /超过 2000 行/)
    const most = await checked(await rows(2000))
    assert.deepEqual([most.fault, most.rows.length], [null, 2000])
  })
})
