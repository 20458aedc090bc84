import assert from 'node:assert/strict'
import { enterpriseRoutes, type Enterprise } from '../../src/enterprises/index.js'
import { paths } from '../../src/paths.js'
import { Site } from '../../src/web/route.js'
import { need } from '../enterprises/builders.js'
import { startDesks, tokenOf, type Desks, type Person } from '../enterprises/enterprise-app.js'

/** Every route of the desk, with the id of a record that belongs to someone else where one is asked for. */
const declared = () => {
  const site = new Site()
  enterpriseRoutes(site, {} as Parameters<typeof enterpriseRoutes>[1])
  return site.declared
}

describe('journey: a stranger at the desk of an enterprise', () => {
  let desks: Desks
  let theirs: Enterprise
  let stranger: Person
  let token = ''
  let ids: { needId: string; consentId: string }

  before(async () => {
    desks = await startDesks()
    theirs = await desks.register({ name: '别人的企业' })
    const by = { accountId: 'a', role: 'owner', organisationId: theirs.id }
    const added = await desks.service.addNeed(theirs.id, need({ title: '别人的需求' }), by)
    assert.ok(added.ok)
    const bankId = [...desks.reference.vocabulary([]).banks.keys()][0] ?? 'icbc'
    const consent = { bankId, purpose: 'review', scopes: ['profile'], until: '2027-01-01' } as const
    ids = { needId: added.value.id, consentId: (await desks.service.giveConsent(theirs.id, consent, by)).id }
    stranger = desks.person(await desks.register({ name: '自己的企业' }))
    token = tokenOf(await stranger.open(paths.enterpriseConsents({})))
  })
  after(() => desks.close())

  it('finds someone else’s record nowhere, in whatever place an id is taken', async () => {
    const id = ids.needId
    for (const address of [
      paths.enterpriseNeed({ id }),
      paths.enterpriseNeedTerms({ id }),
      paths.enterpriseNeedRecord({ id }),
    ]) {
      await stranger.get(address).expect(404)
    }
    const posts: readonly (readonly [string, Record<string, string>])[] = [
      [paths.enterpriseNeedTerms({ id }), { title: '改掉', version: '9' }],
      [paths.enterpriseNeedStatus({ id }), { status: 'withdrawn' }],
      [paths.enterpriseNeedMatch({ id }), {}],
      [paths.enterpriseConsentRevocation({ id: ids.consentId }), {}],
    ]
    for (const [address, fields] of posts) await stranger.post(address, { _csrf: token, ...fields }).expect(404)
    assert.equal((await desks.service.getNeed(theirs.id, id)).title, '别人的需求')
    assert.equal((await desks.service.consentsOf(theirs.id))[0]?.revokedAt, null)
  })

  it('finds nothing under an id that is none', async () => {
    for (const id of ['1', '..', '%00', '507f1f77bcf86cd799439011', `${ids.needId}x`, '$ne']) {
      await stranger.get(`/enterprise/needs/${encodeURIComponent(id)}`).expect(404)
      await stranger.get(`/enterprise/evidence/${encodeURIComponent(id)}`).expect(404)
    }
  })

  it('is sent to sign in, or told to, when nobody is signed in', async () => {
    const visitor = desks.visitor()
    for (const { method, pattern } of declared()) {
      const address = pattern.replace(/:\w+/g, 'x')
      if (method === 'GET') {
        const response = await visitor.get(address)
        assert.equal(response.status, 303, address)
        assert.match(String(response.headers.location), /^\/sign-in\?returnTo=/)
      } else {
        assert.ok([401, 403].includes((await visitor.post(address, {})).status), address)
      }
    }
  })

  it('finds nothing here with the role of a bank, the bureau or the centre', async () => {
    for (const role of ['officer', 'bureau', 'administrator'] as const) {
      const person = desks.stranger(role)
      for (const { method, pattern } of declared()) {
        if (method === 'GET') await person.get(pattern.replace(/:\w+/g, 'x')).expect(404)
      }
    }
  })

  it('changes nothing without the token of the form', async () => {
    for (const { method, pattern } of declared()) {
      if (method === 'POST') await stranger.post(pattern.replace(/:\w+/g, 'x'), { name: '自己的企业' }).expect(403)
    }
  })

  it('declares who may call every route, and lets the owner alone close and resubmit', () => {
    const alone = declared()
      .filter(({ role }) => role === 'owner')
      .map(({ pattern }) => pattern)
    assert.deepEqual(alone.sort(), [paths.enterpriseClosure.pattern, paths.enterpriseResubmission.pattern].sort())
    assert.ok(declared().every(({ role }) => role !== 'visitor'))
  })
})
