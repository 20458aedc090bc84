import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { readConfig } from '../../src/config.js'
import { main } from '../../src/audit/verify.cli.js'
import { auditLog, systemActor } from '../../src/audit/index.js'
import { ensureIndexes, inTransaction, openDatabase } from '../../src/db/index.js'
import { createLogger } from '../../src/log/index.js'
import { startApp, type TestApp, type Visitor } from '../support/app.js'
import { signedInAs } from '../support/people.js'

describe('the reader of the audit log', () => {
  let test: TestApp
  let bureau: Visitor
  before(async () => {
    test = await startApp()
    bureau = (await signedInAs(test, 'bureau')).visitor
    for (let n = 1; n <= 60; n += 1) {
      await inTransaction(test.deps.db.connection, (session) =>
        test.deps.audit.record(session, {
          name: n % 2 ? 'NEED_SAVED' : 'NEED_CLOSED',
          actor: { accountId: 'p1', role: 'owner', organisationId: n > 50 ? '=cmd()' : 'e1' },
          subject: { kind: 'need', id: `n${n}` },
          detail: { n },
        }),
      )
    }
  })
  after(() => test.close())

  const totalAt = async (address: string) => Number(/共 (\d+) 条/.exec((await bureau.open(address)).text())?.[1])

  it('lists the newest first, page by page, and filters by every field', async () => {
    const $ = await bureau.open('/audit')
    assert.equal($('tbody tr').length, 50)
    assert.match($('tbody tr').first().text(), /NEED_CLOSED/)
    assert.equal(
      (await bureau.open($('a[rel=next]').attr('href') ?? ''))('tbody tr').length,
      (await totalAt('/audit')) - 50,
    )
    assert.equal(await totalAt('/audit?name=NEED_SAVED'), 30)
    assert.equal(await totalAt('/audit?organisation=e1'), 50)
    assert.equal(await totalAt('/audit?kind=need&subject=n7'), 1)
    assert.equal(await totalAt('/audit?account=p1&role=owner'), 60)
    assert.equal(await totalAt('/audit?from=2026-11-22&to=2026-11-22'), await totalAt('/audit'))
    assert.equal(await totalAt('/audit?from=2026-11-23'), 0)
    assert.equal(await totalAt('/audit?to=2026-11-21'), 0)
  })

  it('shows who did it by name', async () => {
    assert.match((await bureau.open('/audit?name=SIGNED_IN'))('tbody').text(), /登录\s*张\d+ 工信局/)
  })

  it('tells what happened in Chinese, by whom and for which organisation, and keeps code and record to be unfolded', async () => {
    const firm = await signedInAs(test, 'owner')
    const { id } = firm.person.organisation
    await inTransaction(test.deps.db.connection, (session) =>
      test.deps.audit.record(session, {
        name: 'APPLICATION_APPROVE',
        actor: { accountId: null, role: 'officer', organisationId: id },
        subject: { kind: 'application', id: 'aaaaaaaaaaaaaaaaaaaaaaaa' },
        detail: { from: 'chosen', to: 'approved', amountFen: 5_000_000, offerId: 'b', seq: 4 },
      }),
    )
    const $ = await bureau.open('/audit?name=APPLICATION_APPROVE&kind=application')
    const row = $('tbody tr').first()
    row.find('details dl').each((_, one) => {
      assert.match($(one).text(), /APPLICATION_APPROVE.*application a{24}.*"amountFen":5000000/s)
    })
    assert.equal(row.find('details dl').length, 1)
    row.find('details').remove()
    const { name } = await test.deps.enterprises.get('all', id)
    assert.match(
      row.text().replace(/\s+/g, ' '),
      new RegExp(`审批通过.*${name}.*申请 …aaaaaa.*金额：50,000.00 元，从：已选定，待审批，到：审批通过，待签约`),
    )
    assert.doesNotMatch(row.text(), /[A-Z]{4}_|[{}]|offerId/)
    assert.equal($('#f-kind option[selected]').text(), '申请')
  })

  it('leaves out a filter that cannot be one, and says so', async () => {
    const $ = await bureau.open('/audit?from=2026-02-30&name=%3Cscript%3E&page=-1&role[]=x')
    assert.match($('[role=status]').text(), /起始日期无法识别/)
  })

  it('exports what is filtered, with nothing that a spreadsheet would run', async () => {
    const response = await bureau.get('/audit.csv?kind=need').expect(200)
    assert.match(String(response.headers['content-disposition']), /attachment; filename="?audit\.csv/)
    const rows = response.text.split('\r\n').filter(Boolean)
    assert.equal(rows.length, 61)
    assert.match(rows[0] ?? '', /^\uFEFF"序号"/)
    assert.match(rows[1] ?? '', /"'=cmd\(\)"/)
    assert.ok(!rows.some((row) => row.includes('"=cmd')))
  })

  it('is checked by a command that names the first broken link', async () => {
    const config = readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent', MONGODB_URI: test.deps.db.uri })
    const run = async (argv: readonly string[] = []) => {
      const [stdout, stderr] = [new PassThrough(), new PassThrough()]
      const status = await main(argv, { stdin: new PassThrough(), stdout, stderr, config: { ...config } })
      return { status, text: String(stdout.read() ?? '') + String(stderr.read() ?? '') }
    }
    assert.deepEqual(await run(['x']), { status: 2, text: 'Usage: npm run audit:verify\n' })
    // The command opens the database of the portal; the journeys have databases of their own.
    const portal = await openDatabase(config, createLogger({ logLevel: 'silent' }))
    try {
      const log = auditLog(portal.connection, () => new Date())
      const happening = { name: 'A', actor: systemActor, subject: { kind: 'thing', id: 'a' } }
      await ensureIndexes(portal.connection)
      for (let n = 0; n < 3; n += 1) await inTransaction(portal.connection, (session) => log.record(session, happening))
      const sound = await run()
      assert.equal(sound.status, 0)
      assert.match(sound.text, /^The chain is sound: 3 events, head [0-9a-f]{64}\n$/)
      await portal.connection.collection<{ _id: number }>('audit_events').deleteOne({ _id: 2 })
      const broken = await run()
      assert.equal(broken.status, 1)
      assert.match(broken.text, /^The chain is broken after 1 sound events: event 2 is missing/)
    } finally {
      await portal.connection.dropDatabase()
      await portal.close()
    }
  })

  it('finds the change of one event among all', async () => {
    const row = { _id: 10 }
    const events = test.deps.db.connection.collection<{ _id: number; detail: string }>('audit_events')
    const before = await events.findOne(row)
    await events.updateOne(row, { $set: { detail: '{"n":999}' } })
    const check = await test.deps.audit.verify()
    assert.ok(!check.sound)
    assert.deepEqual([check.fault.seq, check.fault.kind], [10, 'altered'])
    await events.updateOne(row, { $set: { detail: before?.detail ?? '' } })
    assert.equal((await test.deps.audit.verify()).sound, true)
  })

  it('is for the bureau and the centre', async () => {
    await (await signedInAs(test, 'administrator')).visitor.get('/audit').expect(200)
    await (await signedInAs(test, 'manager')).visitor.get('/audit').expect(404)
    await (await signedInAs(test, 'owner')).visitor.get('/audit.csv').expect(404)
  })
})
