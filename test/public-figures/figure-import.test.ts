import assert from 'node:assert/strict'
import { checkWorkbook } from '../../src/spreadsheets/check-workbook.js'
import { figureTable } from '../../src/public-figures/rules/figure-table.js'
import { figureFromStored } from '../../src/public-figures/rules/public-figure.js'
import { workbookOf } from '../registers/workbooks.js'
import type ExcelJS from 'exceljs'

const HEADER = ['指标*', '期间', '数值', '单位', '口径', '来源', '来源日期', '来源网址']
const GOOD = ['绿色贷款投放', '2024年', 222.5, '亿元', null, '年报', '2025-01-31', null]
const TODAY = '2026-11-22'

const check = async (rows: readonly (readonly unknown[])[], change?: (sheet: ExcelJS.Worksheet) => void) =>
  checkWorkbook(await workbookOf([HEADER, ...rows], change), figureTable, TODAY)
/** The one row with something else in some columns. */
const withCells = (cells: Readonly<Record<number, unknown>>) =>
  GOOD.map((cell, place) => (place in cells ? cells[place] : cell))
const reasonsOf = async (cells: Readonly<Record<number, unknown>>) => {
  const { rows, faulty } = await check([withCells(cells)])
  assert.equal(rows.length, 0)
  return faulty.flatMap(({ faults }) => faults.map(({ label, reason }) => `${label}：${reason}`)).join('；')
}

describe('a workbook of reported figures', () => {
  it('is read to the fen in every unit that fits the figure', async () => {
    const { rows, faulty, fault } = await check([
      GOOD,
      ['绿色贷款投放', '2023年', '31.36', '亿元', '超过', '年报', null, null],
      ['绿色贷款余额', '2024Q1', 123.456789, '万元', '准确', '年报', null, 'https://www.xjbt.gov.cn/a'],
      ['获得绿色贷款的企业', '2024', 190, '家', null, '年报', null, null],
      ['三张清单年节能量', '2022-2024', 50.7, '万吨标煤', null, '年报', null, null],
    ])
    assert.deepEqual([faulty, fault], [[], null])
    assert.deepEqual(
      rows.map(({ value }) => [value.amount, value.unit, value.bound, value.period]),
      [
        [2_225_000_000_000, '元', 'exact', '2024'],
        [313_600_000_000, '元', 'above', '2023'],
        [123_456_789, '元', 'exact', '2024Q1'],
        [190, '家', 'exact', '2024'],
        [507_000, '吨标准煤', 'exact', '2022-2024'],
      ],
    )
    assert.equal(figureFromStored(rows[0]?.value ?? assert.fail()).value.text(), '222.5 亿元')
  })

  it('is refused where the unit does not fit the figure', async () => {
    assert.match(await reasonsOf({ 3: '家' }), /D 列 单位：“绿色贷款投放”的单位不能是“家”，只能填：元、万元、亿元/)
    assert.match(await reasonsOf({ 3: '美元' }), /单位不能是“美元”/)
    assert.match(await reasonsOf({ 3: null }), /没有填写单位/)
    assert.match(await reasonsOf({ 3: 'constructor' }), /单位不能是/)
    assert.match(await reasonsOf({ 0: '获得绿色贷款的企业', 2: 190.5, 3: '家' }), /要填整数/)
  })

  it('is refused for a negative figure, none, zero, a range, or less than a fen', async () => {
    assert.match(await reasonsOf({ 2: -5 }), /C 列 数值：不能是负数/)
    assert.match(await reasonsOf({ 2: null }), /没有填写数值/)
    assert.match(await reasonsOf({ 2: 0 }), /数值是 0/)
    assert.match(await reasonsOf({ 2: '700以上' }), /数值/)
    assert.match(await reasonsOf({ 2: '1e5' }), /科学计数法/)
    assert.match(await reasonsOf({ 2: '222.5亿元' }), /请只填写数字/)
    assert.match(await reasonsOf({ 2: '0.001', 3: '元' }), /不足一分/)
    assert.match(await reasonsOf({ 2: 999_999_999_999, 3: '亿元' }), /太大/)
  })

  it('is refused without a source, with a source that is to come, or with an address of anybody', async () => {
    assert.match(await reasonsOf({ 5: null }), /没有填写来源/)
    assert.match(await reasonsOf({ 6: '2027-01-01' }), /来源日期晚于今天/)
    for (const address of ['https://gov.cn.example.com/', 'javascript:alert(1)', 'https://u:p@www.gov.cn/', '报告']) {
      assert.match(await reasonsOf({ 7: address }), /只收政府网站/, address)
    }
  })

  it('is refused for a figure nobody knows, a period that has not begun, and a bound that is none', async () => {
    assert.match(await reasonsOf({ 0: '贷款' }), /指标“贷款”不认识/)
    assert.match(await reasonsOf({ 1: '2027年' }), /还没有开始/)
    assert.match(await reasonsOf({ 1: new Date('2024-01-01') }), /期间不是日期/)
    assert.match(await reasonsOf({ 4: '大约' }), /口径“大约”不认识/)
    assert.match(await reasonsOf({ 4: 'toString' }), /不认识/)
  })

  it('takes the same figure of the same source twice for a mistake, and of two sources for none', async () => {
    const { faulty } = await check([GOOD, withCells({ 2: 300 })])
    assert.deepEqual(
      faulty.map(({ faults }) => faults[0]?.reason),
      ['与第 2 行重复，请删除其中一行'],
    )
    const two = await check([GOOD, withCells({ 5: '另一份年报' })])
    assert.deepEqual([two.faulty, two.rows.length], [[], 2])
  })

  it('keeps formulas, errors and texts that would run out', async () => {
    const { faulty } = await check([GOOD, withCells({ 5: '=cmd|1' }), withCells({ 5: '<script>' })], (sheet) => {
      sheet.getCell('C2').value = { formula: '1+1', result: 2 }
    })
    const reasons = faulty.map(({ faults }) => faults.map(({ reason }) => reason).join('；'))
    assert.match(reasons[0] ?? '', /公式/)
    assert.match(reasons[1] ?? '', /不能以“=”开头/)
    assert.match(reasons[2] ?? '', /不能使用的字符/)
  })

  it('needs its header and at least one row', async () => {
    const noHeader = await checkWorkbook(await workbookOf([['a', 'b']]), figureTable, TODAY)
    assert.match(noHeader.fault ?? '', /没有找到表头/)
    assert.match((await check([])).fault ?? '', /没有数据/)
    const short = await checkWorkbook(await workbookOf([['指标', '数值'], ['绿色贷款投放', 1]]), figureTable, TODAY) // prettier-ignore
    assert.match(short.fault ?? '', /表头中缺少“单位”“来源”/)
  })
})
