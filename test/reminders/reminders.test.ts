import assert from 'node:assert/strict'
import type { Application } from '../../src/applications/index.js'
import { remindersService } from '../../src/reminders/index.js'
import { startApp, type TestApp } from '../support/app.js'
import { mailsTo, openPerson, type Person } from '../support/people.js'
import { listed, moverFor, offered, parties, remindersTo, submitted, type Parties } from './running.js'

/** By the clock of China. */
const at = (text: string) => new Date(`2026-${text}:00+08:00`)

describe('a reminder', () => {
  let test: TestApp
  let now = at('11-20T10:00')
  let bureau: Person
  let who: Parties
  before(async () => {
    test = await startApp({ now: () => now })
    bureau = await openPerson(test, 'bureau')
  })
  beforeEach(async () => {
    now = at('11-20T10:00')
    who = await parties(test)
  })
  after(() => test.close())

  const remind = (time: string) => {
    now = at(time)
    return test.deps.reminders.remindAll()
  }
  /** What each was told: owner, officer, colleague, manager, bureau. */
  const told = (application: Application) =>
    Promise.all(
      [who.owner, who.officer, who.colleague, who.manager, bureau].map((one) => remindersTo(test, one, application)),
    )
  const move = (id: string, order: { action: 'claim' | 'contact' | 'answer'; by?: Person; reason?: string }) => {
    const set = order.action === 'claim' ? { officerId: who.officer.id, officerName: '王经理' } : {}
    return test.deps.applications.move('all', id, { ...order, mover: moverFor(order.by ?? who.officer), set })
  }

  it('comes at 70 % to the bank, at the end to its managers and the enterprise, a working day later to the bureau and the managers', async () => {
    // Friday 10:00; the limit of one working day ends with Monday, 70 % of its 38 working hours on Monday at 12:36.
    const application = await submitted(test, who)
    await remind('11-23T12:35')
    assert.deepEqual(await told(application), [[], [], [], [], []])
    await remind('11-23T12:37')
    const soon = ['“受理”时限将到']
    assert.deepEqual(await told(application), [[], soon, soon, soon, []])
    await remind('11-23T23:59')
    assert.deepEqual(await told(application), [[], soon, soon, soon, []])
    await remind('11-24T00:00')
    const over = '“受理”已超时限'
    assert.deepEqual(await told(application), [[over], soon, soon, [...soon, over], []])
    await remind('11-24T23:59')
    assert.deepEqual((await told(application))[4], [])
    const raised = '“受理”超时限，提请督办'
    await remind('11-25T00:00')
    assert.deepEqual(await told(application), [[over], soon, soon, [...soon, over, raised], [raised]])
    await remind('12-25T00:00')
    assert.deepEqual(await told(application), [[over], soon, soon, [...soon, over, raised], [raised]])
  })

  it('says until when, and to whom it was told', async () => {
    await submitted(test, who)
    await remind('11-24T09:00')
    const mails = await mailsTo(test, who.owner.email)
    const text = mails.find(({ subject }) => subject.includes('已超时限'))?.text ?? ''
    assert.match(text, /“受理”最迟 2026年11月23日，已超时限，已提醒兴业银行的负责人。/)
  })

  it('says by when the bank has to explain what was brought before the bureau', async () => {
    await submitted(test, who)
    // Escalated on Wednesday: until the end of Thursday.
    await remind('11-25T00:00')
    const mails = await mailsTo(test, who.manager.email)
    const text = mails.find(({ subject }) => subject.includes('提请督办'))?.text ?? ''
    assert.match(text, /已提请工信局督办。请尽快办理，并最迟 2026年11月26日 在申请页面说明原因和办完的日期。/)
  })

  it('goes to the person in charge where there is one', async () => {
    const application = await submitted(test, who)
    await move(application.id, { action: 'claim' })
    // Contact within three working days: 70 % of 86 working hours, from Friday 10:00, is Wednesday at 22:12.
    await remind('11-25T22:13')
    const soon = ['“首次联系”时限将到']
    assert.deepEqual(await told(application), [[], soon, [], [], []])
  })

  it('comes once after a standstill of a week: only what ranks highest, once to each', async () => {
    const application = await submitted(test, who)
    await remind('11-30T09:00')
    const raised = ['“受理”超时限，提请督办']
    assert.deepEqual(await told(application), [raised, [], [], raised, raised])
    await remind('11-30T09:05')
    assert.deepEqual(await told(application), [raised, [], [], raised, raised])
  })

  it('does not come while the clock stands still, and comes later by as much', async () => {
    const application = await submitted(test, who)
    const asked = { items: ['采购合同'], note: '', at: now, by: '王经理' }
    const ask = { action: 'ask', mover: moverFor(who.officer), set: { asked } } as const
    await test.deps.applications.move('all', application.id, ask)
    await remind('12-18T09:00')
    assert.deepEqual(await told(application), [[], [], [], [], []])
    await move(application.id, { action: 'answer', by: who.owner })
    await remind('12-18T09:05')
    assert.deepEqual(await told(application), [[], [], [], [], []])
    await remind('12-22T00:00')
    assert.deepEqual((await told(application))[0], ['“受理”已超时限'])
  })

  it('of a step that was done meanwhile does not come', async () => {
    const application = await submitted(test, who)
    now = at('11-23T10:00')
    await move(application.id, { action: 'claim' })
    await remind('11-24T09:00')
    assert.deepEqual(await told(application), [[], [], [], [], []])
  })

  it('of a sample does not come', async () => {
    const application = await submitted(test, who, true)
    await remind('11-30T09:00')
    assert.deepEqual(await told(application), [[], [], [], [], []])
  })

  it('of an offer comes two working days before it runs out; that it has run out its last move says', async () => {
    const application = await offered(test, who, '2026-11-27')
    await remind('11-24T23:59')
    assert.deepEqual((await told(application))[0], [])
    await remind('11-25T00:00')
    assert.deepEqual(await told(application), [['方案即将到期'], [], [], [], []])
    await remind('11-28T00:00')
    assert.deepEqual(await told(application), [['方案即将到期'], [], [], [], []])
  })

  it('of the time to choose comes two working days before its end, and at its end to the bank too', async () => {
    // Ten working days from 20 November end with 4 December; the offer stands until the last day of the year.
    const application = await offered(test, who, '2026-12-31')
    await remind('12-01T23:59')
    assert.deepEqual((await told(application))[0], [])
    const [soon, over, out] = ['选择方案的时限将到', '选择方案已超时限', '方案即将到期']
    await remind('12-02T00:00')
    assert.deepEqual(await told(application), [[soon], [], [], [], []])
    await remind('12-04T23:59')
    assert.deepEqual(await told(application), [[soon], [], [], [], []])
    await remind('12-05T00:00')
    assert.deepEqual(await told(application), [[soon, over], [over], [], [], []])
    await remind('12-29T00:00')
    assert.deepEqual(await told(application), [[soon, over, out], [over], [], [], []])
  })

  it('of an offer after a standstill is the last one alone', async () => {
    const application = await offered(test, who, '2026-12-31')
    await remind('12-29T00:00')
    assert.deepEqual(await told(application), [['方案即将到期'], [], [], [], []])
  })

  it('of a request in the hall are not for this room: what is claimed there is under seal', async () => {
    const { application, owner } = await listed(test)
    who = { ...who, owner }
    await remind('11-30T09:00')
    assert.deepEqual(await told(application), [[], [], [], [], []])
  })

  it('of a dispatch that the bureau lets pass comes to the bureau and then to the enterprise, and goes no further', async () => {
    const {
      application: { id },
      owner,
    } = await listed(test)
    who = { ...who, owner }
    const mover = { kind: 'system', actor: moverFor(bureau).actor, name: '平台' } as const
    const application = await test.deps.applications.move('all', id, { action: 'dispatch', mover, reason: '无人认领' })
    await remind('11-23T13:00')
    assert.deepEqual(await told(application), [[], [], [], [], ['“工信局派单”时限将到']])
    await remind('11-30T00:00')
    const over = '“工信局派单”已超时限'
    assert.deepEqual(await told(application), [[over], [], [], [], ['“工信局派单”时限将到', over]])
    assert.deepEqual(
      (await test.deps.escalations.records({ open: true })).filter((one) => one.applicationId === id),
      [],
    )
  })

  it('is one when two processes remind at the same moment', async () => {
    const application = await submitted(test, who)
    now = at('11-30T09:00')
    const other = remindersService({ ...test.deps, connection: test.deps.db.connection })
    const counts = await Promise.all([test.deps.reminders.remindAll(), other.remindAll(), other.remindAll()])
    assert.equal(
      counts.reduce((a, b) => a + b),
      1,
    )
    assert.deepEqual((await told(application))[4], ['“受理”超时限，提请督办'])
    assert.equal((await test.deps.escalations.records({ bankId: who.bank.id })).length, 1)
  })

  it('of one application that cannot be made keeps no other from being made, and is not kept silent', async () => {
    const broken = await submitted(test, who)
    const others = await parties(test)
    const sound = await submitted(test, others)
    const rows = test.deps.db.connection.collection('applications')
    await rows.updateOne({ number: broken.number }, { $set: { 'step.dueOn': 'no day' } })
    await assert.rejects(remind('11-30T09:00'), /1 applications could not be reminded of/)
    assert.deepEqual(await remindersTo(test, others.owner, sound), ['“受理”超时限，提请督办'])
    await rows.deleteOne({ number: broken.number })
  })

  it('stops between two applications when the portal stops', async () => {
    await submitted(test, who)
    now = at('11-30T09:00')
    const stop = new AbortController()
    stop.abort()
    await assert.rejects(test.deps.reminders.remindAll(stop.signal), { name: 'AbortError' })
    assert.equal(await test.deps.reminders.remindAll(), 1)
  })

  it('is run as a job', async () => {
    await submitted(test, who)
    now = at('11-30T09:00')
    await test.deps.jobs.runDue()
    const job = (await test.deps.jobs.list()).find(({ name }) => name === 'remind-of-limits')
    assert.deepEqual([job?.lastFinishedAt, job?.lastError], [now, null])
    assert.equal((await test.deps.escalations.records({ bankId: who.bank.id })).length, 1)
  })
})

describe('an escalation', () => {
  let test: TestApp
  let now = at('11-20T10:00')
  let who: Parties
  before(async () => {
    test = await startApp({ now: () => now })
  })
  beforeEach(async () => {
    now = at('11-20T10:00')
    who = await parties(test)
  })
  after(() => test.close())

  async function escalated(): Promise<Application> {
    const application = await submitted(test, who)
    now = at('11-25T00:00')
    await test.deps.reminders.remindAll()
    return application
  }
  const ofBank = () => test.deps.escalations.records({ bankId: who.bank.id })
  const claim = (id: string) =>
    test.deps.applications.move('all', id, { action: 'claim', mover: moverFor(who.officer) })

  it('is a record of its own: which limit of which bank, since when, and open until a move ends the step', async () => {
    const { id, requestId } = await escalated()
    const [open] = await ofBank()
    assert.deepEqual(
      { ...open, id: '' },
      {
        ...{ id: '', applicationId: id, requestId, bankId: who.bank.id, step: 'claim', dueOn: '2026-11-23' },
        ...{ at: now, afterSeq: 1, end: null },
      },
    )
    now = at('11-25T10:00')
    await claim(id)
    const [ended] = await ofBank()
    assert.deepEqual(ended?.end, { seq: 2, action: 'claim', by: 'officer', at: now, overDays: 2 })
    now = at('11-25T11:00')
    const contact = { action: 'contact', mover: moverFor(who.officer), reason: '电话' } as const
    await test.deps.applications.move('all', id, contact)
    assert.deepEqual((await ofBank())[0]?.end?.seq, 2, 'ended once')
  })

  it('goes on while the enterprise is asked, and counts no day of that', async () => {
    const { id } = await escalated()
    const asked = { items: ['采购合同'], note: '', at: now, by: '王经理' }
    const ask = { action: 'ask', mover: moverFor(who.officer), set: { asked } } as const
    await test.deps.applications.move('all', id, ask)
    assert.equal((await ofBank())[0]?.end, null)
    now = at('12-02T10:00')
    await test.deps.applications.move('all', id, { action: 'answer', mover: moverFor(who.owner) })
    assert.equal((await ofBank())[0]?.end, null)
    now = at('12-03T10:00')
    await claim(id)
    // Over since 23 November: two working days until it was asked, one since it was answered.
    assert.equal((await ofBank())[0]?.end?.overDays, 3)
  })

  it('stands in the audit log, whose chain holds', async () => {
    const { id } = await escalated()
    const events = test.deps.db.connection.collection('audit_events')
    const event = await events.findOne({ name: 'APPLICATION_ESCALATED', 'subject.id': id })
    assert.ok(event)
    assert.equal((await test.deps.audit.verify()).sound, true)
  })

  it('is ended by a move that was made at the very moment too', async () => {
    const { id } = await escalated()
    await claim(id)
    await test.deps.db.connection.collection('escalations').updateOne({ applicationId: id }, { $set: { end: null } })
    await test.deps.reminders.remindAll()
    assert.equal((await ofBank())[0]?.end?.action, 'claim')
  })

  it('is found by bank, by time and by whether it is open', async () => {
    const { id } = await escalated()
    const found = async (filter: Parameters<TestApp['deps']['escalations']['records']>[0]) =>
      (await test.deps.escalations.records({ bankId: who.bank.id, ...filter })).length
    const later = at('11-25T00:01')
    assert.deepEqual([await found({ open: true }), await found({ open: false })], [1, 0])
    assert.deepEqual(
      [await found({ from: now, to: later }), await found({ from: later }), await found({ to: now })],
      [1, 0, 0],
    )
    await claim(id)
    assert.deepEqual([await found({ open: true }), await found({ open: false })], [0, 1])
    assert.equal(await found({ bankId: 'another' }), 0)
  })
})
