import assert from 'node:assert/strict'
import { systemActor } from '../../src/audit/index.js'
import { figuresOfPeriod } from '../../src/public-figures/rules/public-figure.js'
import { rowsIn, workbookOf } from '../registers/workbooks.js'
import { startApp, type TestApp } from '../support/app.js'
import { staffAt, wordsOf } from '../statistics/staff-browser.js'

const HEADER = ['指标', '期间', '数值', '单位', '口径', '来源', '来源日期', '来源网址']
const NEXT = [
  '绿色贷款投放',
  '2025年',
  260.25,
  '亿元',
  '准确',
  '2025 年度统计',
  '2026-02-01',
  'https://www.xjbt.gov.cn/a',
]

describe('reported figures at the bureau', () => {
  let test: TestApp
  let bureau: Awaited<ReturnType<typeof staffAt>>
  before(async () => {
    test = await startApp()
    bureau = await staffAt(test, 'bureau')
  })
  after(() => test.close())
  const { reported } = { reported: () => test.deps.publicFigures }

  it('begin with those of the report of 2025, each with its source and none with a day nobody named', async () => {
    const $ = await bureau.open('/bureau/reported')
    assert.match(wordsOf($), /从不相加.*共 18 条.*2024年.*222.5 亿元.*未注明时点.*超过 700 亿元/)
    assert.equal($('tbody tr').length, 18)
    for (const row of $('tbody tr').toArray())
      assert.match($(row).text(), /2025 年关于兵团绿色制造的公开报道日期未注明/)
  })

  it('are brought in once: neither another start nor a withdrawal brings one back', async () => {
    assert.equal(await reported().loadShipped(), 0)
    const [parks] = (await reported().all()).filter(({ kind }) => kind === 'green-parks')
    await bureau.submit(await bureau.open(`/bureau/reported/figures/${parks?.id ?? ''}`), '#removal').expect(303)
    assert.equal(await reported().loadShipped(), 0)
    assert.equal((await reported().all()).length, 17)
    await assert.rejects(bureau.open(`/bureau/reported/figures/${parks?.id ?? ''}`), /404/)
  })

  it('are imported after a dry run, all or none, and linked only where a government or a bank publishes', async () => {
    const refused = await bureau.upload('/bureau/reported/imports', await workbookOf([HEADER, NEXT, [...NEXT.slice(0, 3), '家', null, '别的来源']])) // prettier-ignore
    assert.match(wordsOf(await bureau.open(String(refused.headers.location))), /没有通过.*第 3 行.*单位不能是“家”/)
    assert.equal((await reported().all()).length, 17)
    const sent = await bureau.upload('/bureau/reported/imports', await workbookOf([HEADER, NEXT]))
    await bureau.submit(await bureau.open(String(sent.headers.location)), '#apply').expect(303)
    const [figure] = figuresOfPeriod(await reported().all(), { kind: 'year', year: 2025 })
    assert.equal(figure?.value.text(), '260.25 亿元')
    const $ = await bureau.open('/bureau/reported')
    assert.equal($('a[href="https://www.xjbt.gov.cn/a"]').text(), '2025 年度统计')
    assert.ok(wordsOf($).indexOf('2025年') < wordsOf($).indexOf('2024年'), 'the latest comes first')
  })

  it('come out as a workbook that can be imported again and changes nothing', async () => {
    const bytes = await bureau.download('/bureau/reported/figures.xlsx')
    assert.match((await rowsIn(bytes)).flat().join('\n'), /不能相加/)
    const sent = await bureau.upload('/bureau/reported/imports', bytes)
    const $ = await bureau.open(String(sent.headers.location))
    assert.deepEqual([$('#same').text(), $('#changed').text(), $('#added').text()], ['18', '0', '0'])
  })

  it('are given up where somebody does not want them, and are not written after that', async () => {
    const sent = await bureau.upload('/bureau/reported/imports', await workbookOf([HEADER, ['绿色园区', '2025年', 5, '个', null, '某通报']])) // prettier-ignore
    const at = String(sent.headers.location)
    const $ = await bureau.open(at)
    await bureau.submit($, '#cancel').expect(303)
    await bureau.submit($, '#apply').expect(409)
    assert.match(wordsOf(await bureau.open(at)), /已放弃/)
    assert.equal(
      (await reported().all()).some(({ kind }) => kind === 'green-parks'),
      false,
    )
  })

  it('are entered and corrected by hand, to the fen, one of a kind for a period and a source', async () => {
    const form = await bureau.open('/bureau/reported/figures/new')
    const typed = { kind: '绿色贷款余额', period: '2025年第4季度', value: '12345.678901', unit: '万元', source: '季报' }
    assert.equal((await bureau.submit(form, '#row', { ...typed, unit: '家' })).status, 422)
    await bureau.submit(form, '#row', typed).expect(303)
    assert.match((await bureau.submit(form, '#row', typed)).text, /同一指标、同一期间已经有数字/)
    const [kept] = figuresOfPeriod(await reported().all(), { kind: 'quarter', year: 2025, quarter: 4 })
    assert.equal(kept?.value.stored().amount, 12_345_678_901)
    const edit = await bureau.open(`/bureau/reported/figures/${kept?.id ?? ''}`)
    assert.equal(edit('#f-value').val(), '12345.678901')
    // Saved as it stands, nothing of it is lost.
    await bureau.submit(edit, '#row').expect(303)
    assert.equal((await reported().get(kept?.id ?? '')).value.stored().amount, 12_345_678_901)
    assert.match((await bureau.submit(edit, '#row', { value: '1' })).text, /刚被别人改过/)
  })

  it('say in the audit log who entered, corrected and withdrew what', async () => {
    const { events } = await test.deps.audit.list({}, { number: 1, size: 100 })
    const names = events.map(({ name }) => name).filter((name) => name.startsWith('REPORTED'))
    for (const name of ['FIGURES_SHIPPED', 'FIGURE_WITHDRAWN', 'IMPORT_REFUSED', 'IMPORT_CHECKED', 'IMPORTED', 'IMPORT_CANCELLED', 'FIGURE_ENTERED', 'FIGURE_CHANGED']) {
      assert.ok(names.includes(`REPORTED_${name}`), name)
    } // prettier-ignore
    assert.equal((await test.deps.audit.verify()).sound, true)
  })

  it('leave the key of a withdrawn figure free for the one that takes its place', async () => {
    const row = { kind: 'green-parks', period: '', amount: 4, unit: '个', bound: 'exact' } as const
    const source = { sourceTitle: '2025 年关于兵团绿色制造的公开报道', sourceDate: null, sourceUrl: null }
    assert.ok((await reported().add({ ...row, ...source }, systemActor)).ok)
  })
})
