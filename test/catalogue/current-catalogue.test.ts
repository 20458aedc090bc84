import assert from 'node:assert/strict'
import { contentHash, type CatalogueContent } from '../../src/catalogue/data/catalogue-content.js'
import { currentCatalogue } from '../../src/catalogue/data/current-catalogue.js'
import type { Reference } from '../../src/reference/index.js'
import { shippedReference } from '../reference/tables.js'
import { shippedContent } from './shipped-catalogue.js'

describe('the catalogue in force', () => {
  let reference: Reference
  let content: CatalogueContent
  before(async () => {
    reference = await shippedReference()
    content = shippedContent(reference)
  })

  /** A store that counts its questions and whose version in force can be changed from outside. */
  function countingStore(inForce: string | null) {
    const asked = { pointer: 0, reads: [] as string[] }
    const state = { inForce, broken: false }
    const store = {
      currentVersion: async () => {
        asked.pointer += 1
        if (state.broken) throw new Error('no database')
        return Promise.resolve(state.inForce)
      },
      read: async (version: string) => {
        asked.reads.push(version)
        if (!version.startsWith('v')) return Promise.resolve(null)
        const counts = { banks: 14, products: 110, green: 51 }
        const record = { version, number: 1, counts, contentHash: contentHash(content), importedAt: new Date(0) }
        return Promise.resolve({ ...content, ...record })
      },
    }
    return { asked, state, store }
  }

  it('asks the database for the version at most once a second', async () => {
    const { asked, store } = countingStore('v1')
    let time = 0
    const catalogue = currentCatalogue(store, reference, () => time)
    const first = await catalogue.current()
    time = 999
    assert.equal(await catalogue.current(), first)
    assert.equal(asked.pointer, 1)
    time = 1000
    assert.equal(await catalogue.current(), first)
    assert.deepEqual([asked.pointer, asked.reads], [2, ['v1']])
  })

  it('sees the import of another process within a second', async () => {
    const { state, store } = countingStore('v1')
    let time = 0
    const catalogue = currentCatalogue(store, reference, () => time)
    await catalogue.current()
    state.inForce = 'v2'
    time = 1000
    assert.equal((await catalogue.current()).version.version, 'v2')
  })

  it('goes on with the last version it could use when the one in force cannot be used, and says so', async () => {
    const { state, store } = countingStore('v1')
    let time = 0
    const said: string[] = []
    const read = (version: string) => (version === 'v2' ? Promise.reject(new Error('broken')) : store.read(version))
    const catalogue = currentCatalogue(
      { ...store, read },
      reference,
      () => time,
      (version) => said.push(version),
    )
    await catalogue.current()
    state.inForce = 'v2'
    time = 1000
    assert.equal((await catalogue.current()).version.version, 'v1')
    assert.deepEqual(said, ['v2'])
  })

  it('asks one question for all who wait', async () => {
    const { asked, store } = countingStore('v1')
    const catalogue = currentCatalogue(store, reference, () => 0)
    const snapshots = await Promise.all([catalogue.current(), catalogue.current(), catalogue.current()])
    assert.equal(new Set(snapshots).size, 1)
    assert.deepEqual([asked.pointer, asked.reads.length], [1, 1])
  })

  it('gives old versions for replay and null for one it does not have', async () => {
    const { asked, store } = countingStore('v2')
    const catalogue = currentCatalogue(store, reference, () => 0)
    assert.equal((await catalogue.at('v1'))?.version.version, 'v1')
    await catalogue.at('v1')
    assert.equal(await catalogue.at('unknown'), null)
    assert.equal(await catalogue.at('unknown'), null)
    assert.deepEqual(asked.reads, ['v1', 'unknown', 'unknown'])
  })

  it('keeps a few versions only', async () => {
    const { asked, store } = countingStore('v1')
    const catalogue = currentCatalogue(store, reference, () => 0)
    for (const version of ['v1', 'v2', 'v3', 'v4', 'v5', 'v1']) await catalogue.at(version)
    assert.equal(asked.reads.filter((version) => version === 'v1').length, 2)
  })

  it('works again after the database was away', async () => {
    const { state, store } = countingStore('v1')
    const catalogue = currentCatalogue(store, reference, () => 0)
    state.broken = true
    await assert.rejects(catalogue.current(), /no database/)
    state.broken = false
    assert.equal((await catalogue.current()).version.version, 'v1')
  })

  it('says that a catalogue is missing before the first import', async () => {
    await assert.rejects(currentCatalogue(countingStore(null).store, reference, () => 0).current(), /import/)
  })
})
