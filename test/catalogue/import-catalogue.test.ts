import assert from 'node:assert/strict'
import {
  catalogueStore,
  currentCatalogue,
  importCatalogue,
  loadFirstCatalogue,
  type CatalogueStore,
  type ImportOutcome,
} from '../../src/catalogue/index.js'
import { ensureIndexes, type Database } from '../../src/db/index.js'
import type { Reference } from '../../src/reference/index.js'
import { shippedReference } from '../reference/tables.js'
import { openTestDatabase } from '../support/database.js'
import { shippedJson, shippedText, type ShippedJson } from './shipped-catalogue.js'

const now = new Date('2026-11-22T04:00:00Z')
const shippedVersion = '2026-11-22.42e801d81e9d'

describe('importing a catalogue', () => {
  let reference: Reference
  let db: Database
  let store: CatalogueStore
  before(async () => {
    reference = await shippedReference()
  })
  beforeEach(async () => {
    db = await openTestDatabase()
    store = catalogueStore(db.connection)
    await ensureIndexes(db.connection)
  })
  afterEach(() => db.close())

  const put = (input: Uint8Array | string) => importCatalogue(store, input, { vocabularyOf: reference.vocabulary, now })
  const changed = (change: (json: ShippedJson) => void) => {
    const json = shippedJson()
    change(json)
    return JSON.stringify(json)
  }
  const renamed = () => changed((json) => Object.assign(json.products[0] ?? {}, { name: '改名的产品' }))
  const documents = async () => {
    const names = ['catalogue_versions', 'catalogue_products', 'catalogue_current']
    return Promise.all(names.map((name) => db.connection.collection(name).countDocuments()))
  }
  const made = (imported: ImportOutcome) => {
    assert.ok(imported.outcome !== 'refused' && imported.outcome !== 'sound', JSON.stringify(imported))
    return imported
  }

  it('makes the first version, with its products and what it counts', async () => {
    const { outcome, record } = made(await put(shippedText()))
    assert.equal(outcome, 'made')
    assert.deepEqual([record.number, record.version], [1, shippedVersion])
    assert.deepEqual(record.counts, { banks: 14, products: 110, green: 51 })
    assert.deepEqual(record.importedAt, now)
    assert.deepEqual(await documents(), [1, 110, 1])
    assert.equal(await store.currentVersion(), shippedVersion)
  })

  it('reads back exactly what was imported', async () => {
    await put(shippedText())
    const stored = await store.read(shippedVersion)
    const json = shippedJson()
    assert.deepEqual(stored?.products, json.products)
    assert.deepEqual(stored.banks, json.banks)
  })

  it('makes no new version of the same content, however it is laid out', async () => {
    await put(shippedText())
    const again = made(await put(JSON.stringify(shippedJson(), null, 7)))
    assert.deepEqual([again.outcome, again.record.number], ['same', 1])
    assert.deepEqual(await documents(), [1, 110, 1])
  })

  it('keeps the old version beside a new one', async () => {
    await put(shippedText())
    const second = made(await put(renamed()))
    assert.deepEqual([second.outcome, second.record.number], ['made', 2])
    assert.notEqual(second.record.version, shippedVersion)
    assert.equal(await store.currentVersion(), second.record.version)
    assert.notEqual((await store.read(shippedVersion))?.products[0]?.name, '改名的产品')
    assert.deepEqual(await documents(), [2, 220, 1])
    assert.deepEqual(
      (await store.versions()).map((version) => version.number),
      [2, 1],
    )
  })

  it('puts an earlier version in force again without making another', async () => {
    await put(shippedText())
    await put(renamed())
    const back = made(await put(shippedText()))
    assert.deepEqual([back.outcome, back.record.number], ['restored', 1])
    assert.equal(await store.currentVersion(), shippedVersion)
    assert.deepEqual(await documents(), [2, 220, 1])
  })

  it('writes nothing at all when there is one fault', async () => {
    await put(shippedText())
    const inputs: (string | Uint8Array)[] = [
      changed((json) => Object.assign(json.products[109] ?? {}, { bank: 'nobank' })),
      changed((json) => Object.assign(json.products[0] ?? {}, { id: 'huiruyi-lvsedai' })),
      shippedText().slice(0, -2),
      shippedText().replace('"isGreen"', '"__proto__": {}, "isGreen"'),
      Buffer.from([0xff, 0xfe, 0x7b]),
      '[]',
      '',
    ]
    for (const input of inputs) {
      const refused = await put(input)
      assert.equal(refused.outcome, 'refused')
      assert.ok(refused.faults.length > 0)
      assert.ok(refused.faults.every((fault) => fault.path !== '' && /\p{Script=Han}/u.test(fault.message)))
    }
    assert.deepEqual(await documents(), [1, 110, 1])
    assert.equal(await store.currentVersion(), shippedVersion)
  })

  it('writes nothing in a dry run, whatever it finds', async () => {
    const options = { vocabularyOf: reference.vocabulary, now, dryRun: true }
    const sound = await importCatalogue(store, shippedText(), options)
    assert.ok(sound.outcome === 'sound')
    assert.equal(sound.content.products.length, 110)
    assert.equal((await importCatalogue(store, '{}', options)).outcome, 'refused')
    assert.deepEqual(await documents(), [0, 0, 0])
  })

  it('takes in nothing that the engine cannot use', async () => {
    const more = Array.from({ length: 60 }, (_, i) => ({ ...shippedJson().banks[0], id: `bank-${i}` }))
    await put(changed((json) => json.banks.push(...more)))
    // Whatever was taken in, this process can go on with: its catalogue compiles and matches.
    const version = await store.currentVersion()
    if (version === null) assert.deepEqual(await documents(), [0, 0, 0])
    else assert.equal((await currentCatalogue(store, reference).current()).compiled.catalogue.products.length, 110)
  })

  it('names a field that is written twice, wherever it stands', async () => {
    const text = shippedText().replace('"maxWan": 300,', '"maxWan": 300,\n"maxWan": 301,')
    assert.notEqual(text, shippedText())
    const imported = await put(text)
    assert.ok(imported.outcome === 'refused')
    assert.match(imported.faults[0]?.message ?? '', /“maxWan”写了不止一次/)
    assert.match(imported.faults[0]?.path ?? '', /^第 \d+ 行$/)
    assert.deepEqual(await documents(), [0, 0, 0])
  })

  it('makes one version when two processes import the same file at once', async () => {
    const imported = (await Promise.all([put(shippedText()), put(shippedText())])).map(made)
    assert.deepEqual(imported.map((one) => one.outcome).sort(), ['made', 'same'])
    assert.deepEqual(await documents(), [1, 110, 1])
  })

  it('numbers two different files that come at once', async () => {
    const imported = (await Promise.all([put(shippedText()), put(renamed())])).map(made)
    assert.deepEqual(imported.map((one) => one.record.number).sort(), [1, 2])
    assert.deepEqual(await documents(), [2, 220, 1])
  })

  it('loads the shipped catalogue where there is none, and only there', async () => {
    const options = { vocabularyOf: reference.vocabulary, now }
    assert.equal((await loadFirstCatalogue(store, options))?.outcome, 'made')
    await put(renamed())
    const inForce = await store.currentVersion()
    assert.equal(await loadFirstCatalogue(store, options), null)
    assert.equal(await store.currentVersion(), inForce)
  })

  it('is seen by a running process a second later', async () => {
    await put(shippedText())
    let time = 0
    const catalogue = currentCatalogue(store, reference, () => time)
    assert.equal((await catalogue.current()).version.number, 1)
    await put(renamed())
    assert.equal((await catalogue.current()).version.number, 1)
    time = 1000
    const after = await catalogue.current()
    assert.deepEqual([after.version.number, after.catalogue.products[0]?.name], [2, '改名的产品'])
    assert.equal((await catalogue.at(shippedVersion))?.version.number, 1)
  })
})
