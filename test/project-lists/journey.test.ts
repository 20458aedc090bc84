import assert from 'node:assert/strict'
import ExcelJS from 'exceljs'
import { systemActor } from '../../src/audit/index.js'
import { inTransaction } from '../../src/db/index.js'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { openPerson, signedInAs, signIn } from '../support/people.js'
import { project } from '../support/monitoring-records.js'
import { creditCode, rowsIn, workbookOf } from '../registers/workbooks.js'
import { staffAt, wordsOf } from '../statistics/staff-browser.js'

const HEADER = ['项目名称', '企业名称', '统一社会信用代码', '师市', '阶段', '总投资（万元）', '资金缺口（万元）', '年节能量（吨标准煤）', '绿色类别'] // prettier-ignore
const ROWS = [
  ['锅炉改造', '天山热力有限公司', creditCode(1), '第八师', '立项', 12000, 4000, 3500, '1.3.1'],
  ['余热利用', '天山热力有限公司', creditCode(1), '第八师', '在建', 8000, null, 1200.5, '1.3.4'],
  ['屋顶光伏', '阿拉尔果业有限公司', null, '第一师', '投产', null, 0, null, null],
]

describe('the three lists at the bureau', () => {
  let test: TestApp
  let bureau: Awaited<ReturnType<typeof staffAt>>
  before(async () => {
    test = await startApp()
    bureau = await staffAt(test, 'bureau')
  })
  after(() => test.close())
  const titles = async () => (await test.deps.projectLists.all()).map(({ title }) => title).sort()
  const importOf = async (rows: readonly (readonly unknown[])[]) => {
    const sent = await bureau.upload('/bureau/pipeline/imports', await workbookOf([HEADER, ...rows]))
    assert.equal(sent.status, 303)
    return String(sent.headers.location)
  }

  it('begin empty, with what a report says of them beside', async () => {
    const words = wordsOf(await bureau.open('/bureau/pipeline'))
    assert.match(words, /清单还是空的/)
    assert.match(words, /2022—2024年.*不与平台数据相加.*24家.*71个.*31.36亿元.*50.7万吨标准煤/)
  })

  it('take no row of a file in which one row is wrong, and tell every fault, on the page and as a file', async () => {
    const at = await importOf([...ROWS, ['风机改造', '某厂', null, '第八师', '完工', -5, null, null, null]])
    const $ = await bureau.open(at)
    assert.match(wordsOf($), /没有通过，没有写入任何内容.*第 5 行.*阶段“完工”不认识.*不能是负数/)
    assert.equal($('#apply').length, 0)
    const refused = await rowsIn(await bureau.download(`${at}/refused.xlsx`))
    assert.deepEqual(refused.slice(1).map(([row, name]) => [row, name]), [['5', '风机改造'], ['5', '风机改造']]) // prettier-ignore
    assert.deepEqual(await titles(), [])
    await bureau.post(`${at}/application`, { _csrf: String($('[name=_csrf]').first().val()) }).expect(409)
    assert.deepEqual(await titles(), [])
  })

  it('are written only when somebody says so, all rows at once, and once', async () => {
    const at = await importOf(ROWS)
    const $ = await bureau.open(at)
    assert.match(wordsOf($), /检查通过，等待写入.*新增3/)
    assert.deepEqual(await titles(), [])
    await bureau.submit($, '#apply').expect(303)
    assert.equal((await titles()).length, 3)
    await bureau.submit($, '#apply').expect(409)
    assert.equal((await titles()).length, 3)
    assert.match(wordsOf(await bureau.open(at)), /已写入/)
  })

  it('show totals that are the sums of their rows, with what is not stated counted apart', async () => {
    const words = wordsOf(await bureau.open('/bureau/pipeline'))
    assert.match(
      words,
      /企业2家.*项目3个.*总投资2亿元.*另有 1 个未填写.*资金缺口4,000万元.*另有 1 个未填写.*年节能量4,700.5吨标准煤/,
    )
    const filtered = wordsOf(await bureau.open('/bureau/pipeline?division=第八师&stage=在建'))
    assert.match(filtered, /项目1个.*总投资8,000万元/)
    assert.match(filtered, /31.36亿元/, 'the reported frame does not follow the filter')
    assert.match(wordsOf(await bureau.open('/bureau/pipeline?division=none')), /没有符合条件的项目/)
  })

  it('lead from every total to the rows that it counts', async () => {
    const $ = await bureau.open('/bureau/pipeline')
    for (const by of ['division', 'stage', 'class']) {
      for (const row of $(`[aria-labelledby="g-${by}"] tbody tr`).toArray()) {
        const count = $(row).find('td').first().text().trim()
        const list = await bureau.open($(row).find('a').attr('href') ?? '')
        assert.match(wordsOf(list), new RegExp(`共 ${count} 个项目`), $(row).text())
      }
    }
  })

  it('update a row that is there, leave the others, and change nothing for the same file again', async () => {
    const again = await bureau.open(await importOf(ROWS))
    assert.equal(again('#same').text(), '3')
    const at = await importOf([
      ['锅炉改造', '天山热力集团', creditCode(1), '第八师', '在建', 13000, 4000, 3500, '1.3.1'],
    ])
    const $ = await bureau.open(at)
    assert.equal($('#changed').text(), '1')
    await bureau.submit($, '#apply').expect(303)
    const [first] = (await test.deps.projectLists.all()).filter(({ title }) => title === '锅炉改造')
    assert.deepEqual([first?.stage, first?.investmentFen, first?.version], ['在建', 13_000_000_000, 2])
    assert.equal((await titles()).length, 3)
  })

  it('come out as a workbook with numbers as numbers, a cover, and can be imported again unchanged', async () => {
    const bytes = await bureau.download('/bureau/pipeline/projects.xlsx?division=第八师')
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(bytes as unknown as ExcelJS.Buffer)
    const cover = (await rowsIn(bytes)).flat().join('\n')
    assert.match(cover, /师市：第八师/)
    assert.match(cover, /2026年11月22日/)
    assert.match(cover, /不相加/)
    const sheet = book.worksheets[1]
    const sums = [2, 3].map((row) => sheet?.getCell(row, 6).value)
    assert.deepEqual(sums, [13000, 8000])
    assert.equal(sheet?.rowCount, 3)
    const sent = await bureau.upload('/bureau/pipeline/imports', bytes)
    assert.equal((await bureau.open(String(sent.headers.location)))('#same').text(), '2')
    const owners = await rowsIn(await bureau.download('/bureau/pipeline/projects.xlsx?list=owners'))
    assert.match(owners.flat().join('\n'), /2 家企业/)
  })

  it('give a template that the reader of the lists takes', async () => {
    const book = new ExcelJS.Workbook()
    await book.xlsx.load((await bureau.download('/bureau/pipeline/template.xlsx')) as unknown as ExcelJS.Buffer)
    const sheet = book.worksheets[0]
    assert.equal(sheet?.getCell(1, 6).text, '总投资（万元）')
    const cells = ['新项目', '某厂', '', '第一师', '谋划', '10', '', '', '', '']
    cells.forEach(
      (cell, place) => sheet?.getCell(2, place + 1).model && (sheet.getCell(2, place + 1).value = cell || null),
    )
    const sent = await bureau.upload('/bureau/pipeline/imports', Buffer.from(await book.xlsx.writeBuffer()))
    assert.match(wordsOf(await bureau.open(String(sent.headers.location))), /检查通过/)
  })

  it('take no picture, no empty form and nothing that only calls itself a workbook', async () => {
    for (const [name, bytes] of [
      ['a.png', Buffer.from('\x89PNG\r\n')],
      ['a.xlsx', Buffer.from('text')],
    ] as const) {
      const sent = await bureau.upload('/bureau/pipeline/imports', bytes, name)
      assert.equal(sent.status, 422, name)
      assert.match(sent.text, /这里只接收 Excel 工作簿（.xlsx）/, name)
      assert.doesNotMatch(sent.text, /JPEG/, name)
    }
  })

  it('are kept by hand too: entered, changed by one person at a time, removed', async () => {
    const form = await bureau.open('/bureau/pipeline/projects/new')
    const wrong = await bureau.submit(form, '#row', {
      title: '水泵改造',
      owner: '某水厂',
      stage: '立项',
      investment: '3亿元',
    })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /value="3亿元"/)
    assert.match(wrong.text, /请按“万元”填写/)
    const typed = { title: '水泵改造', owner: '某水厂', stage: '立项', investment: '300', gap: '100' }
    await bureau.submit(form, '#row', typed).expect(303)
    const twice = await bureau.submit(form, '#row', typed)
    assert.equal(twice.status, 422)
    assert.match(twice.text, /已经有这家企业的同名项目/)
    const [kept] = (await test.deps.projectLists.all()).filter(({ title }) => title === '水泵改造')
    const one = await bureau.open(`/bureau/pipeline/projects/${kept?.id ?? ''}`)
    await bureau.submit(one, '#row', { stage: '在建' }).expect(303)
    const stale = await bureau.submit(one, '#row', { stage: '投产' })
    assert.match(stale.text, /刚被别人改过/)
    assert.equal((await test.deps.projectLists.get(kept?.id ?? '')).stage, '在建')
    await bureau.submit(one, '#removal').expect(303)
    await assert.rejects(test.deps.projectLists.get(kept?.id ?? ''))
  })

  it('leave a chain of events that is sound', async () => {
    const { events } = await test.deps.audit.list({}, { number: 1, size: 200 })
    const names = new Set(events.map(({ name }) => name))
    for (const name of ['PIPELINE_IMPORT_REFUSED', 'PIPELINE_IMPORT_CHECKED', 'PIPELINE_IMPORTED', 'PIPELINE_PROJECT_ENTERED', 'PIPELINE_PROJECT_CHANGED', 'PIPELINE_PROJECT_REMOVED']) {
      assert.ok(names.has(name), name)
    } // prettier-ignore
    assert.equal((await test.deps.audit.verify()).sound, true)
  })
})

describe('a project of the lists and its owner', () => {
  let test: TestApp
  before(async () => {
    test = await startApp()
  })
  after(() => test.close())

  async function ownerOf(given: Parameters<typeof project>[0] = {}, approved = true) {
    const { visitor, person } = await signedInAs(test, 'owner')
    if (approved) await test.deps.enterprises.approve(person.organisation.id, systemActor)
    const { creditCode: code } = await test.deps.enterprises.get('all', person.organisation.id)
    const added = await test.deps.projectLists.add(project({ creditCode: code, ...given }), systemActor)
    assert.ok(added.ok)
    return { visitor, person, id: added.value, enterpriseId: person.organisation.id }
  }

  it('meet by the credit code, and nobody else sees it', async () => {
    const { visitor, id } = await ownerOf({ title: '锅炉房节能改造' })
    assert.match(wordsOf(await visitor.open('/enterprise/pipeline')), /锅炉房节能改造/)
    const other = await ownerOf({ title: '别人的项目' })
    const $ = await other.visitor.open('/enterprise/pipeline')
    assert.doesNotMatch(wordsOf($), /锅炉房节能改造/)
    await other.visitor
      .post(`/enterprise/pipeline/${id}/need`, { _csrf: String($('[name=_csrf]').first().val()) })
      .expect(404)
    assert.equal((await test.deps.projectLists.get(id)).need, null)
  })

  it('do not meet before the centre has approved who claims that code', async () => {
    const { visitor, id } = await ownerOf({ title: '未审核的项目' }, false)
    const $ = await visitor.open('/enterprise/pipeline')
    assert.doesNotMatch(wordsOf($), /未审核的项目/)
    assert.match(wordsOf($), /审核通过后/)
    await visitor
      .post(`/enterprise/pipeline/${id}/need`, { _csrf: String($('[name=_csrf]').first().val()) })
      .expect(404)
  })

  it('do not meet over a sample: a real firm sees no sample of its code', async () => {
    const { visitor, person } = await ownerOf()
    const { creditCode: code } = await test.deps.enterprises.get('all', person.organisation.id)
    await inTransaction(test.deps.db.connection, (session) =>
      test.deps.projectLists.addSamples(session, [project({ title: '示例中的项目', creditCode: code })]),
    )
    assert.doesNotMatch(wordsOf(await visitor.open('/enterprise/pipeline')), /示例中的项目/)
  })

  it('become one need in one step, with what the list knows and nothing that it does not', async () => {
    const { visitor, id, enterpriseId } = await ownerOf({ investmentFen: 5_000_000_000, gapFen: 2_000_000_000 })
    const response = await visitor.submit(await visitor.open('/enterprise/pipeline'), '#projects form')
    assert.equal(response.status, 303)
    const [need, ...others] = await test.deps.enterprises.needsOf(enterpriseId)
    assert.equal(others.length, 0)
    assert.equal(response.headers.location, `/enterprise/needs/${need?.id ?? ''}`)
    assert.deepEqual(
      [need?.amountFen, need?.investmentFen, need?.energySavingTce, need?.greenCode, need?.purpose],
      [2_000_000_000, 5_000_000_000, 1200.5, '1.3.1', '项目建设'],
    )
    assert.deepEqual([need?.termMonths, need?.ownFundsFen, need?.securities], [null, null, null])
    const kept = await test.deps.projectLists.get(id)
    assert.equal(kept.need?.needId, need?.id)
    const $ = await visitor.open('/enterprise/pipeline')
    assert.equal($('#projects form').length, 0)
    assert.equal($(`#projects a[href="/enterprise/needs/${need?.id ?? ''}"]`).length, 1)
  })

  it('become one need however often and however fast the button is pressed', async () => {
    const { visitor, id, enterpriseId } = await ownerOf()
    const token = String((await visitor.open('/enterprise/pipeline'))('#projects [name=_csrf]').val())
    const presses = Array.from({ length: 6 }, () => visitor.post(`/enterprise/pipeline/${id}/need`, { _csrf: token }))
    const answers = await Promise.all(presses)
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [303])
    assert.equal(new Set(answers.map(({ headers }) => String(headers.location))).size, 1)
    assert.equal((await test.deps.enterprises.needsOf(enterpriseId)).length, 1)
    const { events } = await test.deps.audit.list({ name: 'PIPELINE_NEED_MADE' }, { number: 1, size: 50 })
    assert.equal(events.filter(({ subject }) => subject.id === id).length, 1)
  })

  it('ask for no amount where nothing is lacking, or it is not known', async () => {
    for (const gapFen of [0, null]) {
      const { id, enterpriseId } = await ownerOf({ gapFen })
      assert.ok((await test.deps.projectLists.makeNeed(enterpriseId, id, systemActor)).ok)
      assert.equal((await test.deps.enterprises.needsOf(enterpriseId))[0]?.amountFen, null)
    }
  })

  it('stay linked through a change, and part when the project goes to another firm', async () => {
    const { id, enterpriseId } = await ownerOf({ title: '会换业主的项目' })
    assert.ok((await test.deps.projectLists.makeNeed(enterpriseId, id, systemActor)).ok)
    const { version, owner, creditCode: code } = await test.deps.projectLists.get(id)
    const same = project({ title: '会换业主的项目', owner, creditCode: code, stage: '投产' })
    assert.ok((await test.deps.projectLists.change({ id, version }, same, systemActor)).ok)
    assert.notEqual((await test.deps.projectLists.get(id)).need, null)
    const moved = await test.deps.projectLists.change(
      { id, version: version + 1 },
      { ...same, creditCode: creditCode(77) },
      systemActor,
    )
    assert.ok(moved.ok)
    assert.equal((await test.deps.projectLists.get(id)).need, null)
  })

  it('are in the export of the enterprise, and part when it closes, while the project stays', async () => {
    const { id, enterpriseId } = await ownerOf({ title: '导出中的项目' })
    assert.ok((await test.deps.projectLists.makeNeed(enterpriseId, id, systemActor)).ok)
    assert.match(JSON.stringify(await test.deps.enterprises.exportEverything(enterpriseId)), /导出中的项目/)
    await test.deps.enterprises.close(enterpriseId, systemActor)
    assert.equal((await test.deps.projectLists.get(id)).need, null)
  })

  it('meet through the demonstration too, and leave with it', async () => {
    await test.deps.samples.turnOn(systemActor)
    const samples = (await test.deps.projectLists.all()).filter(
      ({ isSample, owner }) => isSample && owner.includes('示例'),
    )
    assert.ok(samples.length > 40)
    const [one] = samples
    const enterprise = await test.deps.enterprises.findByCreditCode(one?.creditCode ?? '')
    assert.ok(enterprise?.isSample)
    const organisation = { kind: 'enterprise' as const, id: enterprise.id }
    const { email } = await openPerson(test, 'owner', { organisation })
    const visitor = new Visitor(test.app)
    await signIn(visitor, email)
    assert.match(wordsOf(await visitor.open('/enterprise/pipeline')), new RegExp(one?.title ?? '没有'))
    assert.ok(
      (await test.deps.agreements.all()).every(
        ({ isSample, bankName }) => isSample && bankName?.startsWith('示例机构'),
      ),
    )
    await test.deps.samples.turnOff(systemActor)
    assert.deepEqual(
      (await test.deps.projectLists.all()).filter(({ isSample }) => isSample),
      [],
    )
    assert.deepEqual(await test.deps.agreements.all(), [])
  })
})
