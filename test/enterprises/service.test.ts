import assert from 'node:assert/strict'
import { inTransaction } from '../../src/db/index.js'
import { contradictionsOf, CreditCodeTaken, valueOf, type Enterprise } from '../../src/enterprises/index.js'
import { notFound, refusedWith } from '../support/refusals.js'
import { need } from './builders.js'
import { ASKED_BY, startDesks, type Desks } from './enterprise-app.js'

const CENTRE = { accountId: 'centre-1', role: 'administrator', organisationId: 'centre' }

describe('enterprises', () => {
  let desks: Desks
  before(async () => {
    desks = await startDesks()
  })
  after(() => desks.close())

  const events = async ({ id }: Enterprise) =>
    (await desks.audit.list({ subjectKind: 'enterprise', subjectId: id }, { number: 1, size: 50 })).events.map(
      ({ name }) => name,
    )

  it('are registered with what they declared, waiting for approval, with the event', async () => {
    const enterprise = await desks.register({ establishedOn: '2015-06-01' })
    const found = await desks.service.get({ enterpriseId: enterprise.id }, enterprise.id)
    assert.equal(found.status, 'pending')
    assert.equal(valueOf(found, 'enterprise.division'), '第八师')
    assert.equal(valueOf(found, 'enterprise.establishedOn'), '2015-06-01')
    assert.deepEqual(new Set(found.facts.map(({ source }) => source)), new Set(['declared']))
    assert.deepEqual(await events(enterprise), ['ENTERPRISE_REGISTERED'])
  })

  it('can sign up only once with a credit code', async () => {
    const enterprise = await desks.register()
    await assert.rejects(desks.register({ creditCode: enterprise.creditCode }), CreditCodeTaken)
  })

  it('lie outside the scope of any other enterprise', async () => {
    const [mine, theirs] = [await desks.register(), await desks.register()]
    await assert.rejects(desks.service.get({ enterpriseId: mine.id }, theirs.id), notFound)
    assert.equal((await desks.service.get('all', theirs.id)).id, theirs.id)
    await assert.rejects(desks.service.get('all', 'no such id'), notFound)
  })

  it('are approved or returned once, with a reason, and come back mended', async () => {
    const enterprise = await desks.register()
    const returned = await desks.service.returnWith(enterprise.id, '名称与执照不一致', CENTRE)
    assert.deepEqual([returned.status, returned.returnedReason], ['returned', '名称与执照不一致'])
    await assert.rejects(desks.service.approve(enterprise.id, CENTRE), refusedWith({ status: 409 }))
    const mended = await desks.service.resubmit(enterprise.id, '石河子新棉纺有限公司', ASKED_BY)
    assert.deepEqual([mended.status, mended.name, mended.returnedReason], ['pending', '石河子新棉纺有限公司', null])
    assert.equal((await desks.service.approve(enterprise.id, CENTRE)).status, 'approved')
    const names = ['ENTERPRISE_APPROVED', 'ENTERPRISE_RESUBMITTED', 'ENTERPRISE_RETURNED', 'ENTERPRISE_REGISTERED']
    assert.deepEqual(await events(enterprise), names)
  })

  it('are found by status, division, and part of the name or code, a page at a time', async () => {
    const enterprise = await desks.register({ name: '阿拉尔（一）果业.公司', division: '第一师' })
    const of = async (filter: Parameters<typeof desks.service.list>[0]) =>
      (await desks.service.list(filter, { page: 1, size: 100 })).rows.map(({ id }) => id)
    assert.deepEqual(await of({ division: '第一师' }), [enterprise.id])
    assert.deepEqual(await of({ text: '（一）果业.' }), [enterprise.id])
    assert.deepEqual(await of({ text: '.*' }), [])
    assert.deepEqual(await of({ text: enterprise.creditCode.slice(0, 18).toLowerCase() }), [enterprise.id])
    assert.deepEqual(await of({ status: 'closed' }), [])
    const { rows, total } = await desks.service.list({}, { page: 2, size: 1 })
    assert.equal(rows.length, 1)
    assert.ok(total > 2)
  })

  it('keep a change and its event together, or neither', async () => {
    const enterprise = await desks.register()
    const broken = inTransaction(desks.db.connection, async (session) => {
      await desks.service.confirmFact(session, enterprise.id, finding('国家级'), CENTRE)
      throw new Error('the import fails later')
    })
    await assert.rejects(broken, /fails later/)
    assert.deepEqual((await desks.service.get('all', enterprise.id)).findings, [])
    assert.deepEqual(await events(enterprise), ['ENTERPRISE_REGISTERED'])
  })

  const finding = (value: string | readonly string[], fact = 'enterprise.greenFactory') => ({
    fact,
    value,
    register: '绿色工厂名录（2025）',
    asOf: '2025-12-31',
  })
  const note = (id: string, value: string | readonly string[], fact?: string) =>
    inTransaction(desks.db.connection, (session) =>
      desks.service.confirmFact(session, id, finding(value, fact), CENTRE),
    )
  const declare = (enterprise: Enterprise, section: string, fact: string, value: string | readonly string[]) =>
    desks.service.declareFacts(
      enterprise.id,
      { section, version: enterprise.version, lines: [{ fact, value, asOf: '2026-11-22', evidenceIds: [] }] },
      ASKED_BY,
    )

  it('have a claim confirmed by a register that lists it', async () => {
    const enterprise = await desks.register()
    await declare(enterprise, 'green', 'enterprise.greenFactory', '国家级')
    assert.equal(await note(enterprise.id, '国家级'), 'confirmed')
    const { facts } = await desks.service.get('all', enterprise.id)
    assert.equal(facts.find(({ fact }) => fact === 'enterprise.greenFactory')?.source, 'register')
  })

  it('keep a claim that a register contradicts, flagged to both sides', async () => {
    const enterprise = await desks.register()
    await declare(enterprise, 'green', 'enterprise.greenFactory', '国家级')
    assert.equal(await note(enterprise.id, '师市级'), 'contradicted')
    const found = await desks.service.get('all', enterprise.id)
    assert.equal(valueOf(found, 'enterprise.greenFactory'), '国家级')
    assert.deepEqual(
      contradictionsOf(found).map(({ entry, finding }) => [entry.value, finding.value, entry.source]),
      [['国家级', '师市级', 'declared']],
    )
    const flagged = await desks.service.list({ contradicted: true }, { page: 1, size: 10 })
    assert.deepEqual(
      flagged.rows.map(({ id }) => id),
      [enterprise.id],
    )
    const saved = await declare(found, 'green', 'enterprise.greenFactory', '师市级')
    assert.ok(saved.ok)
    assert.deepEqual(contradictionsOf(saved.record), [])
    assert.equal((await desks.service.list({ contradicted: true }, { page: 1, size: 10 })).total, 0)
  })

  it('are offered what a register lists and they never claimed, and may take it over', async () => {
    const enterprise = await desks.register()
    assert.equal(await note(enterprise.id, '兵团级'), 'unclaimed')
    assert.equal(valueOf(await desks.service.get('all', enterprise.id), 'enterprise.greenFactory'), undefined)
    const { fact, register } = finding('兵团级')
    const adopted = await desks.service.adoptFinding(enterprise.id, { fact, register }, ASKED_BY)
    const entry = adopted.facts.find((one) => one.fact === fact)
    assert.deepEqual([entry?.value, entry?.source, entry?.asOf], ['兵团级', 'register', '2025-12-31'])
  })

  it('have titles confirmed only when every one of them is listed', async () => {
    const enterprise = await desks.register()
    await declare(enterprise, 'innovation', 'enterprise.titles', ['高新技术企业', '单项冠军'])
    const sourceOf = async () =>
      (await desks.service.get('all', enterprise.id)).facts.find(({ fact }) => fact === 'enterprise.titles')?.source
    await note(enterprise.id, ['高新技术企业'], 'enterprise.titles')
    assert.equal(await sourceOf(), 'declared')
    await inTransaction(desks.db.connection, (session) =>
      desks.service.confirmFact(
        session,
        enterprise.id,
        { ...finding(['单项冠军'], 'enterprise.titles'), register: '单项冠军名单' },
        CENTRE,
      ),
    )
    assert.equal(await sourceOf(), 'register')
  })

  it('are flagged when a register does not list what they claim, until the finding is withdrawn', async () => {
    const enterprise = await desks.register()
    await declare(enterprise, 'green', 'enterprise.greenFactory', '国家级')
    const gone = { fact: 'enterprise.greenFactory', register: '绿色工厂名录（2025）', asOf: '2025-12-31' }
    const outcome = await inTransaction(desks.db.connection, (session) =>
      desks.service.flagFact(session, enterprise.id, gone, CENTRE),
    )
    assert.equal(outcome, 'contradicted')
    assert.equal(contradictionsOf(await desks.service.get('all', enterprise.id)).length, 1)
    await inTransaction(desks.db.connection, (session) =>
      desks.service.withdrawFinding(session, enterprise.id, gone, CENTRE),
    )
    assert.deepEqual(contradictionsOf(await desks.service.get('all', enterprise.id)), [])
  })

  it('refuse a section that someone else saved in between, and take another section', async () => {
    const enterprise = await desks.register()
    assert.ok((await declare(enterprise, 'green', 'enterprise.greenFactory', '国家级')).ok)
    const late = await declare(enterprise, 'green', 'enterprise.greenFactory', '无')
    assert.equal(late.ok, false)
    if (!late.ok) assert.equal(valueOf(late.current, 'enterprise.greenFactory'), '国家级')
    assert.ok((await declare(enterprise, 'innovation', 'enterprise.titles', ['单项冠军'])).ok)
  })

  it('let only one of two savings at the same moment through', async () => {
    const enterprise = await desks.register()
    const both = await Promise.all(
      ['国家级', '无'].map((value) => declare(enterprise, 'green', 'enterprise.greenFactory', value)),
    )
    assert.deepEqual(both.map(({ ok }) => ok).sort(), [false, true])
  })

  it('attach no evidence to a fact that is not their own', async () => {
    const enterprise = await desks.register()
    const line = { fact: 'enterprise.patents', value: 3, asOf: '2026-11-22', evidenceIds: ['x'.repeat(24)] }
    const declared = { section: 'innovation', version: enterprise.version, lines: [line] }
    const saved = await desks.service.declareFacts(enterprise.id, declared, ASKED_BY)
    assert.ok(saved.ok)
    const entry = saved.record.facts.find(({ fact }) => fact === 'enterprise.patents')
    assert.deepEqual([entry?.evidenceIds, entry?.source], [[], 'declared'])
  })

  it('are left as they were when the log cannot be written: no file, no need, no fact', async () => {
    const enterprise = await desks.register()
    const service = desks.withBrokenLog()
    const file = { name: 'a.pdf', kind: 'pdf', mime: 'application/pdf', bytes: Buffer.from('x') } as const
    await assert.rejects(service.addEvidence(enterprise.id, file, ASKED_BY), /log cannot be written/)
    assert.equal(await desks.db.connection.collection('evidence.files').countDocuments({}), 0)
    assert.equal(await desks.db.connection.collection('evidence.chunks').countDocuments({}), 0)
    assert.deepEqual(await service.evidenceOf(enterprise.id), [])
    await assert.rejects(service.addNeed(enterprise.id, need({ title: 'x' }), ASKED_BY), /log cannot be written/)
    assert.deepEqual(await service.needsOf(enterprise.id), [])
    await assert.rejects(service.approve(enterprise.id, CENTRE), /log cannot be written/)
    assert.equal((await service.get('all', enterprise.id)).status, 'pending')
  })

  it('keep date and author of what did not change', async () => {
    const enterprise = await desks.register()
    const first = await declare(enterprise, 'green', 'enterprise.greenFactory', '国家级')
    assert.ok(first.ok)
    desks.now = new Date('2026-12-01T04:00:00Z')
    const again = await declare(first.record, 'green', 'enterprise.greenFactory', '国家级')
    desks.now = new Date('2026-11-22T04:00:00Z')
    assert.ok(again.ok)
    assert.equal(again.record.version, first.record.version)
  })
})
