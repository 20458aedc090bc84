import assert from 'node:assert/strict'
import type { Connection } from 'mongoose'
import { auditLog, systemActor, type AuditLog } from '../../src/audit/index.js'
import { ensureIndexes, inTransaction } from '../../src/db/index.js'
import type { Database } from '../../src/db/index.js'
import { openTestDatabase } from '../support/database.js'

const noon = new Date('2026-11-22T04:00:00Z')

describe('the audit chain', () => {
  let db: Database
  let log: AuditLog

  beforeEach(async () => {
    db = await openTestDatabase()
    log = auditLog(db.connection, () => noon)
    await ensureIndexes(db.connection)
  })
  afterEach(() => db.close())

  const add = (name: string, detail: Record<string, unknown> = {}) =>
    inTransaction(db.connection, (session) =>
      log.record(session, { name, actor: systemActor, subject: { kind: 'thing', id: name.toLowerCase() }, detail }),
    )
  const five = async () => {
    for (const name of ['A', 'B', 'C', 'D', 'E'])
      await add(name, { amount: 1.5, at: noon, nested: { list: [1, null] } })
  }
  const events = (connection: Connection) => connection.collection<{ _id: number }>('audit_events')

  it('is sound when nothing was ever recorded', async () => {
    assert.deepEqual(await log.verify(), { sound: true, events: 0, head: '0'.repeat(64) })
  })

  it('is sound after events were added one after the other', async () => {
    await five()
    const check = await log.verify()
    assert.equal(check.sound && check.events, 5)
  })

  it('keeps no event of a change that did not happen', async () => {
    await add('A')
    const failing = inTransaction(db.connection, async (session) => {
      await log.record(session, { name: 'B', actor: systemActor, subject: { kind: 'thing', id: 'b' } })
      throw new Error('no')
    })
    await assert.rejects(failing, /no/)
    await add('C')
    const { events: rows } = await log.list({}, { number: 1, size: 10 })
    assert.deepEqual(
      rows.map((row) => [row.seq, row.name]),
      [
        [2, 'C'],
        [1, 'A'],
      ],
    )
    assert.equal((await log.verify()).sound, true)
  })

  it('stays one chain when many events are added at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => add(`N${n}`)))
    const check = await log.verify()
    assert.equal(check.sound && check.events, 20)
  })

  it('stays one chain when two connections add to it', async () => {
    const other = await db.connection.getClient().db(db.connection.name).command({ ping: 1 })
    assert.equal(other.ok, 1)
    const second = auditLog(db.connection.useDb(db.connection.name), () => noon)
    const each = (log: AuditLog, name: string) =>
      inTransaction(db.connection, (session) =>
        log.record(session, { name, actor: systemActor, subject: { kind: 'thing', id: name } }),
      )
    await Promise.all(Array.from({ length: 10 }, (_, n) => each(n % 2 ? log : second, `N${n}`)))
    const check = await log.verify()
    assert.equal(check.sound && check.events, 10)
  })

  const tampering: readonly [string, (connection: Connection) => Promise<unknown>, number, string][] = [
    ['a changed name', (c) => events(c).updateOne({ _id: 3 }, { $set: { name: 'X' } }), 3, 'altered'],
    ['a changed detail', (c) => events(c).updateOne({ _id: 2 }, { $set: { detail: '{}' } }), 2, 'altered'],
    ['a changed time', (c) => events(c).updateOne({ _id: 1 }, { $set: { at: new Date(0) } }), 1, 'altered'],
    ['a changed actor', (c) => events(c).updateOne({ _id: 4 }, { $set: { 'actor.accountId': 'x' } }), 4, 'altered'],
    ['a removed event', (c) => events(c).deleteOne({ _id: 3 }), 3, 'missing'],
    ['a removed last event', (c) => events(c).deleteOne({ _id: 5 }), 5, 'cut'],
    ['all events removed', (c) => events(c).deleteMany({}), 1, 'cut'],
    ['an event added behind the end', (c) => copy(c, 5, 6), 6, 'added'],
    ['two events that changed places', (c) => swap(c, 2, 3), 2, 'unlinked'],
    [
      'a previous hash rewritten',
      (c) => events(c).updateOne({ _id: 2 }, { $set: { previousHash: 'x' } }),
      2,
      'unlinked',
    ],
  ]
  for (const [what, tamper, seq, kind] of tampering) {
    it(`names the first broken link after ${what}`, async () => {
      await five()
      await tamper(db.connection)
      const check = await log.verify()
      assert.ok(!check.sound)
      assert.deepEqual([check.fault.seq, check.fault.kind], [seq, kind])
    })
  }

  async function copy(connection: Connection, from: number, to: number): Promise<void> {
    const row = await events(connection).findOne({ _id: from })
    await events(connection).insertOne({ ...row, _id: to })
  }

  async function swap(connection: Connection, a: number, b: number): Promise<void> {
    const [first, second] = [await events(connection).findOne({ _id: a }), await events(connection).findOne({ _id: b })]
    await events(connection).replaceOne({ _id: a }, { ...second, _id: a })
    await events(connection).replaceOne({ _id: b }, { ...first, _id: b })
  }

  it('finds events by what happened, by whom and when', async () => {
    await five()
    await inTransaction(db.connection, (session) =>
      log.record(session, {
        name: 'A',
        actor: { accountId: 'p1', role: 'owner', organisationId: 'e1' },
        subject: { kind: 'need', id: 'n1' },
      }),
    )
    const found = async (filter: Parameters<AuditLog['list']>[0]) =>
      (await log.list(filter, { number: 1, size: 2 })).total
    assert.equal(await found({ name: 'A' }), 2)
    assert.equal(await found({ name: 'A', role: 'owner' }), 1)
    assert.equal(await found({ organisationId: 'e1' }), 1)
    assert.equal(await found({ subjectKind: 'need', subjectId: 'n1' }), 1)
    assert.equal(await found({ from: noon }), 6)
    assert.equal(await found({ to: noon }), 0)
    assert.deepEqual(await log.names(), ['A', 'B', 'C', 'D', 'E'])
  })
})
