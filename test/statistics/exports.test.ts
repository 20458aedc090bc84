import assert from 'node:assert/strict'
import { systemActor } from '../../src/audit/index.js'
import { inTransaction } from '../../src/db/index.js'
import { startApp, today, type TestApp } from '../support/app.js'
import { project } from '../support/monitoring-records.js'
import { readExport } from './read-export.js'
import { rawRecords, type Raw } from './figures/raw-records.js'
import { enterRaw } from './enter-raw.js'
import { staffAt, wordsOf } from './staff-browser.js'

/** Every second firm is invented, with all that it asked for and borrowed. */
function halfInvented(raw: Raw): Raw {
  const firms = [...new Set(raw.requests.map(({ enterpriseId }) => enterpriseId))].sort()
  const invented = new Set(firms.filter((_, at) => at % 2 === 0))
  const marked = <Row extends { readonly enterpriseId: string }>(rows: readonly Row[]): Row[] =>
    rows.map((row) => ({ ...row, isSample: invented.has(row.enterpriseId) }))
  return {
    ...raw,
    requests: marked(raw.requests),
    applications: marked(raw.applications).map(withStep),
    loans: marked(raw.loans),
  }
}

/** The bank took it within a day. */
const withStep = (application: Raw['applications'][number]): Raw['applications'][number] => {
  const endedAt = application.submittedAt
  const step = { name: 'claim', holder: 'bank', limitDays: 3, usedDays: 1, onTime: true, endedAt } as const
  return application.bankId === null ? application : { ...application, steps: [step] }
}

const YEAR = '?stretch=custom&from=2024-01-01&to=2026-11-22'
const PARTS = [
  '/bureau/figures.xlsx', '/bureau/figures/disbursed/rows.xlsx', '/bureau/figures/borrowers/rows.xlsx', '/bureau/promises.xlsx',
  '/bureau/promises/rows.xlsx', '/bureau/fairness.xlsx', '/bureau/fairness/rows.xlsx', '/bureau/unmet.xlsx',
] as const // prettier-ignore

describe('the exports of the bureau', () => {
  let test: TestApp
  let bureau: Awaited<ReturnType<typeof staffAt>>
  const raw = halfInvented(rawRecords(5, 120))
  const get = async (address: string) => readExport(await bureau.download(address))

  before(async () => {
    test = await startApp({ now: () => today })
    await enterRaw(test, raw)
    await test.deps.samples.turnOn(systemActor)
    assert.ok((await test.deps.projectLists.add(project({ title: '真实的项目' }), systemActor)).ok)
    await inTransaction(test.deps.db.connection, (session) =>
      test.deps.projectLists.addSamples(session, [
        project({ title: '示例项目一', owner: '八师棉纺示例001号有限公司', creditCode: null }),
        project({ title: '示例项目二', owner: '天山热力有限公司', creditCode: null, savingTce: 1200.5 }),
      ]),
    )
    bureau = await staffAt(test, 'bureau')
  })
  after(() => test.close())

  for (const address of PARTS) {
    it(`say of every row whether a sample is in it, and count them on the cover: ${address}`, async () => {
      const { cover, header, rows, column } = await get(`${address}${YEAR}`)
      const over = header.at(-1) ?? ''
      assert.match(over, /^(含)?示例$/)
      const marks = column(over).map(({ value }) => value)
      assert.ok(rows.length > 0 && marks.every((mark) => mark === '是' || mark === '否'), address)
      const marked = marks.filter((mark) => mark === '是').length
      assert.ok(marked > 0)
      assert.equal(cover.get('示例'), `含示例数据 ${String(marked)} 行，不代表真实业务`)
    })
  }

  it('mark exactly the rows of invented firms in a list', async () => {
    const { column } = await get(`/bureau/figures/requests/rows.xlsx${YEAR}`)
    const numbers = column('编号').map(({ text }) => text)
    const marks = new Map(column('示例').map(({ text }, at) => [numbers[at], text]))
    const within = raw.requests.filter(({ number }) => marks.has(number))
    assert.equal(within.length, raw.requests.length)
    assert.equal([...marks.values()].filter((mark) => mark === '否').length, within.filter(({ isSample }) => !isSample).length) // prettier-ignore
    for (const { number, isSample } of within) assert.equal(marks.get(number), isSample ? '是' : '否', number)
  })

  it('keep numbers as numbers, each with the format of its unit', async () => {
    const { rows, header, column } = await get(`/bureau/figures.xlsx${YEAR}`)
    const formats = new Map(
      rows.flatMap((row) => {
        const [unit, now] = [row[1], row[header.indexOf('本期')]]
        return now?.value === null || now === undefined ? [] : [[unit?.text ?? '', now.numFmt] as const]
      }),
    )
    assert.equal(formats.get('万元'), '#,##0.00')
    assert.equal(formats.get('笔'), '#,##0')
    assert.ok(column('本期').every(({ value }) => value === null || typeof value === 'number'))
    const money = await get(`/bureau/figures/disbursed/rows.xlsx${YEAR}`)
    const sum = money.column('金额（元）').reduce((all, { value }) => all + Math.round(Number(value) * 100), 0)
    assert.equal(money.cover.get('合计，元')?.replace(/[^\d.]/g, ''), (sum / 100).toFixed(2))
    assert.ok(money.column('日期').every(({ value }) => value instanceof Date))
  })

  it('round no rate of fairness, and show none in sixteen digits', async () => {
    const { column } = await get(`/bureau/fairness.xlsx${YEAR}`)
    const outcomes = column('指标').map(({ text }) => text)
    const own = column('本组')
    assert.ok(
      own.some(({ value }) => typeof value === 'number' && !Number.isInteger(value * 10)),
      'kept as it is',
    )
    own.forEach(({ value, numFmt }, at) => {
      if (value === null) return
      assert.equal(typeof value, 'number')
      assert.equal(numFmt, outcomes[at]?.includes('%') ? '0.0' : '#,##0.0')
    })
    assert.ok(column('p 值').every(({ value, numFmt }) => value === null || (typeof value === 'number' && numFmt === '0.0000'))) // prettier-ignore
    assert.ok(column('申请（笔）').every(({ value, numFmt }) => typeof value === 'number' && numFmt === '#,##0'))
  })

  it('are not taken back as real projects, with the mark or without it', async () => {
    const bytes = await bureau.download('/bureau/pipeline/projects.xlsx?data=sample')
    const { cover, column } = await readExport(bytes)
    const marks = column('示例').map(({ value }) => value)
    assert.ok(marks.length > 2 && marks.every((mark) => mark === '是'))
    assert.equal(cover.get('示例'), `含示例数据 ${String(marks.length)} 行，不代表真实业务`)
    const sent = await bureau.upload('/bureau/pipeline/imports', bytes)
    const words = wordsOf(await bureau.open(String(sent.headers.location)))
    assert.match(words, /没有通过，没有写入任何内容.*列 示例.*这一行是示例数据，不能作为正式数据导入/)
    const { workbookOf } = await import('../registers/workbooks.js')
    const { sampleCode } = await import('../../src/demo/samples.js')
    const unmarked = await workbookOf([
      ['项目名称', '企业名称', '统一社会信用代码', '阶段', '示例'],
      ['改了名的项目', '看似真实的公司', sampleCode(7), '立项', '否'],
      ['示例项目一', '八师棉纺示例001号有限公司', null, '立项', null],
      ['另一个项目', '天山热力有限公司', null, '立项', '不知道'],
    ])
    const again = await bureau.upload('/bureau/pipeline/imports', unmarked)
    const told = wordsOf(await bureau.open(String(again.headers.location)))
    assert.match(told, /这是示例企业的信用代码.*企业名称中有“示例”.*只能写“是”或“否”/)
    const real = (await test.deps.projectLists.all()).filter(({ isSample }) => !isSample)
    assert.deepEqual(real.map(({ title }) => title), ['真实的项目']) // prettier-ignore
  })

  it('take the exported real projects back unchanged', async () => {
    const bytes = await bureau.download('/bureau/pipeline/projects.xlsx?data=real')
    const { cover, column } = await readExport(bytes)
    assert.equal(cover.has('示例'), false)
    assert.deepEqual(column('示例').map(({ value }) => value), ['否']) // prettier-ignore
    const sent = await bureau.upload('/bureau/pipeline/imports', bytes)
    const $ = await bureau.open(String(sent.headers.location))
    assert.equal($('#same').text(), '1')
  })

  it('stand beside pages that say it too: the split by bank, and the bulletin', async () => {
    const $ = await bureau.open(`/bureau${YEAR}`)
    assert.equal($('#by-bank .tag.demo').text(), '示例')
    assert.match($('[aria-labelledby=by-bank]').text(), /各机构名下的数字含示例，不代表这些机构的真实业务/)
    const bulletin = await bureau.open('/bureau/reports/bulletin?month=2026-10')
    assert.match(
      bulletin('main').text(),
      /含示例数据 \d+ 行（本月申请 \d+ 笔、期末以前签约的贷款 \d+ 笔），不代表真实业务/,
    )
    assert.equal(bulletin('#p-bank .tag.demo').text(), '示例')
  })
})
