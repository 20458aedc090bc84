import assert from 'node:assert/strict'
import {
  applicationsService,
  MoveRefused,
  moverOf,
  Overtaken,
  portal,
  type Application,
  type ApplicationEntry,
  type MoveOrder,
  type Mover,
} from '../../src/applications/index.js'
import { inTransaction } from '../../src/db/index.js'
import type { Role } from '../../src/kernel/roles.js'
import { startApp, type TestApp } from '../support/app.js'
import { openPerson } from '../support/people.js'
import { plainRequest } from '../support/request.js'
import { pageErrorOf } from '../../src/error-pages.js'
import { refusedWith } from '../support/refusals.js'

const bankId = 'cib'

describe('a move', () => {
  let test: TestApp
  let now = new Date('2026-11-20T02:00:00Z')
  let enterprise: Mover
  let officer: Mover
  let colleague: Mover
  let enterpriseId = ''

  before(async () => {
    test = await startApp({ now: () => now })
    const mover = async (role: Role, given: Parameters<typeof openPerson>[2] = {}) => {
      const person = await openPerson(test, role, given)
      const account = await test.deps.accounts.find(person.id)
      assert.ok(account)
      return { person, mover: moverOf({ ...person, name: account.name, email: person.email }) }
    }
    const owner = await mover('owner')
    enterprise = owner.mover
    enterpriseId = owner.person.organisation.id
    officer = (await mover('officer', { organisation: { kind: 'bank', id: bankId }, name: '王经理' })).mover
    colleague = (await mover('officer', { organisation: { kind: 'bank', id: bankId }, name: '李经理' })).mover
  })
  beforeEach(() => {
    now = new Date('2026-11-20T02:00:00Z')
  })
  after(() => test.close())

  const entry = (): ApplicationEntry => ({
    request: plainRequest(enterpriseId),
    to: { bankId, bankName: '兴业银行', productId: 'p', productName: '节能减排项目贷款' },
    channel: 'directed',
    documents: [],
    from: 'draft',
    action: 'submit',
    mover: enterprise,
  })
  const submitted = (): Promise<Application> =>
    inTransaction(test.deps.db.connection, (session) => test.deps.applications.enterIn(session, entry()))
  const inBank = { bankId }
  const claim = (id: string, mover = officer, shown?: number) =>
    test.deps.applications.move(inBank, id, { action: 'claim', mover, ...(shown !== undefined && { shown }) })
  const told = async (applicationId: string) =>
    test.deps.db.connection.collection('notices').countDocuments({ 'about.id': applicationId })

  it('is one record with actor, time, reason and the step that it ended', async () => {
    const application = await submitted()
    now = new Date('2026-11-23T06:00:00Z')
    const claimed = await claim(application.id)
    assert.deepEqual([claimed.state, claimed.step?.name, claimed.step?.dueOn], ['claimed', 'contact', '2026-11-26'])
    const [first, second] = await test.deps.applications.movesOf(application.id)
    assert.deepEqual([first?.seq, first?.from, first?.to, first?.step], [1, 'draft', 'submitted', null])
    assert.deepEqual([second?.seq, second?.by.name, second?.at.toISOString()], [2, '王经理', now.toISOString()])
    const ended = { name: 'claim', holder: 'bank', limitDays: 1, usedDays: 1, onTime: true, endedAt: now }
    assert.deepEqual(second?.step, ended)
  })

  it('that comes too late says so in its record', async () => {
    const application = await submitted()
    now = new Date('2026-11-24T02:00:00Z')
    await claim(application.id)
    const [, second] = await test.deps.applications.movesOf(application.id)
    assert.deepEqual([second?.step?.usedDays, second?.step?.onTime], [2, false])
  })

  it('keeps the clock of a step that goes on, and stops it while the enterprise is asked', async () => {
    const { id } = await submitted()
    const move = (order: MoveOrder) => test.deps.applications.move('all', id, order)
    await claim(id)
    const contacted = await move({ action: 'contact', mover: officer, reason: '电话联系' })
    now = new Date('2026-11-23T02:00:00Z')
    const reviewed = await move({ action: 'review', mover: officer })
    assert.equal(reviewed.step?.startedAt.getTime(), contacted.step?.startedAt.getTime())
    const asked = { items: ['设备采购合同'], note: '', at: now, by: officer.name }
    const returned = await move({ action: 'ask', mover: officer, set: { asked } })
    assert.deepEqual([returned.state, returned.before, returned.step?.dueAt], ['returned', 'due_diligence', null])
    now = new Date('2026-11-25T02:00:00Z')
    const back = await move({ action: 'answer', mover: enterprise })
    assert.deepEqual([back.state, back.before], ['due_diligence', null])
    // 20 November + 5 working days is the 27th; two were spent waiting for the enterprise.
    assert.equal(back.step?.dueOn, '2026-12-01')
    const [last] = (await test.deps.applications.movesOf(id)).slice(-1)
    assert.equal(last?.step, null)
  })

  it('that the table does not allow changes nothing and says where the application stands', async () => {
    const { id } = await submitted()
    const refused = test.deps.applications.move(inBank, id, { action: 'approve', mover: officer })
    await assert.rejects(refused, (error: unknown) => {
      assert.ok(error instanceof MoveRefused)
      assert.equal(pageErrorOf(error)?.suggestions[0]?.href, `/applications/${id}`)
      return refusedWith({ status: 409, message: /已提交，待受理/ })(error)
    })
    assert.equal((await test.deps.applications.get('all', id)).version, 1)
    await assert.rejects(test.deps.applications.move('all', id, { action: 'claim', mover: enterprise }), MoveRefused)
  })

  it('that lacks what the table asks for is a fault of the code, and changes nothing', async () => {
    const { id } = await submitted()
    await claim(id)
    await assert.rejects(
      test.deps.applications.move(inBank, id, { action: 'contact', mover: officer, reason: ' ' }),
      RangeError,
    )
    await assert.rejects(test.deps.applications.move(inBank, id, { action: 'decline', mover: officer }), RangeError)
    assert.equal((await test.deps.applications.get('all', id)).state, 'claimed')
  })

  it('of two at once happens once; the other is told by whom', async () => {
    const application = await submitted()
    const both = await Promise.allSettled([
      claim(application.id, officer, application.version),
      claim(application.id, colleague, application.version),
    ])
    const won = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const lost = both.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
    assert.equal(won.length, 1)
    assert.ok(lost[0] instanceof Overtaken)
    const winner = (await test.deps.applications.movesOf(application.id)).at(-1)?.by.name ?? ''
    assert.match(pageErrorOf(lost[0])?.publicMessage ?? '', new RegExp(winner))
    assert.equal((await test.deps.applications.movesOf(application.id)).length, 2)
  })

  it('whose transaction fails leaves nothing behind: no move, no notice, no audit event', async () => {
    const application = await submitted()
    const [before, events] = [await told(application.id), (await test.deps.audit.verify()).events]
    const failing = inTransaction(test.deps.db.connection, async (session) => {
      const read = await test.deps.applications.get('all', application.id, session)
      await test.deps.applications.moveIn(session, read, { action: 'claim', mover: officer })
      throw new Error('the bank went home')
    })
    await assert.rejects(failing, /went home/)
    assert.equal((await test.deps.applications.get('all', application.id)).state, 'submitted')
    assert.equal((await test.deps.applications.movesOf(application.id)).length, 1)
    const check = await test.deps.audit.verify()
    assert.deepEqual([await told(application.id), check.events, check.sound], [before, events, true])
  })

  it('is told to the side that did not make it', async () => {
    const application = await submitted()
    const notices = test.deps.db.connection.collection('notices')
    const first = await notices.find({ 'about.id': application.id }).toArray()
    assert.equal(first.length, 1)
    await claim(application.id)
    assert.equal(await told(application.id), 2)
    const reason = '平台规则'
    await test.deps.applications.move('all', application.id, { action: 'withdraw', mover: portal, reason })
    assert.equal(await told(application.id), 4)
  })

  it('reaches nobody else’s application', async () => {
    const { id } = await submitted()
    await assert.rejects(
      test.deps.applications.get({ bankId: 'abc' }, id),
      refusedWith({ status: 404, message: /没有这份申请/ }),
    )
    await assert.rejects(
      test.deps.applications.get({ enterpriseId: 'someone' }, id),
      refusedWith({ status: 404, message: /没有这份申请/ }),
    )
    assert.equal((await test.deps.applications.get({ enterpriseId }, id)).id, id)
  })

  it('calls what hangs on a move in the same transaction', async () => {
    const seen: string[] = []
    const { db, ...deps } = test.deps
    const applications = applicationsService({
      ...{ ...deps, connection: db.connection },
      afterMove: () => [
        (_session, { before, application }) => {
          seen.push(`${before.state}→${application.state}`)
          return Promise.resolve()
        },
      ],
    })
    const { id } = await inTransaction(db.connection, (session) => applications.enterIn(session, entry()))
    await applications.move('all', id, { action: 'claim', mover: officer })
    assert.ok(seen.includes('draft→submitted') && seen.includes('submitted→claimed'))
  })
})
