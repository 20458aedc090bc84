import assert from 'node:assert/strict'
import { loadPage } from '../support/load-page.js'
import type { Enterprise } from '../../src/enterprises/index.js'
import { paths } from '../../src/paths.js'
import { startDesks, tokenOf, wordsOf, type Desks, type Person } from '../enterprises/enterprise-app.js'
import { pdf } from '../files/sample-files.js'
import { notFound } from '../support/refusals.js'

const CONSENTS = paths.enterpriseConsents({})

describe('journey: an enterprise decides who sees what, takes its data and leaves', () => {
  let desks: Desks
  let enterprise: Enterprise
  let owner: Person
  const closed: string[] = []

  before(async () => {
    const accounts = {
      name: 'accounts',
      exportOf: (id: string) => Promise.resolve([{ name: '王芳', of: id }]),
      close: (_session: unknown, id: string) => Promise.resolve(void closed.push(id)),
    }
    desks = await startDesks([accounts])
    enterprise = await desks.register({ name: '可克达拉纺织有限公司' })
    owner = desks.person(enterprise)
  })
  after(() => desks.close())

  it('starts with nothing shared', async () => {
    assert.match(wordsOf(await owner.open(CONSENTS)), /现在没有任何授权，没有银行能看到您的资料/)
  })

  it('names what is missing in a consent', async () => {
    const response = await owner
      .submit(await owner.open(CONSENTS), CONSENTS, { bank: 'nobody', until: '2030-01-01' })
      .expect(422)
    const $ = loadPage(response.text)
    assert.deepEqual(
      $('#errors a')
        .toArray()
        .map((one) => $(one).attr('href')),
      ['#f-bank', '#f-purpose', '#f-scopes', '#f-until'],
    )
    assert.deepEqual(await desks.service.consentsOf(enterprise.id), [])
  })

  it('lets one bank see some things for one purpose until a day, and takes it back', async () => {
    const $ = await owner.open(CONSENTS)
    const bank = String($('select[name="bank"] option').eq(1).val())
    const fields = { bank, purpose: 'review', scopes: ['profile', 'evidence'], until: '2027-05-22' }
    await owner.submit($, CONSENTS, fields).expect(303)
    const [given] = await desks.service.consentsOf(enterprise.id)
    assert.ok(given)
    assert.deepEqual(
      [given.bankId, given.purpose, given.scopes, given.until],
      [bank, 'review', ['profile', 'evidence'], '2027-05-22'],
    )
    const page = await owner.open(CONSENTS)
    assert.match(wordsOf(page), /生效中（1）/)
    await owner.submit(page, paths.enterpriseConsentRevocation({ id: given.id })).expect(303)
    assert.match(wordsOf(await owner.open(CONSENTS)), /已结束（1）.*2026年11月22日 收回/)
    await owner.post(paths.enterpriseConsentRevocation({ id: given.id }), { _csrf: tokenOf(page) }).expect(404)
    const { events } = await desks.audit.list({ subjectId: enterprise.id }, { number: 1, size: 2 })
    assert.deepEqual(
      events.map(({ name }) => name),
      ['CONSENT_REVOKED', 'CONSENT_GIVEN'],
    )
  })

  it('takes a copy of everything held about it, other holders included', async () => {
    await desks.service.addNeed(enterprise.id, { ...emptyNeed, title: '流动资金' }, actor(enterprise))
    const token = tokenOf(await owner.open(paths.enterpriseEvidence({})))
    await owner.upload(paths.enterpriseEvidence({}), token, { name: '执照.pdf', bytes: pdf() })
    const response = await owner.get(paths.enterpriseExport({})).expect(200)
    assert.match(String(response.headers['content-disposition']), /^attachment/)
    const copy = JSON.parse(response.text) as Record<string, { length?: number; name?: string }>
    assert.equal(copy.enterprise?.name, '可克达拉纺织有限公司')
    for (const part of ['needs', 'evidence', 'consents', 'accounts']) assert.equal(copy[part]?.length, 1, part)
  })

  it('is closed by its owner alone, and only with its name typed in full', async () => {
    const data = paths.enterpriseData({})
    const member = desks.person(enterprise, 'member')
    const page = await member.open(data)
    assert.equal(page(`form[action="${paths.enterpriseClosure({})}"]`).length, 0)
    await member
      .post(paths.enterpriseClosure({}), { _csrf: tokenOf(await member.open(CONSENTS)), name: enterprise.name })
      .expect(404)
    const $ = await owner.open(data)
    await owner.submit($, paths.enterpriseClosure({}), { name: '可克达拉' }).expect(422)
    assert.notEqual((await desks.service.get('all', enterprise.id)).status, 'closed')
    await owner.submit($, paths.enterpriseClosure({}), { name: enterprise.name }).expect(303)
  })

  it('leaves behind only that it was there, what it had consented to, and the log', async () => {
    const left = await desks.service.get('all', enterprise.id)
    assert.deepEqual([left.status, left.facts, left.years, left.findings], ['closed', [], [], []])
    assert.deepEqual(left.closedAt, desks.now)
    assert.deepEqual(await desks.service.needsOf(enterprise.id), [])
    assert.deepEqual(await desks.service.evidenceOf(enterprise.id), [])
    assert.equal(await desks.db.connection.collection('evidence.chunks').countDocuments({}), 0)
    const [consent] = await desks.service.consentsOf(enterprise.id)
    assert.equal(consent?.grantedBy, null)
    assert.deepEqual(closed, [enterprise.id])
    assert.equal((await desks.audit.verify()).sound, true)
    await owner.get(paths.enterprise({})).expect(404)
    await assert.rejects(desks.service.close(enterprise.id, actor(enterprise)), notFound)
  })
})

const actor = ({ id }: Enterprise) => ({ accountId: 'a', role: 'owner', organisationId: id })
const emptyNeed = {
  title: '',
  amountFen: null,
  termMonths: null,
  purpose: null,
  greenCode: null,
  investmentFen: null,
  ownFundsFen: null,
  approvals: null,
  securities: null,
  securityRegistered: null,
  energySavingTce: null,
  carbonReductionT: null,
}
