import assert from 'node:assert/strict'
import { systemActor } from '../../src/audit/index.js'
import { inTransaction } from '../../src/db/index.js'
import type { NewNotice } from '../../src/notices/index.js'
import { startApp, type TestApp } from '../support/app.js'
import { mailsTo, openPerson, type Person } from '../support/people.js'

const all = { skip: 0, limit: 100 }
const to = ({ organisation }: Person) => organisation
const about = { kind: 'application', id: 'a1' }
const given = { subject: '有新的申请', text: '请在 3 个工作日内答复。', href: '/applications/a1', about }

describe('a notice', () => {
  let test: TestApp
  before(async () => {
    test = await startApp()
  })
  after(() => test.close())

  const tell = (one: NewNotice | readonly NewNotice[]) =>
    inTransaction(test.deps.db.connection, (session) => test.deps.notices.tell(session, one))
  const inbox = async (person: Person) => (await test.deps.notices.list(person, all)).notices

  it('reaches everybody of the organisation in the portal and by mail, and nobody else', async () => {
    const officer = await openPerson(test, 'officer')
    const { organisation } = officer
    const manager = await openPerson(test, 'manager', { organisation })
    const stranger = await openPerson(test, 'officer')
    await tell({ to: organisation, ...given })
    for (const person of [officer, manager]) {
      const [notice] = await inbox(person)
      assert.ok(notice)
      assert.deepEqual([notice.subject, notice.unread, notice.about], [given.subject, true, about])
      assert.equal(await test.deps.notices.unread(person), 1)
      assert.equal((await mailsTo(test, person.email)).length, 1)
    }
    assert.deepEqual([await inbox(stranger), await test.deps.notices.unread(stranger)], [[], 0])
    assert.equal((await mailsTo(test, stranger.email)).length, 0)
  })

  it('for one role or one person is seen by nobody else of the organisation', async () => {
    const officer = await openPerson(test, 'officer')
    const { organisation } = officer
    const other = await openPerson(test, 'officer', { organisation })
    const manager = await openPerson(test, 'manager', { organisation })
    await tell([
      { to: { ...organisation, role: 'manager' }, ...given, subject: '待审批' },
      { to: { ...organisation, accountId: other.id }, ...given, subject: '由您经办' },
    ])
    const subjects = async (person: Person) => (await inbox(person)).map(({ subject }) => subject)
    assert.deepEqual(
      [await subjects(officer), await subjects(other), await subjects(manager)],
      [[], ['由您经办'], ['待审批']],
    )
    assert.deepEqual(
      (await Promise.all([officer, other, manager].map((one) => mailsTo(test, one.email)))).map((one) => one.length),
      [0, 1, 1],
    )
  })

  it('is mailed neither to an address that is not confirmed nor to an account that is disabled', async () => {
    const confirmed = await openPerson(test, 'officer')
    const { organisation } = confirmed
    const unconfirmed = await openPerson(test, 'officer', { organisation, confirmed: false })
    const disabled = await openPerson(test, 'officer', { organisation })
    await test.deps.accounts.disable(disabled.id, systemActor)
    await tell({ to: organisation, ...given })
    const counts = []
    for (const { email } of [confirmed, unconfirmed, disabled]) counts.push((await mailsTo(test, email)).length)
    assert.deepEqual(counts, [1, 0, 0])
    assert.equal(await test.deps.notices.unread(unconfirmed), 1, 'the portal shows it all the same')
    assert.equal(await test.deps.notices.unread(disabled), 0)
  })

  it('and its mail do not exist when the change that they tell of did not happen', async () => {
    const person = await openPerson(test, 'officer')
    const failing = inTransaction(test.deps.db.connection, async (session) => {
      await test.deps.notices.tell(session, { to: to(person), ...given })
      throw new Error('no')
    })
    await assert.rejects(failing, /^Error: no$/)
    assert.deepEqual([await inbox(person), await mailsTo(test, person.email)], [[], []])
  })

  it('with a key is told once, with one mail, however often and however close together', async () => {
    const person = await openPerson(test, 'officer')
    const once = { to: to(person), ...given, key: 'a1 reminder 70' }
    await Promise.all([tell(once), tell(once), tell(once)])
    await tell(once)
    assert.deepEqual([(await inbox(person)).length, (await mailsTo(test, person.email)).length], [1, 1])
  })

  it('with a key is told once to each recipient, and again under another key', async () => {
    const one = await openPerson(test, 'officer')
    const two = await openPerson(test, 'officer')
    await tell([one, two].map((person) => ({ to: to(person), ...given, key: 'k' })))
    await tell({ to: to(one), ...given, key: 'k' })
    await tell({ to: to(one), ...given, key: 'l' })
    await tell({ to: { ...one.organisation, role: 'officer' }, ...given, key: 'l' })
    assert.deepEqual([(await inbox(one)).length, (await inbox(two)).length], [3, 1])
  })

  it('is told within one transaction as two transactions that race for its key: one of them tries again and passes it over', async () => {
    const person = await openPerson(test, 'officer')
    const { connection } = test.deps.db
    let arrived = 0
    let open: () => void = () => undefined
    const both = new Promise<void>((resolve) => (open = resolve))
    const once = { to: to(person), ...given, key: 'race' }
    const tries = [0, 0]
    await Promise.all(
      [0, 1].map((which) =>
        inTransaction(connection, async (session) => {
          tries[which] = (tries[which] ?? 0) + 1
          // Both have their picture of the data before either writes.
          await test.deps.accounts.activeOf(to(person), session)
          arrived += 1
          if (arrived === 2) open()
          await both
          await test.deps.notices.tell(session, once)
        }),
      ),
    )
    assert.deepEqual(tries.sort(), [1, 2])
    assert.deepEqual([(await inbox(person)).length, (await mailsTo(test, person.email)).length], [1, 1])
  })

  it('is marked read by one person for that person alone', async () => {
    const officer = await openPerson(test, 'officer')
    const other = await openPerson(test, 'officer', { organisation: officer.organisation })
    await tell([
      { to: to(officer), ...given },
      { to: to(officer), ...given },
    ])
    const [first] = await inbox(officer)
    assert.ok(first)
    await test.deps.notices.markRead(officer, first.id)
    assert.deepEqual([await test.deps.notices.unread(officer), await test.deps.notices.unread(other)], [1, 2])
    await test.deps.notices.markRead(officer, 'all')
    assert.deepEqual([await test.deps.notices.unread(officer), await test.deps.notices.unread(other)], [0, 2])
    const left = await test.deps.notices.list(other, { ...all, unread: true })
    assert.deepEqual([left.total, left.notices.length], [2, 2])
    assert.equal((await test.deps.notices.list(officer, { ...all, unread: true })).total, 0)
  })

  it('of somebody else is not there to be marked', async () => {
    const owner = await openPerson(test, 'officer')
    const stranger = await openPerson(test, 'officer')
    await tell({ to: to(owner), ...given })
    const [notice] = await inbox(owner)
    assert.ok(notice)
    assert.equal(await test.deps.notices.markRead(stranger, notice.id), null)
    assert.equal(await test.deps.notices.unread(owner), 1)
  })

  it('leads nowhere but into the portal', async () => {
    const person = await openPerson(test, 'officer')
    for (const href of ['https://example.cn/', '//example.cn/', 'applications'])
      await assert.rejects(tell({ to: to(person), ...given, href }), /which is no path/)
    assert.deepEqual(await inbox(person), [])
  })

  it('goes with the enterprise that closes, and with what it was about', async () => {
    const owner = await openPerson(test, 'owner')
    const bureau = await openPerson(test, 'bureau')
    const { id } = owner.organisation
    await tell([
      { to: to(owner), ...given },
      { to: to(bureau), ...given, subject: '企业逾期', about: { kind: 'enterprise', id } },
      { to: to(bureau), ...given, subject: '别的事', about: { kind: 'application', id: 'other' } },
    ])
    const exported = (await test.deps.notices.ofEnterprise.exportOf(id)) as readonly { subject: string }[]
    assert.deepEqual(
      exported.map(({ subject }) => subject),
      [given.subject],
    )
    await test.deps.enterprises.close(id, systemActor)
    assert.deepEqual(await test.deps.notices.ofEnterprise.exportOf(id), [])
    assert.deepEqual(
      (await inbox(bureau)).map(({ subject }) => subject),
      ['别的事'],
    )
    const gone = await inTransaction(test.deps.db.connection, (session) =>
      test.deps.notices.removeAbout(session, 'application', ['other']),
    )
    assert.equal(gone, 1)
  })
})

describe('the mail of a notice', () => {
  const mailWith = async (environment: Record<string, string>, urgent = false) => {
    const test = await startApp({ environment })
    const person = await openPerson(test, 'officer')
    await inTransaction(test.deps.db.connection, (session) =>
      test.deps.notices.tell(session, { to: to(person), ...given, urgent }),
    )
    const [mail] = await mailsTo(test, person.email)
    await test.close()
    assert.ok(mail)
    return mail
  }

  it('carries the whole address where the portal knows its own', async () => {
    const mail = await mailWith({ PUBLIC_URL: 'https://portal.example.cn' }, true)
    assert.equal(mail.text, `${given.text}\n\n打开：https://portal.example.cn/applications/a1`)
    assert.equal(mail.subject, `【请尽快处理】${given.subject}`)
  })

  it('says to sign in where it does not', async () => {
    const mail = await mailWith({})
    assert.equal(mail.text, `${given.text}\n\n请登录绿桥，在“消息”中查看。`)
    assert.equal(mail.subject, given.subject)
  })
})
