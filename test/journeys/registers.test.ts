import assert from 'node:assert/strict'
import { registersRoutes } from '../../src/registers/index.js'
import { paths } from '../../src/paths.js'
import { Site } from '../../src/web/route.js'
import { approvedEnterprise, startStaff, wordsOf, type Staff, type StaffApp } from '../registers/staff-app.js'
import { creditCode, FACTORY_HEADER, largeWorkbook, rowsIn, workbookOf } from '../registers/workbooks.js'

const LIST = '/registers/green-factory'
const IMPORTS = '/registers/green-factory/imports'

describe('keeping the registers', () => {
  let staff: StaffApp
  let bureau: Staff
  before(async () => {
    staff = await startStaff((site, deps) => registersRoutes(site, deps))
    bureau = staff.person('bureau')
  })
  after(() => staff.close())

  /** Uploads a workbook, waits for the dry run, and opens its page. */
  async function upload(bytes: Buffer, name = '绿色工厂名单.xlsx') {
    const sent = await bureau.upload(await bureau.open(IMPORTS), '#upload', { name, bytes })
    assert.equal(sent.status, 303, sent.text)
    await staff.deps.registers.idle()
    const address = String(sent.headers.location)
    return { address, $: await bureau.open(address) }
  }
  const total = async () => (await bureau.open(LIST))('[role="status"]').text()

  it('is for the bureau and the centre; to everybody else there is nothing here', async () => {
    const site = new Site()
    registersRoutes(site, staff.deps)
    const parameters = { register: 'green-factory', id: 'x' }
    for (const { pattern } of site.declared.filter(({ method }) => method === 'GET')) {
      const address = pattern.replace(/:(register|id)/g, (_, name: 'register' | 'id') => parameters[name])
      for (const role of ['owner', 'member', 'officer', 'manager'] as const) {
        const stranger = staff.person(role, { kind: 'enterprise', id: 'e' })
        assert.equal((await stranger.get(address)).status, 404, `${role} ${address}`)
      }
      const visitor = await staff.visitor().get(address)
      assert.equal(visitor.status, 303)
      assert.match(String(visitor.headers.location), /^\/sign-in/)
    }
    assert.equal((await staff.person('administrator').get(LIST)).status, 200)
    assert.equal((await bureau.get('/registers/no-such')).status, 404)
  })

  it('begins with a template that can be filled in and uploaded as it is', async () => {
    const template = await bureau.download(paths.registerTemplate({ register: 'green-factory' }))
    const [header = []] = await rowsIn(template)
    assert.deepEqual(
      header.map((label) => label.replace('*', '')),
      FACTORY_HEADER,
    )
    const { $ } = await upload(await workbookOf([header, ['模板厂', creditCode(1), '国家级', 2024]]))
    assert.match(wordsOf($), /检查通过，等待写入/)
  })

  it('shows a dry run first, then writes all of it in one go, and says what became of each row', async () => {
    const before = await total()
    const rows = [FACTORY_HEADER, ['甲厂', creditCode(11), '国家级', 2024], ['乙厂', creditCode(12), '兵团级', 2024]]
    const { address, $ } = await upload(await workbookOf(rows))
    assert.equal(await total(), before, 'a dry run wrote something')
    assert.equal((await bureau.submit($, '#apply')).status, 303)
    await staff.deps.registers.idle()
    assert.match(wordsOf(await bureau.open(address)), /已写入/)
    assert.match(wordsOf(await bureau.open(LIST)), /乙厂.*甲厂/)
    const { events } = await staff.deps.audit.list({ name: 'REGISTER_IMPORTED' }, { number: 1, size: 1 })
    assert.match(events[0]?.detail ?? '', /"added":2/)
    const again = await upload(
      await workbookOf([
        ...rows.slice(0, 2),
        ['乙厂', creditCode(12), '国家级', 2024],
        ['丙厂', creditCode(13), '师市级'],
      ]),
    )
    const facts = again
      .$('.facts dd')
      .map((_, one) => again.$(one).text())
      .get()
    assert.deepEqual(facts, ['3', '0', '1', '1', '1'])
    assert.equal((await bureau.submit(again.$, '#apply')).status, 303)
    await staff.deps.registers.idle()
    assert.equal((await bureau.submit(again.$, '#apply')).status, 409, 'an import was written twice')
  })

  it('refuses a file with one bad row in ten thousand, names the row and writes nothing', async () => {
    const before = await total()
    const bytes = await largeWorkbook(FACTORY_HEADER, 10_000, (number) => [
      `第${number}绿色工厂`, creditCode(number + 20_000), number === 7777 ? '省级' : '兵团级', 2024, new Date('2024-01-01'), '2030-12-31', '兵工信〔2024〕1号',
    ]) // prettier-ignore
    const { $, address } = await upload(bytes)
    assert.deepEqual([$('#read').text(), $('#refused').text()], ['10000', '1'])
    assert.match(wordsOf($), /没有通过，没有写入任何内容.*第 7778 行\s*第7777绿色工厂\s*C 列 级别：级别“省级”不认识/)
    assert.equal($('#apply').length, 0)
    assert.equal((await bureau.post(`${address}/application`, { _csrf: String($('[name=_csrf]').val()) })).status, 409)
    assert.equal(await total(), before)
    const [, row] = await rowsIn(await bureau.download(`${address}/refused.xlsx`))
    assert.deepEqual(row?.slice(0, 2), ['7778', '第7777绿色工厂'])
  })

  it('takes ten thousand rows without holding them', async () => {
    const bytes = await largeWorkbook(FACTORY_HEADER, 10_000, (number) => [
      `第${number}绿色工厂`,
      creditCode(number + 40_000),
      '兵团级',
      2024,
    ])
    const small = await peakOf(() => upload(bytes))
    assert.ok(small.megabytes < 80, `${small.megabytes} MB`)
    const { $ } = small.result
    assert.deepEqual([$('#read').text(), $('#refused').text()], ['10000', '0'])
    await bureau.submit($, '#apply')
    await staff.deps.registers.idle()
    const { total: held } = await staff.deps.registers.list(
      { register: 'green-factory', text: '绿色工厂' },
      { skip: 0, limit: 1 },
    )
    assert.equal(held, 10_000)
  })

  it('refuses what is no workbook, without a record of it', async () => {
    const form = await bureau.open(IMPORTS)
    const before = form('tbody tr').length
    for (const file of [
      { name: '名单.xlsx', bytes: Buffer.from('企业名称,级别') },
      { name: '名单.csv', bytes: Buffer.from('a,b') },
      { name: '空.xlsx', bytes: Buffer.alloc(0) },
    ]) {
      const response = await bureau.upload(form, '#upload', file)
      assert.equal(response.status, 422, file.name)
      assert.match(response.text, /href="#f-file"/)
    }
    assert.equal((await bureau.open(IMPORTS))('tbody tr').length, before)
  })

  it('takes rows by hand by the same rules, keeps what was typed, and knows a row that is there', async () => {
    const form = await bureau.open(`${LIST}/entries/new`)
    const refused = await bureau.submit(form, '#entry', { name: '手录厂', creditCode: '123', grade: '国家级' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /是 18 位，您填写了 3 位/)
    assert.match(refused.text, /value="手录厂"/)
    const given = { name: '手录厂', creditCode: creditCode(31), grade: '国家级', year: '2025' }
    assert.equal((await bureau.submit(form, '#entry', given)).status, 303)
    const twice = await bureau.submit(form, '#entry', given)
    assert.equal(twice.status, 422)
    assert.match(twice.text, /名录中已经有这一条/)
  })

  it('finds, changes and removes a row', async () => {
    const found = await bureau.open(
      `${LIST}?q=${encodeURIComponent('手录')}&grade=${encodeURIComponent('国家级')}&state=held`,
    )
    assert.match(found('[role="status"]').text(), /共 1 条/)
    const href = String(found('tbody th a').attr('href'))
    const form = await bureau.open(href)
    assert.equal((await bureau.submit(form, '#entry', { grade: '兵团级', validTo: '2020-01-01' })).status, 303)
    assert.match(
      (await bureau.open(`${LIST}?q=${encodeURIComponent('手录')}&state=held`))('[role="status"]').text(),
      /共 0 条/,
    )
    assert.equal((await bureau.submit(form, '#removal')).status, 303)
    assert.equal((await bureau.get(href)).status, 404)
    await staff.deps.registers.idle()
  })

  it('exports what the filters leave as a workbook that can be imported again', async () => {
    const rows = await rowsIn(await bureau.download(`${LIST}/entries.xlsx?q=${encodeURIComponent('甲厂')}`))
    assert.deepEqual(
      rows.map((row) => row.slice(0, 4)),
      [FACTORY_HEADER.slice(0, 4), ['甲厂', creditCode(11), '国家级', '2024']],
    )
    const all = await bureau.download(`${LIST}/entries.xlsx?grade=${encodeURIComponent('国家级')}`)
    const { $ } = await upload(all)
    assert.match(wordsOf($), /检查通过.*没有变化/)
    assert.equal((await bureau.submit($, '#cancel')).status, 303)
  })

  it('tells an enterprise at the end of an import, and shows that all claims were compared', async () => {
    const id = await approvedEnterprise(staff, creditCode(51), '被导入的厂')
    const { $, address } = await upload(await workbookOf([FACTORY_HEADER, ['被导入的厂', creditCode(51), '国家级']]))
    await bureau.submit($, '#apply')
    await staff.deps.registers.idle()
    const page = await bureau.get(address)
    assert.equal(page.headers.refresh, undefined, 'the page goes on coming back')
    const { findings } = await staff.deps.enterprises.get('all', id)
    assert.deepEqual(
      findings.map(({ value }) => value),
      ['国家级'],
    )
  })
})

/** How much the heap grows at most while something is under way, in MB. */
async function peakOf<T>(work: () => Promise<T>): Promise<{ result: T; megabytes: number }> {
  const start = process.memoryUsage().heapUsed
  let peak = start
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().heapUsed)
  }, 10)
  try {
    return { result: await work(), megabytes: (peak - start) / 1e6 }
  } finally {
    clearInterval(watch)
  }
}
