import assert from 'node:assert/strict'
import { escalationStore } from '../../src/escalations/escalation.store.js'
import { newRecordId } from '../../src/db/index.js'
import { banker, currentApplication, type Banker } from '../review/bank-case.js'
import { notFound, refusedWith } from '../support/refusals.js'
import { startApp, type TestApp } from '../support/app.js'
import { openPerson, type Person } from '../support/people.js'
import { escalatedCase, raisedAt, type Escalated } from './escalated.js'

describe('an explanation', () => {
  let test: TestApp
  let now = raisedAt
  let made: Escalated
  let officer: Banker
  let bureau: Person

  before(async () => {
    test = await startApp({ now: () => now })
    bureau = await openPerson(test, 'bureau')
  })
  beforeEach(async () => {
    made = await escalatedCase(test, (at) => (now = at))
    officer = await banker(test, made.bankId, 'officer', '李强')
  })
  after(() => test.close())

  const given = (text = '信贷系统升级，受理延后。', promisedOn: string | null = '2026-11-27') => ({
    ...{ key: newRecordId(), text, promisedOn },
  })
  const of = () => ({ user: officer.user, applicationId: made.application.id, escalationId: made.escalation.id })
  const messages = async () => (await test.deps.escalations.get(made.escalation.id)).messages
  const claim = async () => {
    const { version } = await currentApplication(test, made.application)
    await test.deps.review.takeStep(
      { user: officer.user, id: made.application.id, shown: version },
      { action: 'claim' },
    )
  }
  const toldTo = async (person: Pick<Person, 'id' | 'role' | 'organisation'>) =>
    (await test.deps.notices.list(person, { skip: 0, limit: 100 })).notices.filter(
      ({ about, subject }) => about.id === made.application.id && /^(银行的说明|工信局督办)/.test(subject),
    )

  it('is kept as it was said, with its day, and stands in the log without its words', async () => {
    await test.deps.escalations.explain(of(), given())
    const [word] = await messages()
    assert.deepEqual(
      [word?.kind, word?.text, word?.promisedOn, word?.by, word?.at],
      ['answer', '信贷系统升级，受理延后。', '2026-11-27', '李强', now],
    )
    const events = test.deps.db.connection.collection('audit_events')
    const event = await events.findOne({ name: 'ESCALATION_ANSWERED', 'subject.id': made.application.id })
    assert.ok(event && !JSON.stringify(event).includes('信贷系统升级'))
    assert.equal((await test.deps.audit.verify()).sound, true)
  })

  it('is told to the enterprise and to the bureau, each led to its own page', async () => {
    await test.deps.escalations.explain(of(), given())
    const enterprise = { kind: 'enterprise', id: made.application.enterpriseId } as const
    const [own] = await toldTo({ id: made.who.accountId, role: 'owner', organisation: enterprise })
    assert.match(own?.text ?? '', /就“受理”超过时限说明：信贷系统升级，受理延后。\n承诺 2026年11月27日办完。/)
    const [theirs] = await toldTo(bureau)
    assert.equal(theirs?.href, `/bureau/escalations/${made.escalation.id}`)
  })

  it('is kept once after a second click', async () => {
    const one = given()
    await test.deps.escalations.explain(of(), one)
    await test.deps.escalations.explain(of(), one)
    assert.equal((await messages()).length, 1)
    assert.equal((await toldTo(bureau)).length, 1)
  })

  it('with a key that was used about something else is refused, and leaves no notice and no event', async () => {
    const one = given()
    await test.deps.escalations.explain(of(), one)
    made = await escalatedCase(test, (at) => (now = at))
    officer = await banker(test, made.bankId, 'officer')
    await assert.rejects(test.deps.escalations.explain(of(), one), refusedWith({ status: 409, message: /没有保存/ }))
    const asking = test.deps.escalations.ask({ ...bureau, name: '陈科长' }, made.escalation.id, one)
    await assert.rejects(asking, refusedWith({ status: 409 }))
    assert.deepEqual([await messages(), await toldTo(bureau), await toldTo(officer.user)], [[], [], []])
    const events = test.deps.db.connection.collection('audit_events')
    const name = { $in: ['ESCALATION_ANSWERED', 'ESCALATION_ASKED'] }
    assert.equal(await events.countDocuments({ name, 'subject.id': made.application.id }), 0)
  })

  it('conflicts with a move that ends the step meanwhile: one of the two does not go through', async () => {
    const { connection } = test.deps.db
    const rows = connection.collection<{ _id: string; said?: number }>('escalations')
    const user = { ...bureau, name: '陈科长' }
    await test.deps.escalations.explain(of(), given())
    await test.deps.escalations.ask(user, made.escalation.id, { key: newRecordId(), text: '请说明原因。' })
    assert.equal((await rows.findOne({ _id: made.escalation.id }))?.said, 2, 'both touch it')
    const store = escalationStore(connection)
    const [saying, moving] = [await connection.startSession(), await connection.startSession()]
    try {
      saying.startTransaction()
      moving.startTransaction()
      const end = { seq: 9, action: 'claim', by: 'officer', at: now, overDays: 2 } as const
      // Both have seen the step go on.
      await store.list({ id: made.escalation.id }, saying)
      await store.list({ id: made.escalation.id }, moving)
      const both = async () => {
        await store.touch(saying, made.escalation.id)
        await saying.commitTransaction()
        await store.finish(moving, made.application.id, 'claim', end)
        await moving.commitTransaction()
      }
      await assert.rejects(both(), /conflict/i)
    } finally {
      await Promise.all([saying.endSession(), moving.endSession()])
    }
  })

  it('of a step that was broken off does not tell that it was done', async () => {
    await test.deps.applications.move('all', made.application.id, {
      ...{ action: 'withdraw', mover: made.who.mover, reason: '不需要了' },
    })
    await test.deps.escalations.explain(of(), given())
    const [theirs] = await toldTo(bureau)
    assert.match(theirs?.text ?? '', /这一步已终止（企业撤回）。/)
    assert.doesNotMatch(theirs?.text ?? '', /办完/)
  })

  it('may follow another and changes nothing of it', async () => {
    await test.deps.escalations.explain(of(), given())
    const [first] = await messages()
    now = new Date('2026-11-30T10:00:00+08:00')
    await test.deps.escalations.explain(of(), given('仍在等总行授权。', '2026-12-02'))
    assert.deepEqual((await messages())[0], first)
    assert.deepEqual((await messages()).map(({ promisedOn }) => promisedOn), ['2026-11-27', '2026-12-02']) // prettier-ignore
  })

  it('of a step that goes on names a day', async () => {
    await assert.rejects(test.deps.escalations.explain(of(), given('没有日期的说明。', null)), RangeError)
    assert.deepEqual(await messages(), [])
  })

  it('of a step that is done keeps no day, and is given once unless the bureau asks', async () => {
    await claim()
    await test.deps.escalations.explain(of(), given())
    assert.deepEqual((await messages()).map(({ promisedOn }) => promisedOn), [null]) // prettier-ignore
    await assert.rejects(test.deps.escalations.explain(of(), given('再说一次。')), refusedWith({ status: 409 }))
    const user = { ...bureau, name: '陈科长' }
    await test.deps.escalations.ask(user, made.escalation.id, { key: newRecordId(), text: '为什么没有提前告知？' })
    await test.deps.escalations.explain(of(), given('以后会提前告知企业。'))
    assert.equal((await messages()).length, 3)
  })

  it('is given by nobody of another bank, nor of another application of the own', async () => {
    const stranger = await banker(test, 'another-bank', 'officer')
    await assert.rejects(test.deps.escalations.explain({ ...of(), user: stranger.user }, given()), notFound)
    await assert.rejects(test.deps.review.escalationOf(stranger.user, made.escalation.id), notFound)
    const other = await escalatedCase(test, (at) => (now = at))
    await assert.rejects(
      test.deps.escalations.explain({ ...of(), applicationId: other.application.id }, given()),
      notFound,
    )
    assert.deepEqual(await messages(), [])
  })

  it('goes with its application', async () => {
    await test.deps.escalations.explain(of(), given())
    await test.deps.db.connection.transaction((session) =>
      test.deps.escalations.removeOf(session, [made.application.id]),
    )
    const { id: applicationId } = made.application
    assert.deepEqual(await test.deps.escalations.list({ applicationId }), [])
  })

  describe('that the bureau asks for', () => {
    it('is asked for in words, kept once, told to the managers and to whoever is in charge', async () => {
      const manager = await banker(test, made.bankId, 'manager')
      await claim()
      const user = { ...bureau, name: '陈科长' }
      const asked = { key: newRecordId(), text: '请说明为什么迟迟没有受理。' }
      await test.deps.escalations.ask(user, made.escalation.id, asked)
      await test.deps.escalations.ask(user, made.escalation.id, asked)
      assert.deepEqual((await messages()).map(({ kind, by }) => [kind, by]), [['question', '陈科长']]) // prettier-ignore
      for (const one of [manager, officer]) {
        const [notice, ...more] = await toldTo(one.user)
        assert.match(notice?.text ?? '', /兵团工信局督办：请说明为什么迟迟没有受理。/)
        assert.deepEqual(more, [])
      }
      const enterprise = { kind: 'enterprise', id: made.application.enterpriseId } as const
      assert.deepEqual(await toldTo({ id: made.who.accountId, role: 'owner', organisation: enterprise }), [])
      const events = test.deps.db.connection.collection('audit_events')
      assert.ok(await events.findOne({ name: 'ESCALATION_ASKED', 'subject.id': made.application.id }))
    })

    it('is not asked for about what is not there', async () => {
      const user = { ...bureau, name: '陈科长' }
      const none = test.deps.escalations.ask(user, 'f'.repeat(24), { key: newRecordId(), text: '请说明。' })
      await assert.rejects(none, notFound)
    })
  })
})
