import assert from 'node:assert/strict'
import ExcelJS from 'exceljs'
import { systemActor } from '../../src/audit/index.js'
import { inTransaction } from '../../src/db/index.js'
import { agreementsService, type NewAgreement } from '../../src/agreements/index.js'
import { rowsIn } from '../registers/workbooks.js'
import { startApp, today, type TestApp } from '../support/app.js'
import { staffAt, wordsOf } from '../statistics/staff-browser.js'

const TYPED = {
  title: '绿色金融合作协议',
  signedOn: '2025-01-01',
  until: '2026-12-31',
  line: '1,000,000',
  purpose: '绿色制造',
  terms: '第一条\r\n第二条',
  source: '协议文本',
}

describe('agreements at the bureau', () => {
  let test: TestApp
  let bureau: Awaited<ReturnType<typeof staffAt>>
  let bank = ''
  before(async () => {
    test = await startApp()
    bureau = await staffAt(test, 'bureau')
    bank = [...(await test.deps.catalogue.current()).banks.values()][0]?.name ?? ''
  })
  after(() => test.close())
  const enter = async (fields: Readonly<Record<string, string>>) =>
    bureau.submit(await bureau.open('/bureau/agreements/new'), '#row', { ...TYPED, bank, ...fields })

  it('begin with the reported frame alone, and name none of its six banks', async () => {
    const words = wordsOf(await bureau.open('/bureau/agreements'))
    assert.match(words, /超过 700亿元.*6 家银行，银行名称未公布.*2025 年关于兵团绿色制造的公开报道/)
    assert.match(words, /不与下面的协议相加.*还没有录入协议/)
    assert.deepEqual(await test.deps.agreements.all(), [])
  })

  it('are entered once every field is right, each fault told and what was typed kept', async () => {
    const wrong = await enter({ bank: '某某银行', line: '-1', until: '2024-01-01', signedOn: '2027-01-01', title: '' })
    assert.equal(wrong.status, 422)
    for (const told of [
      '合作机构中没有“某某银行”',
      '不能是负数',
      '早于有效期的第一天',
      '晚于今天',
      '没有填写协议名称',
    ]) {
      assert.ok(wrong.text.includes(told), told)
    }
    assert.match(wrong.text, /value="2027-01-01"/)
    for (const terms of ['<b>条</b>', 'a\u0000b']) assert.equal((await enter({ terms })).status, 422)
    assert.equal((await enter({ line: '0' })).status, 422)
    assert.deepEqual(await test.deps.agreements.all(), [])
    const done = await enter({})
    assert.equal(done.status, 303)
    const [kept] = await test.deps.agreements.all()
    assert.deepEqual([kept?.lineFen, kept?.bankName, kept?.terms], [1_000_000_000_000, bank, '第一条\n第二条'])
    const words = wordsOf(await bureau.open(String(done.headers.location)))
    assert.match(words, /100 亿元.*1,000,000 万元.*已用0 万元.*剩余100 亿元.*第一条 ?第二条/)
  })

  it('warn when their last day is near, and keep what is not known unknown', async () => {
    await enter({ title: '没有额度的协议', bank: '未公布', line: '', until: '', signedOn: '' }).then((sent) =>
      assert.equal(sent.status, 303),
    )
    const $ = await bureau.open('/bureau/agreements')
    assert.match(wordsOf($), /将要到期 1 份.*还有 39 天到期.*2026年12月31日/)
    assert.match($('tbody').text(), /没有额度的协议.*未公布.*未公布/s)
    assert.match($('tfoot').text(), /执行中合计，2 份.*其中 1 份额度未公布，没有计入.*100 亿元/s)
  })

  it('are changed by one person at a time', async () => {
    const [one] = await test.deps.agreements.all()
    const form = await bureau.open(`/bureau/agreements/${one?.id ?? ''}/terms`)
    await bureau.submit(form, '#row', { purpose: '改过的方向' }).expect(303)
    const stale = await bureau.submit(form, '#row', { purpose: '别的方向' })
    assert.equal(stale.status, 422)
    assert.match(stale.text, /刚被别人改过/)
    assert.equal((await test.deps.agreements.get(one?.id ?? '')).purpose, '改过的方向')
  })

  it('are ended with a day and a reason, once, and are not changed any more', async () => {
    const [one] = await test.deps.agreements.all()
    const at = `/bureau/agreements/${one?.id ?? ''}`
    const $ = await bureau.open(at)
    for (const fields of [{ on: '2026-11-23', reason: '双方商定' }, { on: '2024-01-01', reason: '双方商定' }, { on: '昨天', reason: '双方商定' }, { on: '2026-11-01', reason: '' }]) {
      assert.equal((await bureau.submit($, '#end', fields)).status, 422, JSON.stringify(fields))
    } // prettier-ignore
    await bureau.submit($, '#end', { on: '2026-11-01', reason: '双方商定' }).expect(303)
    const after = await bureau.open(at)
    assert.match(wordsOf(after), /2026年11月1日终止.*双方商定/)
    assert.equal(after('#end').length, 0)
    const again = await test.deps.agreements.end(
      { id: one?.id ?? '', version: 3 },
      { on: '2026-11-02', reason: '再次' },
      systemActor,
    )
    assert.deepEqual(again, { ok: false, error: '协议已于 2026年11月1日 终止' })
    const form = await bureau.open(`${at}/terms`)
    assert.match((await bureau.submit(form, '#row', { purpose: '还想改' })).text, /已经终止，不能再修改/)
    const { events } = await test.deps.audit.list({}, { number: 1, size: 50 })
    const names = events.filter(({ subject }) => subject.id === one?.id).map(({ name }) => name)
    assert.deepEqual(names.sort(), ['AGREEMENT_CHANGED', 'AGREEMENT_ENDED', 'AGREEMENT_ENTERED'])
    assert.equal((await test.deps.audit.verify()).sound, true)
  })

  it('come out as a workbook with numbers as numbers and blanks for what is not known', async () => {
    const bytes = await bureau.download('/bureau/agreements.xlsx')
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(bytes as unknown as ExcelJS.Buffer)
    assert.match((await rowsIn(bytes)).flat().join('\n'), /2 份.*未知则留空/s)
    const rows = [2, 3].map((row) => book.worksheets[1]?.getRow(row))
    assert.deepEqual(
      rows.map((row) => row?.getCell(6).value ?? null),
      [1_000_000, null],
    )
    assert.deepEqual(
      rows.map((row) => row?.getCell(7).value ?? null),
      [0, null],
    )
  })

  it('are the bureau’s alone', async () => {
    for (const role of ['owner', 'officer', 'manager', 'administrator'] as const) {
      const other = await staffAt(test, role)
      await assert.rejects(other.open('/bureau/agreements'), /404/, role)
    }
  })

  it('count loans of their own kind within their term, and tell how much is left', async () => {
    const { connection } = test.deps.db
    const agreements = agreementsService({
      ...{ connection, now: () => today, audit: test.deps.audit, notices: test.deps.notices },
      contractedBy: (_bank, from, until, { isSample }) =>
        Promise.resolve(isSample ? 700 : from === '2026-01-01' && until === '2026-12-31' ? 400 : null),
    })
    const given: NewAgreement = {
      ...{
        bankId: 'boc',
        bankName: '某银行',
        title: '新协议',
        signedOn: null,
        from: '2026-01-01',
        until: '2026-12-31',
      },
      ...{ lineFen: 1000, purpose: null, terms: null, source: null },
    }
    const real = await agreements.enter(given, systemActor)
    await inTransaction(connection, (session) => agreements.addSamples(session, [{ ...given, lineFen: 500 }]))
    const all = await agreements.all()
    const sample = all.find(({ isSample }) => isSample)
    assert.deepEqual(
      [await agreements.withUse(real.id), sample].map((one) => [one?.usedFen, one?.leftFen]),
      [
        [400, 600],
        [700, -200],
      ],
    )
  })

  it('are told of in the inbox of the bureau at 90 days and at 30, once each, samples never', async () => {
    const { connection } = test.deps.db
    let day = new Date('2026-11-22T04:00:00Z')
    const agreements = agreementsService({
      ...{ connection, now: () => day, audit: test.deps.audit, notices: test.deps.notices },
      contractedBy: () => Promise.resolve(null),
    })
    const given: NewAgreement = {
      ...{
        bankId: null,
        bankName: null,
        title: '将到期的协议',
        signedOn: null,
        from: '2026-01-01',
        until: '2027-04-01',
      },
      ...{ lineFen: null, purpose: null, terms: null, source: null },
    }
    await agreements.enter(given, systemActor)
    await inTransaction(connection, (session) => agreements.addSamples(session, [{ ...given, title: '示例的协议' }]))
    const told = async () => {
      await agreements.warnOfExpiry()
      await agreements.warnOfExpiry()
      const $ = await bureau.open('/notices')
      assert.doesNotMatch(wordsOf($), /示例的协议/)
      return wordsOf($).match(/“将到期的协议”于 2027年4月1日 到期，还有 \d+ 天/g) ?? []
    }
    assert.deepEqual(await told(), [])
    day = new Date('2027-01-01T04:00:00Z')
    assert.deepEqual(await told(), ['“将到期的协议”于 2027年4月1日 到期，还有 90 天'])
    day = new Date('2027-02-01T04:00:00Z')
    assert.equal((await told()).length, 1)
    day = new Date('2027-03-02T04:00:00Z')
    const both = [...(await told())].sort()
    assert.deepEqual(both, [
      '“将到期的协议”于 2027年4月1日 到期，还有 30 天',
      '“将到期的协议”于 2027年4月1日 到期，还有 90 天',
    ])
  })
})
