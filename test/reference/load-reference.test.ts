import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { ensureIndexes, type Database } from '../../src/db/index.js'
import {
  loadReference,
  openReference,
  referenceStore,
  tableNames,
  type ReferenceStore,
} from '../../src/reference/index.js'
import { projectRoot } from '../../src/root.js'
import { openTestDatabase } from '../support/database.js'

describe('loading reference data', () => {
  let db: Database
  let store: ReferenceStore
  let folder: string

  beforeEach(async () => {
    db = await openTestDatabase()
    store = referenceStore(db.connection)
    await ensureIndexes(db.connection)
    folder = await mkdtemp(path.join(os.tmpdir(), 'reference-'))
    await cp(path.join(projectRoot, 'src/reference/data'), folder, { recursive: true })
  })
  afterEach(async () => {
    await db.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('brings every table in once and writes nothing the second time', async () => {
    assert.deepEqual((await loadReference(store)).written, tableNames)
    const before = await db.connection.collection('reference_tables').find().toArray()
    assert.deepEqual(await loadReference(store), { written: [], unchanged: tableNames })
    assert.deepEqual(await db.connection.collection('reference_tables').find().toArray(), before)
  })

  it('writes only the table whose text has changed', async () => {
    await loadReference(store, folder)
    const file = path.join(folder, 'lpr.json')
    const table = JSON.parse(await readFile(file, 'utf8')) as { items: unknown[] }
    table.items.push({ date: '2026-05-20', lpr_1y: 2.9, lpr_5y_plus: 3.4 })
    await writeFile(file, JSON.stringify(table))
    assert.deepEqual((await loadReference(store, folder)).written, ['lpr'])
    const reference = await openReference(store)
    assert.equal(reference.lpr.at('2026-11-22', '1y')?.ratePct, 2.9)
    assert.equal(await db.connection.collection('reference_tables').countDocuments(), tableNames.length)
  })

  it('writes nothing when one file is not sound', async () => {
    await writeFile(path.join(folder, 'tax-grades.json'), '{"source":"x","as_of":"2026-01-01","items":[{}]}')
    await assert.rejects(loadReference(store, folder), /tax-grades/)
    assert.equal(await db.connection.collection('reference_tables').countDocuments(), 0)
  })

  it('answers from the database what the files say', async () => {
    await loadReference(store)
    const reference = await openReference(store)
    assert.equal(reference.industries.names.size, 1971)
    assert.equal(reference.greenClasses.all.length, 9 + 38 + 271)
  })

  it('does not open before the tables are loaded', async () => {
    await assert.rejects(openReference(store), /has not been loaded/)
  })
})
