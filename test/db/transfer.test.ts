import assert from 'node:assert/strict'
import { Binary, Decimal128, Double, Int32, Long, ObjectId } from 'bson'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Database } from '../../src/db/index.js'
import { exportData, importData, TransferError } from '../../src/db/transfer.js'
import { openTestDatabase } from '../support/database.js'

const document = {
  _id: new ObjectId('656565656565656565656565'),
  whole: new Int32(5),
  exact: new Double(5),
  long: Long.fromString('9007199254740993'),
  decimal: Decimal128.fromString('0.10'),
  bytes: new Binary(Buffer.from([0, 255])),
  when: new Date('2026-11-22T00:00:00Z'),
  text: '绿色贷',
  nothing: null,
}

describe('moving data out and in', () => {
  let from: Database, to: Database, folder: string
  before(async () => {
    from = await openTestDatabase()
    await from.connection.collection('things').insertOne(document)
    await from.connection.collection('things').insertMany(Array.from({ length: 1200 }, (_, n) => ({ n })))
    await from.connection.collection('sessions').insertOne({ secret: true })
    await from.connection.collection('settings').insertOne({ value: 'session secret' })
  })
  after(() => from.close())
  beforeEach(async () => {
    to = await openTestDatabase()
    folder = await mkdtemp(path.join(os.tmpdir(), 'lueqiao-export-'))
  })
  afterEach(async () => {
    await to.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('keeps every document and the type of every value', async () => {
    await exportData(from.connection, folder)
    await importData(to.connection, folder)
    const options = { promoteValues: false } as const
    const [before, after] = await Promise.all(
      [from, to].map((db) => db.connection.collection('things').find({}, options).sort({ _id: 1 }).toArray()),
    )
    assert.deepEqual(after, before)
    assert.equal(after?.length, 1201)
  })

  it('leaves sessions and their secret behind', async () => {
    const moved = await exportData(from.connection, folder)
    assert.deepEqual(moved, [{ name: 'things', documents: 1201 }])
  })

  it('writes what only the owner may read', async () => {
    const target = path.join(folder, 'new')
    await exportData(from.connection, target)
    assert.equal((await stat(target)).mode & 0o777, 0o700)
    for (const file of ['things.jsonl', 'manifest.json']) {
      assert.equal((await stat(path.join(target, file))).mode & 0o777, 0o600)
    }
  })

  it('does not write into a folder that holds something', async () => {
    await writeFile(path.join(folder, 'mine.txt'), 'x')
    await assert.rejects(exportData(from.connection, folder), TransferError)
  })

  it('does not mix with data that is there', async () => {
    await exportData(from.connection, folder)
    await assert.rejects(importData(from.connection, folder), /already holds documents in things/)
  })

  it('takes everything out again when a line is broken', async () => {
    await exportData(from.connection, folder)
    const file = path.join(folder, 'things.jsonl')
    const lines = (await readFile(file, 'utf8')).split('\n')
    lines[1100] = '{"broken"'
    await writeFile(file, lines.join('\n'))
    await assert.rejects(importData(to.connection, folder), /things\.jsonl line 1101/)
    assert.equal(await to.connection.collection('things').countDocuments(), 0)
  })
})
