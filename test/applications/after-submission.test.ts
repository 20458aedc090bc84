import assert from 'node:assert/strict'
import { load } from 'cheerio'
import { loadPage } from '../support/load-page.js'
import type { Application, ApplicationChanges, Mover, MoveOrder } from '../../src/applications/index.js'
import { systemActor } from '../../src/audit/index.js'
import { ensureDemo, removeDemo } from '../../src/demo/index.js'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { signIn } from '../support/people.js'
import { applicant, refused, submitted, wan, type Applicant } from './applying.js'
import { refusedWith } from '../support/refusals.js'

describe('an application that stands', function () {
  this.timeout(60_000)
  let test: TestApp
  let who: Applicant
  let visitor: Visitor
  before(async () => {
    test = await startApp()
  })
  after(() => test.close())
  beforeEach(async () => {
    who = await applicant(test)
    visitor = new Visitor(test.app)
    await signIn(visitor, who.email)
  })

  async function apply(given: Parameters<typeof submitted>[2] = {}): Promise<Application> {
    const request = await submitted(test, who, given)
    const [own] = await test.deps.applications.ofRequest('all', request.id)
    assert.ok(own)
    return own
  }
  const officerOf = ({ bankId }: Application): Mover => ({
    kind: 'officer',
    actor: { accountId: 'officer-1', role: 'officer', organisationId: bankId },
    name: '李强',
  })
  const bank = (application: Application, action: MoveOrder['action'], set?: ApplicationChanges, reason?: string) =>
    test.deps.applications.move('all', application.id, {
      ...{ action, mover: officerOf(application) },
      ...(set && { set }),
      ...(reason !== undefined && { reason }),
    })
  const asked = (items: readonly string[]): ApplicationChanges => ({
    asked: { items, note: '月底前即可', at: test.deps.now(), by: '李强' },
  })
  const declined = (): ApplicationChanges => ({
    refusal: {
      code: 'fact-not-confirmed',
      text: '纳税信用等级与税务部门公布的不一致',
      condition: { fact: 'enterprise.taxGrade', sentence: '纳税信用等级须为 A、B、M，您是 C，不符合' },
      wayOn: '请核对该项数据',
      at: test.deps.now(),
      by: '李强',
    },
  })

  it('is answered only when nothing that the bank asked for is left out; then its clock goes on', async () => {
    const own = await apply()
    await bank(own, 'claim')
    await bank(own, 'ask', asked(['设备采购合同', '最近三个月流水']))
    const page = await visitor.open(`/enterprise/applications/${own.id}`)
    assert.match(page('main').text(), /现在等您补充，银行的计时暂停/)
    assert.match(page('#now').parent().text(), /设备采购合同/)
    const form = await visitor.open(page('aside a.btn').attr('href') ?? '')
    const half = await visitor.submit(form, 'main form[action$=answer]', { 'file-1': who.fileId, 'text-1': '见附件' })
    assert.equal(half.status, 422)
    const again = loadPage(half.text)
    assert.match(again('#errors').text(), /第 2 项“最近三个月流水”/)
    assert.equal(again('[name=text-1]').val(), '见附件')
    assert.equal((await test.deps.applications.get('all', own.id)).state, 'returned')
    const whole = { 'file-1': who.fileId, 'text-2': '账户刚开立，没有流水' }
    await visitor.submit(again, 'main form[action$=answer]', whole).expect(303)
    const moved = await test.deps.applications.get('all', own.id)
    assert.equal(moved.state, 'claimed')
    assert.deepEqual(moved.documents.at(-1)?.evidenceIds, [who.fileId])
    assert.equal(moved.documents.at(-1)?.title, '设备采购合同')
    const twice = await visitor.submit(again, 'main form[action$=answer]', whole)
    assert.equal(twice.status, 409)
    assert.match((await visitor.open(`/enterprise/applications/${own.id}`))('.time').text(), /账户刚开立，没有流水/)
  })

  it('shows a refusal in plain words, and lets its fact be contested once until the bank has answered', async () => {
    const own = await apply()
    await bank(own, 'claim')
    await bank(own, 'decline', declined())
    const page = await visitor.open(`/enterprise/applications/${own.id}`)
    for (const words of [
      '申报内容与核实结果不一致',
      '纳税信用等级与税务部门公布的不一致',
      '核实不一致的内容：纳税信用等级',
      '请核对该项数据',
    ]) {
      assert.ok(page('main').text().includes(words), words)
    }
    assert.doesNotMatch(page('main').text(), /您是 C|没有满足的条件/, 'the verdict rests on what is in doubt')
    const form = await visitor.open(page('a:contains("异议")').attr('href') ?? '')
    assert.equal((await visitor.submit(form, 'main form', { about: 'condition', text: '' })).status, 422)
    const said = { about: 'condition', text: '税务局已更正为 B 级', evidence: who.fileId }
    await visitor.submit(form, 'main form', said).expect(303)
    const [contest, ...others] = (await test.deps.applications.get('all', own.id)).contests
    assert.equal(others.length, 0)
    assert.deepEqual(
      [contest?.fact, contest?.text, contest?.evidenceIds, contest?.answer],
      ['enterprise.taxGrade', '税务局已更正为 B 级', [who.fileId], null],
    )
    const page2 = await visitor.open(`/enterprise/applications/${own.id}`)
    assert.match(page2('main').text(), /等银行答复/)
    assert.equal(page2('a:contains("对依据提出异议")').length, 0)
    assert.equal((await visitor.submit(form, 'main form', said)).status, 409)
  })

  it('takes further files, which have to be checked anew, and says who can see them', async () => {
    const own = await apply()
    const paper = own.documents.find(({ evidenceIds }) => evidenceIds.length === 0)
    assert.ok(paper)
    const form = await visitor.open(`/enterprise/applications/${own.id}`)
    const csrf = form('[name=_csrf]').first().attr('value') ?? ''
    const put = { _csrf: csrf, code: paper.code, evidence: who.fileId }
    await visitor.post(`/enterprise/applications/${own.id}/documents`, put).expect(303)
    const moved = await test.deps.applications.get('all', own.id)
    assert.deepEqual(moved.documents.find(({ code }) => code === paper.code)?.evidenceIds, [who.fileId])
    assert.equal(moved.state, own.state)
    const row = (await visitor.open(`/enterprise/applications/${own.id}`))('#doc tr').filter((_, one) =>
      load(one).text().includes(paper.title),
    )
    assert.match(row.text(), new RegExp(own.bankName ?? '-'))
    const nothing = await visitor.post(`/enterprise/applications/${own.id}/documents`, {
      _csrf: csrf,
      code: paper.code,
    })
    assert.equal(nothing.status, 422)
  })

  it('is shown to its bank by the parts that a consent in force names, and no longer than it is', async () => {
    const own = await apply({ scopes: ['profile', 'needs', 'evidence'] })
    const bankId = own.bankId ?? ''
    const seen = await test.deps.requests.snapshotFor(bankId, own.requestId)
    assert.ok(seen?.enterprise && seen.need && seen.evidence)
    assert.equal(seen.record, null, 'the decision record names figures too')
    assert.ok(seen.facts.every(({ fact }) => fact !== 'enterprise.annualRevenueWan'))
    assert.equal(await test.deps.requests.snapshotFor('another-bank', own.requestId), null)
    const [consent] = await test.deps.enterprises.consentsOf(who.enterpriseId)
    await test.deps.enterprises.revokeConsent(who.enterpriseId, consent?.id ?? '', who.mover.actor)
    assert.equal(await test.deps.requests.snapshotFor(bankId, own.requestId), null)
    assert.match((await visitor.open(`/enterprise/applications/${own.id}`))('aside').text(), /现在看不到您的资料/)
  })

  it('that was refused takes its share again when the bank opens it anew, unless another has it', async () => {
    const own = await apply({ amountFen: wan(100) })
    await bank(own, 'claim')
    await bank(own, 'decline', declined())
    assert.equal((await test.deps.requests.leftOf(who.need)).heldFen, 0)
    await bank(own, 'reopen', undefined, '异议成立')
    assert.equal((await test.deps.requests.leftOf(who.need)).heldFen, wan(100))
    assert.match((await refused(test, who, { amountFen: wan(1) })).join(), /还可申请 0 万元/)
    await bank(own, 'decline', declined())
    await submitted(test, who, { amountFen: wan(1) })
    await assert.rejects(
      bank(own, 'reopen', undefined, '再看一次'),
      refusedWith({ message: /已经把这部分金额或担保用在别的申请中/ }),
    )
    assert.equal((await test.deps.applications.get('all', own.id)).state, 'declined')
  })

  it('that was refused stays so when its need was withdrawn: no bank takes the share again', async () => {
    const own = await apply()
    await bank(own, 'claim')
    await bank(own, 'decline', declined())
    await test.deps.enterprises.setNeedStatus(who.enterpriseId, who.need.id, 'withdrawn', who.mover.actor)
    await assert.rejects(
      bank(own, 'reopen', undefined, '再看一次'),
      refusedWith({ message: /企业已经撤回这项融资需求/ }),
    )
    assert.equal((await test.deps.requests.leftOf(who.need)).heldFen, 0)
  })

  it('cannot be submitted for a need that was withdrawn, by an enterprise not approved, or for a product that left', async () => {
    assert.match((await refused(test, who, { productIds: ['gone'] })).join(), /已经下架/)
    const withdrawn = await applicant(test)
    const before = await test.deps.enterprises.matchNeed(withdrawn.enterpriseId, withdrawn.need.id, systemActor)
    assert.ok(before.text.length > 0)
    await test.deps.enterprises.setNeedStatus(withdrawn.enterpriseId, withdrawn.need.id, 'withdrawn', systemActor)
    const outcome = await test.deps.requests.submit(
      withdrawn.enterpriseId,
      {
        ...{ key: 'a'.repeat(24), needId: withdrawn.need.id, channel: 'hall', productIds: [], excludedBanks: [] },
        ...{ amountFen: wan(1), termMonths: 12, securities: [], papers: [], firstLoan: null, agreedBanks: [] },
        ...{ agreedHall: true, scopes: ['profile', 'needs'], until: '2027-01-01' },
      },
      withdrawn.mover,
    )
    assert.ok(!outcome.ok)
    assert.match(outcome.faults[0]?.message ?? '', /已经撤回/)
  })

  it('is taken back, without a name left, when its enterprise closes; a contract that runs stands in the way', async () => {
    const own = await apply({ securities: [{ kind: '房产', reference: '甲一', valueFen: wan(9), pledgedFen: null }] })
    const { enterprises, applications, requests } = test.deps
    const held = await enterprises.exportEverything(who.enterpriseId)
    assert.ok(JSON.stringify(held.applications).includes('甲一'))
    await enterprises.close(who.enterpriseId, who.mover.actor)
    const after = await applications.get('all', own.id)
    assert.equal(after.state, 'withdrawn')
    assert.deepEqual(after.documents, [])
    const moves = await applications.movesOf(own.id)
    assert.ok(moves.every(({ by }) => by.kind !== 'enterprise' || (by.accountId === null && by.name === '企业人员')))
    assert.deepEqual((await requests.get('all', own.requestId)).securities, [])
    await assert.rejects(
      requests.snapshotText('all', own.requestId),
      refusedWith({ status: 404, message: /没有这次申请的存证/ }),
    )
    assert.equal((await test.deps.audit.verify()).sound, true)

    who = await applicant(test)
    const bound = await apply()
    await test.deps.db.connection
      .collection('applications')
      .updateOne({ _id: bound.id as never }, { $set: { state: 'repaying', step: null } })
    await assert.rejects(
      enterprises.close(who.enterpriseId, who.mover.actor),
      refusedWith({ message: /贷款合同还没有结清/ }),
    )
    assert.equal((await enterprises.get('all', who.enterpriseId)).status, 'approved')
  })
})

describe('applications of samples', function () {
  this.timeout(120_000)

  it('stand in several states at first start, none of them late or refused, and leave without a trace', async () => {
    const test = await startApp()
    const demo = { ...test.deps, connection: test.deps.db.connection }
    await ensureDemo(demo)
    const { requests } = await test.deps.requests.list('all', {}, { skip: 0, limit: 20 })
    const all = (await Promise.all(requests.map(({ id }) => test.deps.applications.ofRequest('all', id)))).flat()
    assert.deepEqual(all.map(({ state }) => state).sort(), [
      'claimed',
      'contacted',
      'due_diligence',
      'due_diligence',
      'offered',
      'open',
      'returned',
      'submitted',
    ])
    assert.ok([...requests, ...all].every(({ isSample, number }) => isSample && number.startsWith('示例-2026-')))
    for (const { id } of all) {
      const moves = await test.deps.applications.movesOf(id)
      assert.ok(moves.every(({ step }) => step === null || step.onTime))
    }
    await removeDemo(demo)
    for (const name of ['requests', 'snapshots', 'guards', 'moves', 'drafts', 'counters']) {
      const left = await test.deps.db.connection.collection(`application_${name}`).countDocuments()
      assert.equal(left, 0, name)
    }
    const open = await test.deps.db.connection.collection('hall_windows').countDocuments({ state: 'open' })
    assert.equal(open, 0, 'a window stands open for a request that is gone')
    await test.close()
  })
})
