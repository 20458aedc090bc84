import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Express } from 'express'
import { createApp } from '../../src/app.js'
import { catalogueStore, currentCatalogue, importCatalogue, shippedCatalogueFile } from '../../src/catalogue/index.js'
import { createDeps } from '../../src/deps.js'
import { canonicalJson, checkRecord } from '@lueqiao/matching-engine'
import { replay } from '../../src/matching/index.js'
import { startApp, today, Visitor, type TestApp } from '../support/app.js'
import { answerFields, go, recordText, sampleFacts, sendAnswer, sendProfile, showResultNow } from './answering.js'

const facts = sampleFacts('agro-processor-8th-division')
const days = (count: number) => new Date(today.getTime() + count * 86_400_000)

describe('journey: a result is kept as a decision record', () => {
  let site: TestApp
  let visitor: Visitor
  let now = today
  before(async () => {
    site = await startApp({ now: () => now })
  })
  after(() => site.close())
  beforeEach(() => {
    now = today
    visitor = new Visitor(site.app)
  })

  it('can be downloaded exactly as it was stored, under a name with its hash', async () => {
    const address = await sendProfile(visitor, facts)
    const response = await visitor
      .get(`${address}/record.json`)
      .expect(200)
      .expect('Content-Type', /^application\/json/)
    const { hash, ...body } = response.body as { hash: string }
    assert.equal(createHash('sha256').update(canonicalJson(body)).digest('hex'), hash)
    assert.equal(response.headers['content-disposition'], `attachment; filename=lueqiao-${hash.slice(0, 12)}.json`)
    assert.equal(response.headers['cache-control'], 'no-store')
    const text = await recordText(visitor, address)
    assert.deepEqual(checkRecord(text), { ok: true, faults: [] })
    assert.equal((await site.deps.results.find(address.split('/').at(-1) ?? '', now))?.text, text)
  })

  it('shows its number, hash, versions and day at the foot of the page, and where to check it', async () => {
    const address = await sendProfile(visitor, facts)
    const $ = await visitor.open(address)
    const { hash, catalogue, engine } = JSON.parse(await recordText(visitor, address)) as Record<string, string>
    const foot = $('#record').text()
    for (const part of [address.split('/').at(-1), hash, catalogue, engine, '2026年11月22日'])
      assert.ok(foot.includes(part ?? '-'))
    assert.deepEqual(
      $('#record a')
        .toArray()
        .map((one) => $(one).attr('href')),
      [`${address}/record.json`, '/verify'],
    )
  })

  it('is made by one process from what another one was told', async () => {
    const other = await anotherProcess(site)
    const first = await go(sendAnswer(visitor, await visitor.open('/match'), answerFields('need.purpose', '流动资金')))
    const elsewhere = new Visitor(other)
    const $ = await elsewhere.open(`${first}?fact=need.amountWan`)
    const next = await go(sendAnswer(elsewhere, $, answerFields('need.amountWan', 300)))
    const address = await showResultNow(visitor, await visitor.open(next))
    assert.match((await elsewhere.open(address))('.lead').text(), /需求 300 万元，期限未填写，用于流动资金/)
  })

  it('does not name any fact in its address', async () => {
    const address = await sendProfile(visitor, facts)
    assert.match(address, /^\/match\/[A-Za-z0-9_-]{22,}$/)
  })

  it('gives the same bytes again when replayed, and still after a newer catalogue came into force', async () => {
    const address = await sendProfile(visitor, facts)
    const text = await recordText(visitor, address)
    const shown = (await visitor.open(address))('main').html()
    assert.deepEqual(await replay(text, site.deps.catalogue), { same: true, differences: [] })

    const newer = await importNewerCatalogue(site)
    const catalogue = currentCatalogue(catalogueStore(site.deps.db.connection), site.deps.reference)
    assert.equal((await catalogue.current()).catalogue.version, newer)
    assert.notEqual((JSON.parse(text) as { catalogue: string }).catalogue, newer)
    assert.deepEqual(await replay(text, catalogue), { same: true, differences: [] })
    assert.equal(await recordText(visitor, address), text)
    const restarted = new Visitor(await anotherProcess(site))
    assert.equal((await restarted.open(address))('main').html(), shown, 'the page still shows what was decided')
  })

  it('does not replay what was changed, nor what no catalogue here decided', async () => {
    const text = await recordText(visitor, await sendProfile(visitor, facts))
    const changed = text.replace('"need.amountWan":200', '"need.amountWan":201')
    assert.equal((await replay(changed, site.deps.catalogue)).same, false)
    const elsewhere = text.replace(/"catalogue":"[^"]+"/, '"catalogue":"2020-01-01.000000000000"')
    assert.match((await replay(elsewhere, site.deps.catalogue)).differences.join(), /2020-01-01/)
    assert.equal((await replay('no json', site.deps.catalogue)).same, false)
  })

  it('is gone after thirty days, and the questionnaire behind it with it, but not before', async () => {
    const address = await sendProfile(visitor, facts)
    const $ = await visitor.open(address)
    const questionnaire = ($('#given a').attr('href') ?? '').split('?')[0] ?? ''
    now = days(29)
    await visitor.get(address).expect(200)
    await visitor.get(questionnaire).expect(200)
    now = days(31)
    for (const gone of [address, `${address}/record.json`, questionnaire, `${questionnaire}/profile`]) {
      await visitor.get(gone).expect(404)
    }
  })

  it('is cleared away by the database itself: both collections have an index that expires', async () => {
    for (const name of ['questionnaires', 'match_results']) {
      const indexes = await site.deps.db.connection.collection(name).indexes()
      const expiring = indexes.find((index) => index.expireAfterSeconds === 0)
      assert.deepEqual(expiring?.key, { expiresAt: 1 })
    }
  })

  it('does not exist under an unknown, a malformed or a hostile address', async () => {
    const unknown = 'A'.repeat(24)
    for (const id of [unknown, 'x', 'A'.repeat(500), '%00', '$ne', '..%2f..%2fetc', '%F0%9F%98%80']) {
      for (const address of [`/match/${id}`, `/match/${id}/record.json`, `/match/questionnaires/${id}`]) {
        const response = await visitor.get(address)
        assert.equal(response.status, 404, `${address} answers ${response.status}`)
      }
    }
    const page = await visitor.get(`/match/questionnaires/${unknown}`)
    assert.match(page.text, /重新开始测评/)
  })
})

/** A second application on the same database, as another process would be. */
async function anotherProcess({ deps: { config, log, db, now } }: TestApp): Promise<Express> {
  return createApp(await createDeps({ config, log, db, now }))
}

/** The shipped catalogue with one rate changed; answers the name of the version. */
async function importNewerCatalogue({ deps }: TestApp): Promise<string> {
  const content = JSON.parse(await readFile(shippedCatalogueFile, 'utf8')) as {
    products: { rate: { minPct: number | null } }[]
  }
  const [first] = content.products
  assert.ok(first)
  first.rate.minPct = 2.22
  const imported = await importCatalogue(catalogueStore(deps.db.connection), JSON.stringify(content), {
    vocabularyOf: (banks) => deps.reference.vocabulary(banks),
    now: deps.now(),
  })
  assert.ok(imported.outcome === 'made')
  return imported.record.version
}
