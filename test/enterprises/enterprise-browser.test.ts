import assert from 'node:assert/strict'
import { inTransaction } from '../../src/db/index.js'
import type { Enterprise } from '../../src/enterprises/index.js'
import { paths } from '../../src/paths.js'
import { needsBrowser, sidewaysScroll, violationsOf, visit, widths } from '../support/browser.js'
import { serve, type Served } from '../support/site.js'
import { png } from '../files/sample-files.js'
import { need, wan } from './builders.js'
import { startDesks, tokenOf, type Desks } from './enterprise-app.js'

describe('the desk in a browser', function () {
  this.timeout(60_000)
  let desks: Desks
  let served: Served
  let origin = ''
  let enterprise: Enterprise
  const addresses = new Map<string, string>()

  before(async function () {
    needsBrowser(this)
    desks = await startDesks()
    enterprise = await desks.register({
      name: '石河子节能设备有限公司',
      industry: '3463',
      establishedOn: '2023-11-23',
      isSample: true,
    })
    await fill(desks, enterprise)
    const [asked] = await desks.service.needsOf(enterprise.id)
    const id = asked?.id ?? ''
    const named = {
      desk: paths.enterprise({}),
      profile: paths.enterpriseProfile({}),
      basics: paths.enterpriseSection({ section: 'basics' }),
      green: paths.enterpriseSection({ section: 'green' }),
      innovation: paths.enterpriseSection({ section: 'innovation' }),
      figures: paths.enterpriseFigures({}),
      year: paths.enterpriseYear({ year: '2025' }),
      evidence: paths.enterpriseEvidence({}),
      needs: paths.enterpriseNeeds({}),
      'new need': paths.enterpriseNewNeed({}),
      need: paths.enterpriseNeed({ id }),
      terms: paths.enterpriseNeedTerms({ id }),
      consents: paths.enterpriseConsents({}),
      data: paths.enterpriseData({}),
    }
    for (const [name, address] of Object.entries(named)) addresses.set(name, address)
    served = await serve(desks.app)
    origin = served.origin
  })
  after(async () => {
    if (!origin) return
    await served.close()
    await desks.close()
  })

  const at = async (width: number) => {
    const visited = await visit({ width })
    await visited.context.setExtraHTTPHeaders({ 'x-person': `owner-${enterprise.id}` })
    desks.person(enterprise)
    return visited
  }

  for (const width of widths) {
    it(`has no fault that axe finds, no complaint and no sideways scroll on any page at ${width} px`, async () => {
      const { context, page, complaints } = await at(width)
      try {
        for (const [name, address] of addresses) {
          const answer = await page.goto(origin + address)
          assert.equal(answer?.status(), 200, name)
          assert.deepEqual(await violationsOf(page), [], name)
          assert.equal(await sidewaysScroll(page), 0, name)
        }
        assert.deepEqual(complaints, [])
      } finally {
        await context.close()
      }
    })
  }

  it('fits a window of 320 px without sideways scroll', async () => {
    const { context, page } = await at(320)
    try {
      for (const [name, address] of addresses) {
        await page.goto(origin + address)
        assert.equal(await sidewaysScroll(page), 0, name)
      }
    } finally {
      await context.close()
    }
  })

  it('says on every page that a sample is a sample', async () => {
    const owner = desks.person(enterprise)
    for (const [name, address] of addresses) {
      const $ = await owner.open(address)
      assert.match($('.strip').text(), /示例数据/, name)
      assert.equal($('main .tag.demo').text(), '示例', name)
    }
  })
})

/** A desk on which something lies everywhere: facts, a contradiction, figures, a file, a matched need, consents. */
async function fill(desks: Desks, enterprise: Enterprise): Promise<void> {
  const { service, db } = desks
  const by = { accountId: 'a', role: 'owner', organisationId: enterprise.id }
  const { id } = enterprise
  const lines = [{ fact: 'enterprise.greenFactory', value: '国家级', asOf: '2026-11-01', evidenceIds: [] }]
  await service.declareFacts(id, { section: 'green', version: 1, lines }, by)
  await inTransaction(db.connection, async (session) => {
    const found = { register: '绿色工厂名录（2025）', asOf: '2025-12-31' }
    await service.confirmFact(session, id, { ...found, fact: 'enterprise.greenFactory', value: '师市级' }, by)
    await service.confirmFact(session, id, { ...found, fact: 'enterprise.titles', value: ['高新技术企业'] }, by)
  })
  const figures = {
    revenueFen: wan(3000),
    assetsFen: wan(5000),
    liabilitiesFen: wan(3570),
    taxFen: wan(45),
    netProfitFen: wan(-12),
  }
  const unknown = { rdFen: null, employees: null, energyTce: null, evidenceIds: [] }
  await service.saveYear(id, { year: 2025, ...figures, ...unknown, version: 1 }, by)
  const owner = desks.person(enterprise)
  const page = await owner.open(paths.enterpriseEvidence({}))
  await owner.upload(paths.enterpriseEvidence({}), tokenOf(page), { name: '营业执照（副本）.png', bytes: png() })
  const terms = need({
    title: '高效电机改造',
    amountFen: wan(200),
    termMonths: 12,
    purpose: '设备购置',
    greenCode: '1.1.1',
  })
  const added = await service.addNeed(id, terms, by)
  if (!added.ok) throw new Error(added.error)
  await service.matchNeed(id, added.value.id, by)
  desks.now = new Date('2026-11-23T04:00:00Z')
  const changed = { enterpriseId: id, needId: added.value.id, version: 1 }
  await service.saveNeed(
    changed,
    { ...terms, purpose: '流动资金', securities: [{ kind: '设备', valueFen: wan(100) }] },
    by,
  )
  await service.matchNeed(id, added.value.id, by)
  const consent = { bankId: 'icbc', purpose: 'review', scopes: ['profile', 'figures'], until: '2027-05-22' } as const
  const given = await service.giveConsent(id, consent, by)
  await service.giveConsent(id, { ...consent, purpose: 'consultation' }, by)
  await service.revokeConsent(id, given.id, by)
}
