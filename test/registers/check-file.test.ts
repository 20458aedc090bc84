import assert from 'node:assert/strict'
import { checkFile, type CheckedRow } from '../../src/registers/rules/check-file.js'
import { findRegister, type Register, type RegisterId } from '../../src/registers/index.js'
import { sampleCode } from '../../src/demo/samples.js'
import { creditCode, FACTORY_HEADER, largeWorkbook, workbookOf } from './workbooks.js'
import type ExcelJS from 'exceljs'

const register = (id: RegisterId): Register => {
  const found = findRegister(id)
  assert.ok(found)
  return found
}

async function check(
  rows: readonly (readonly unknown[])[],
  change?: (sheet: ExcelJS.Worksheet) => void,
  id: RegisterId = 'green-factory',
) {
  const out: CheckedRow[] = []
  for await (const row of checkFile(await workbookOf(rows, change), register(id), '2026-11-22')) out.push(row)
  return {
    entries: out.flatMap((row) => (row.kind === 'entry' ? [row.entry] : [])),
    faulty: out.flatMap((row) => (row.kind === 'faulty' ? [row.row] : [])),
    file: out.flatMap((row) => (row.kind === 'file' ? [row.fault] : [])),
    unused: out.flatMap((row) => (row.kind === 'header' ? row.unused : [])),
  }
}

const GOOD = [
  '石河子棉纺（集团）有限公司',
  creditCode(1),
  '兵团级',
  2024,
  '2024-01-31',
  '2027-01-30',
  '兵工信〔2024〕1号',
]
const reasonsOf = (faulty: readonly { faults: readonly { label: string; reason: string }[] }[]) =>
  faulty.map(({ faults }) => faults.map(({ label, reason }) => `${label}：${reason}`).join('；'))

describe('a workbook for a register', () => {
  it('is read row by row, with the columns in any order and under a title', async () => {
    const { entries, faulty, file } = await check([
      ['兵团绿色工厂名单'],
      ['级别', '单位名称 *', '信用代码', '年度'],
      ['国家级', '阿拉尔果业有限公司', creditCode(2), '２０２３年'],
    ])
    assert.deepEqual([faulty, file], [[], []])
    const blank = { validFrom: null, validTo: null, source: null }
    assert.deepEqual(entries, [
      { name: '阿拉尔果业有限公司', creditCode: creditCode(2), grade: '国家级', year: 2023, ...blank },
    ])
  })

  it('understands full-width text, dates of the sheet and dates as people write them', async () => {
    const wide = creditCode(3).replace(/[0-9A-Z]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
    const { entries, faulty } = await check([
      FACTORY_HEADER,
      ['　甲公司\u200b  新疆　', wide, '师市级　', 2024, new Date('2024-02-29'), '2027年2月28日', null],
      ['乙公司', creditCode(4), '师市级', null, '2024/3/1', '20270301', null],
      ['丙公司', null, '师市级', null, '２０２４．３．１', null, null],
    ])
    assert.deepEqual(faulty, [])
    assert.deepEqual(
      entries.map(({ name, creditCode, validFrom, validTo }) => [name, creditCode, validFrom, validTo]),
      [
        ['甲公司 新疆', creditCode(3), '2024-02-29', '2027-02-28'],
        ['乙公司', creditCode(4), '2024-03-01', '2027-03-01'],
        ['丙公司', null, '2024-03-01', null],
      ],
    )
  })

  it('names every faulty cell with its row, its column, what is wrong and how to mend it', async () => {
    const { faulty, entries } = await check([
      FACTORY_HEADER,
      GOOD,
      [null, '91659001TEMT00001X', '省级', 1990, '2024-02-30', 45000, '=HYPERLINK("x")'],
      ['单位', creditCode(5), null, 2024.5, '2024-05-01', '2024-01-01', null],
    ])
    assert.equal(entries.length, 1)
    assert.deepEqual(
      faulty.map(({ row }) => row),
      [3, 4],
    )
    const [first = '', second = ''] = reasonsOf(faulty)
    for (const said of [
      /A 列 企业名称：没有填写/,
      /B 列 .*校验位不对/,
      /C 列 级别：级别“省级”不认识，只能填：国家级、兵团级、师市级/,
      /D 列 .*不能小于 2000/,
      /E 列 .*2024-02-30.*2025-01-31/,
      /F 列 .*“45000”是没有设成日期格式的数字/,
      /G 列 来源：不能以“=”开头/,
    ]) {
      assert.match(first, said)
    }
    for (const said of [/C 列 级别：没有填写级别/, /D 列 .*整数/, /F 列 有效期止：有效期止早于有效期起/])
      assert.match(second, said)
  })

  it('refuses formulas, error values and codes that were turned into numbers', async () => {
    const { faulty } = await check([
      FACTORY_HEADER,
      [{ formula: 'A1&"厂"', result: '甲厂' }, creditCode(6), '兵团级'],
      ['乙厂', 9.1659001e17, '兵团级'],
      ['丙厂', creditCode(7), { error: '#REF!' }],
    ])
    const [formula, number, error] = reasonsOf(faulty)
    assert.match(formula ?? '', /A 列 .*是公式，请复制后用“选择性粘贴—数值”替换/)
    assert.match(number ?? '', /B 列 .*存成了数字.*设为文本/)
    assert.match(error ?? '', /C 列 .*错误值 #REF!/)
  })

  it('names merged cells, whose value stands in their first row alone', async () => {
    const { faulty } = await check(
      [FACTORY_HEADER, GOOD, ['乙厂', creditCode(8), '兵团级'], ['丙厂', creditCode(9), '兵团级']],
      (sheet) => sheet.mergeCells('C3:C4'),
    )
    assert.deepEqual(
      faulty.map(({ row }) => row),
      [3, 4],
    )
    assert.match(reasonsOf(faulty)[1] ?? '', /C3:C4：是合并单元格，请取消合并并逐行填写/)
  })

  it('takes no sample back as real, whether a column marks it or its code and its name say it', async () => {
    const header = ['企业名称', '统一社会信用代码', '级别', '示例']
    const { entries, faulty, unused } = await check([
      header,
      ['阿拉尔果业有限公司', creditCode(2), '国家级', '否'],
      ['石河子棉纺厂', creditCode(3), '国家级', '是'],
      ['看似真实的公司', sampleCode(7), '国家级', null],
      ['八师棉纺示例001号有限公司', null, '国家级', null],
    ])
    assert.deepEqual(entries.map(({ name }) => name), ['阿拉尔果业有限公司']) // prettier-ignore
    assert.deepEqual(unused, [])
    const reasons = reasonsOf(faulty)
    assert.match(reasons[0] ?? '', /^D 列 示例：这一行是示例数据，不能作为正式数据导入/)
    assert.match(reasons[1] ?? '', /这是示例企业的信用代码/)
    assert.match(reasons[2] ?? '', /企业名称中有“示例”/)
  })

  it('takes the same row twice for a mistake, and the same firm in two years or with two titles for none', async () => {
    const twice = await check([FACTORY_HEADER, GOOD, [...GOOD.slice(0, 2), '国家级']])
    assert.match(reasonsOf(twice.faulty)[0] ?? '', /与第 2 行重复/)
    const header = ['企业名称', '信用代码', '监察结果', '年度']
    const years = await check(
      [header, ['甲厂', creditCode(1), '合格', 2024], ['甲厂', creditCode(1), '不合格', 2025]],
      undefined,
      'energy-inspection',
    )
    assert.equal(years.entries.length, 2)
    const titles = await check(
      [
        ['企业名称', '称号'],
        ['甲厂', '高新技术企业'],
        ['甲 厂', '单项冠军'],
        ['甲　厂', '单项冠军'],
      ],
      undefined,
      'titles',
    )
    assert.deepEqual([titles.entries.length, titles.faulty.map(({ row }) => row)], [2, [4]])
  })

  it('needs its header, its needed columns and at least one row, and tells which columns it leaves out', async () => {
    assert.match((await check([['甲', '乙']])).file[0] ?? '', /没有找到表头/)
    assert.match((await check([['企业名称', '信用代码']])).file[0] ?? '', /第 1 行：表头中缺少“级别”/)
    assert.match(
      (
        await check([
          ['企业名称', '级别', '等级'],
          ['甲厂', '国家级', '国家级'],
        ])
      ).file[0] ?? '',
      /“级别”出现了两次/,
    )
    assert.match((await check([FACTORY_HEADER])).file[0] ?? '', /没有数据/)
    assert.deepEqual(
      (
        await check([
          ['企业名称', '级别', '备注'],
          ['甲厂', '国家级', 'x'],
        ])
      ).unused,
      ['备注'],
    )
  })

  it('keeps every character of a long sheet whole, wherever the pieces of the file fall', async () => {
    const bytes = await largeWorkbook(FACTORY_HEADER, 1500, (number) => [
      `石河子第${number}号“绿色”棉纺工厂𠮷`,
      creditCode(number),
      '兵团级',
    ])
    let seen = 0
    for await (const row of checkFile(bytes, register('green-factory'), '2026-11-22')) {
      if (row.kind === 'header') continue
      assert.ok(row.kind === 'entry', JSON.stringify(row))
      seen += 1
      assert.equal(row.entry.name, `石河子第${seen}号“绿色”棉纺工厂𠮷`)
    }
    assert.equal(seen, 1500)
  })
})
