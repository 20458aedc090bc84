import assert from 'node:assert/strict'
import { systemActor } from '../../src/audit/index.js'
import { moverOf, portal } from '../../src/applications/index.js'
import { inTransaction } from '../../src/db/index.js'
import { openDocument } from '../../src/review/use-cases/open-document.js'
import { startApp, today, Visitor, type TestApp } from '../support/app.js'
import { signIn } from '../support/people.js'
import {
  banker,
  bringTo,
  caseAddress,
  caseAtBank,
  post,
  currentApplication,
  type Banker,
  type BankCase,
} from './bank-case.js'

const TABS = ['rules', 'profile', 'project', 'documents'] as const

describe('what a bank sees of an enterprise', function () {
  this.timeout(60_000)
  let test: TestApp
  let officer: Banker
  before(async () => {
    test = await startApp()
    officer = await banker(test, (await caseAtBank(test)).bankId, 'officer', '李强')
  })
  after(() => test.close())

  const fileAddress = ({ application, who }: BankCase) => `${caseAddress(application)}/documents/${who.fileId}`
  const wordsOf = async ({ application }: Pick<BankCase, 'application'>, tab: string) =>
    (await officer.browser.open(`${caseAddress(application)}?tab=${tab}`))('article').text()

  /** Nothing of the enterprise but what the application itself says. */
  async function assertNothingSeen(found: BankCase): Promise<void> {
    for (const tab of TABS) {
      const words = await wordsOf(found, tab)
      assert.match(words, /企业未授权查看/, tab)
      // The checklist names the product's conditions, which are no secret of the enterprise.
      assert.doesNotMatch(words, tab === 'documents' ? /\.pdf/ : /纳税|B 级|房产|流动资金|\.pdf|91659000/, tab)
    }
    assert.match(await wordsOf(found, 'rules'), /用途\s*企业未授权查看/)
    await officer.browser.get(fileAddress(found)).expect(404)
  }

  it('is the profile, the project, the conditions and the files that consent covers; a file leaves as an attachment, on record', async () => {
    const found = await caseAtBank(test)
    assert.match(await wordsOf(found, 'rules'), /纳税信用等级.*B 级/s)
    assert.match(await wordsOf(found, 'profile'), /91659000TEST/)
    assert.match(await wordsOf(found, 'project'), /流动资金/)
    assert.match(await wordsOf(found, 'documents'), /营业执照\.pdf/)
    const file = await officer.browser.get(fileAddress(found)).expect(200)
    assert.match(file.headers['content-disposition'] ?? '', /^attachment;/)
    assert.equal(file.headers['x-content-type-options'], 'nosniff')
    const { events } = await test.deps.audit.list(
      { name: 'APPLICATION_DOCUMENT_DOWNLOADED', subjectId: found.application.id },
      { number: 1, size: 5 },
    )
    assert.equal(events.length, 1)
  })

  it('opens no file whose download could not be recorded', async () => {
    const { application, who } = await caseAtBank(test)
    const { db, applications, requests, enterprises, audit } = test.deps
    let opened = 0
    const counting: typeof enterprises.openEvidence = (...asked) => {
      opened += 1
      return enterprises.openEvidence(...asked)
    }
    const context = {
      ...{ connection: db.connection, applications, requests, audit },
      enterprises: { ...enterprises, openEvidence: counting },
    }
    const silent = { ...audit, record: () => Promise.reject(new Error('the log is full')) }
    const open = (given: Partial<typeof context>) =>
      openDocument({ ...context, ...given }, officer.user, application.id, who.fileId)
    await assert.rejects(open({ audit: silent }), /the log is full/)
    assert.equal(opened, 0)
    const { content } = await open({})
    content.destroy()
    assert.equal(opened, 1)
  })

  it('goes away at once when the consent is revoked', async () => {
    const found = await caseAtBank(test)
    const [consent] = await test.deps.enterprises.consentsOf(found.who.enterpriseId)
    assert.ok(consent)
    await test.deps.enterprises.revokeConsent(found.who.enterpriseId, consent.id, systemActor)
    await assertNothingSeen(found)
  })

  it('goes away when the bank lost its place, whatever consent says: withdrawn, released and expired', async () => {
    const endings = [
      ['submitted', 'withdraw', null],
      ['claimed', 'release', officer.user],
      ['submitted', 'expire', portal],
    ] as const
    for (const [reached, action, by] of endings) {
      const found = await caseAtBank(test)
      await bringTo(test, found, officer, reached)
      const mover = by === null ? found.who.mover : 'actor' in by ? by : moverOf(by)
      await test.deps.applications.move('all', found.application.id, { action, mover, reason: '不再办理' })
      await assertNothingSeen(found)
      assert.equal((await test.deps.enterprises.consentsOf(found.who.enterpriseId))[0]?.revokedAt, null)
      const enterprise = new Visitor(test.app)
      await signIn(enterprise, found.who.email)
      const own = await enterprise.open(`/enterprise/applications/${found.application.id}`)
      assert.match(own('aside').text(), /不能再凭这份申请查看您的资料/, action)
    }
  })

  it('stays while another application of the request goes on with the bank, and after a refusal', async () => {
    const found = await caseAtBank(test)
    const { application, bankId, who } = found
    const request = await test.deps.requests.get('all', application.requestId)
    const to = { bankId, bankName: bankId, productId: 'x', productName: '另一产品' }
    const second = await inTransaction(test.deps.db.connection, (session) =>
      test.deps.applications.enterIn(session, {
        ...{ request, to, channel: 'directed', documents: [], from: 'draft', action: 'submit', mover: who.mover },
      }),
    )
    const given = { action: 'withdraw', mover: who.mover, reason: '选了另一产品' } as const
    await test.deps.applications.move('all', second.id, given)
    assert.match(await wordsOf(found, 'profile'), /91659000TEST/)
    await post(officer, application, 'decline', { code: 'quota-used', text: '本季度本行绿色贷款额度已经用完。' })
    assert.match(await wordsOf(found, 'profile'), /91659000TEST/)
    await officer.browser.get(fileAddress(found)).expect(200)
  })

  it('names what is left out where consent covers a part', async () => {
    const found = await caseAtBank(test, { scopes: ['profile', 'needs', 'evidence'] })
    assert.match(await wordsOf(found, 'profile'), /企业未授权查看年度数据/)
    assert.match(await wordsOf(found, 'profile'), /纳税信用等级/)
    assert.match(await wordsOf(found, 'rules'), /企业未授权查看年度数据/)
    assert.doesNotMatch(await wordsOf(found, 'rules'), /B 级/)
    await officer.browser.get(fileAddress(found)).expect(200)
  })

  it('is no file of the enterprise that was not put to the application', async () => {
    const found = await caseAtBank(test)
    const bytes = Buffer.from('%PDF-1.7\nprivate\n%%EOF')
    const other = await test.deps.enterprises.addEvidence(
      found.who.enterpriseId,
      { name: '家庭合影.pdf', kind: 'pdf', mime: 'application/pdf', bytes },
      systemActor,
    )
    assert.ok(other.ok)
    await officer.browser.get(`${caseAddress(found.application)}/documents/${other.value.id}`).expect(404)
  })

  it('counts the other banks that were asked and names none', async () => {
    const found = await caseAtBank(test)
    const request = await test.deps.requests.get('all', found.application.requestId)
    const to = { bankId: 'bank-x', bankName: '隔壁银行', productId: 'x', productName: '隔壁贷' }
    await inTransaction(test.deps.db.connection, (session) =>
      test.deps.applications.enterIn(session, {
        ...{ request, to, channel: 'directed', documents: [], from: 'draft', action: 'submit', mover: found.who.mover },
      }),
    )
    for (const tab of [...TABS, 'notes', 'history', 'dealings']) {
      const words = await wordsOf(found, tab)
      assert.match(words, /另 1 家，都还没有给出方案/)
      assert.doesNotMatch(words, /隔壁/, tab)
    }
  })

  it('is its earlier applications with this bank alone', async () => {
    const found = await caseAtBank(test)
    const { application } = found
    await post(officer, application, 'decline', { code: 'quota-used', text: '本季度本行绿色贷款额度已经用完。' })
    const request = await test.deps.requests.get('all', application.requestId)
    const enter = (bankId: string) =>
      inTransaction(test.deps.db.connection, (session) =>
        test.deps.applications.enterIn(session, {
          request,
          to: { bankId, bankName: bankId, productId: 'x', productName: `产品${bankId}` },
          ...{ channel: 'directed', documents: [], from: 'draft', action: 'submit', mover: found.who.mover },
        }),
      )
    const second = await enter(found.bankId)
    const elsewhere = await enter('bank-y')
    const words = await wordsOf({ application: second }, 'dealings')
    assert.ok(words.includes(application.number) && words.includes('额度已经用完'))
    assert.ok(!words.includes(elsewhere.number))
  })

  it('never lets a note, a check or a draft reach the enterprise', async () => {
    const found = await caseAtBank(test)
    const { application, who } = found
    await bringTo(test, found, officer, 'due_diligence')
    const $ = await officer.browser.open(`${caseAddress(application)}?tab=notes`)
    assert.equal((await officer.browser.submit($, '#note', { remark: ' ' })).status, 422)
    await officer.browser.submit($, '#note', { remark: '老板说话含糊，需再查。' }).expect(303)
    await test.deps.review.checkFact(
      { user: officer.user, id: application.id },
      { fact: 'enterprise.taxGrade', note: '与税务局口径不符' },
    )
    await post(officer, application, 'offer', { amount: '12.34', then: 'draft' })
    assert.match(await wordsOf(found, 'notes'), /老板说话含糊/)
    assert.match(await wordsOf(found, 'history'), /添加内部备注/)
    const enterprise = new Visitor(test.app)
    await signIn(enterprise, who.email)
    const pages = [`/enterprise/applications/${application.id}`, '/enterprise/applications', '/enterprise', '/notices']
    for (const address of [...pages, '/enterprise/data.json']) {
      const { text, status } = await enterprise.get(address)
      assert.equal(status, 200, address)
      assert.doesNotMatch(text, /含糊|口径不符|12\.34|内部备注/, address)
    }
    const foreign = await banker(test, 'bank-elsewhere')
    await foreign.browser.get(`${caseAddress(application)}?tab=notes`).expect(404)
    assert.equal((await currentApplication(test, application)).offer, null)
  })
})

describe('a consent that runs out', function () {
  this.timeout(60_000)

  it('lets the bank see on its last day, and nothing the day after', async () => {
    let now = today
    const test = await startApp({ now: () => now })
    try {
      const found = await caseAtBank(test)
      const { user } = await banker(test, found.bankId)
      const seenAt = async (time: string) => {
        now = new Date(`${time}+08:00`)
        const browser = new Visitor(test.app)
        await signIn(browser, user.email)
        const words = (await browser.open(`${caseAddress(found.application)}?tab=documents`))('article').text()
        const { status } = await browser.get(`${caseAddress(found.application)}/documents/${found.who.fileId}`)
        return { file: words.includes('营业执照.pdf'), withheld: words.includes('企业未授权查看'), status }
      }
      assert.deepEqual(await seenAt('2027-05-22T23:59:59'), { file: true, withheld: false, status: 200 })
      assert.deepEqual(await seenAt('2027-05-23T00:00:00'), { file: false, withheld: true, status: 404 })
    } finally {
      await test.close()
    }
  })
})
