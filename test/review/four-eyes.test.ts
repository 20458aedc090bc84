import assert from 'node:assert/strict'
import { loadPage } from '../support/load-page.js'
import { inTransaction } from '../../src/db/index.js'
import { wan } from '../applications/applying.js'
import { startApp, type TestApp } from '../support/app.js'
import { banker, bringTo, caseAddress, caseAtBank, post, currentApplication, type Banker } from './bank-case.js'

const approval = { amount: '40', rate: '3.45', months: '12', conditions: '抵押物不足，减少金额' }

describe('a decision above the threshold of the bank', function () {
  this.timeout(60_000)
  let test: TestApp
  let officer: Banker
  let manager: Banker
  let second: Banker
  let bankId = ''
  const inboxOf = async ({ user }: Banker) => (await test.deps.notices.list(user, { skip: 0, limit: 50 })).notices
  const setThreshold = async (amount: number) => {
    const shown = (await test.deps.review.thresholdOf(bankId))?.version ?? 0
    await test.deps.review.setThreshold(manager.user, { fourEyesFen: wan(amount), shown })
  }
  const chosen = async () => {
    const found = await caseAtBank(test)
    return { ...found, application: await bringTo(test, found, officer, 'chosen') }
  }

  before(async () => {
    test = await startApp()
    bankId = (await caseAtBank(test)).bankId
    officer = await banker(test, bankId, 'officer', '李强')
    manager = await banker(test, bankId, 'manager', '赵敏')
    second = await banker(test, bankId, 'manager', '孙玲')
  })
  beforeEach(() => setThreshold(10))
  after(() => test.close())

  it('is only proposed by an officer: the managers are told, the enterprise is not', async () => {
    const { application, who } = await chosen()
    const response = await post(officer, application, 'approve', approval)
    assert.equal(response.headers.location, `${caseAddress(application)}?done=proposed`)
    const after = await currentApplication(test, application)
    assert.equal(after.state, 'chosen')
    assert.equal(after.proposal?.kind, 'approve')
    assert.equal(after.proposal.thresholdFen, wan(10))
    assert.equal(after.proposal.byId, officer.user.id)
    assert.ok((await inboxOf(manager)).some(({ subject }) => subject.startsWith('待您审批')))
    const owner = {
      id: who.accountId,
      role: 'owner',
      organisation: { kind: 'enterprise', id: who.enterpriseId },
    } as const
    const { notices } = await test.deps.notices.list(owner, { skip: 0, limit: 50 })
    assert.ok(notices.every(({ subject }) => !subject.includes('审批')))
    const exported = async () =>
      JSON.stringify((await test.deps.enterprises.exportEverything(who.enterpriseId)).applications)
    assert.ok(!(await exported()).includes('抵押物不足'), 'nor do its own data tell it')
    const shown = after.version
    await test.deps.review.confirmProposal({ user: manager.user, id: application.id, shown })
    const decided = await exported()
    assert.ok(decided.includes('抵押物不足') && !decided.includes('thresholdFen') && !decided.includes('asProposed'))
  })

  it('is confirmed by a manager: the decision names both, and the proposer is told', async () => {
    const { application } = await chosen()
    await post(officer, application, 'approve', approval)
    const $ = await manager.browser.open(caseAddress(application))
    assert.match($('#proposal-title').parent().text(), /李强.*提出/)
    await manager.browser.submit($, '#proposal', { then: 'confirm' }).expect(303)
    const { state, decision, proposal } = await currentApplication(test, application)
    assert.equal(state, 'approved')
    assert.deepEqual(
      [decision?.amountFen, decision?.by, decision?.proposedBy, proposal],
      [wan(40), '赵敏', '李强', null],
    )
    const move = (await test.deps.applications.movesOf(application.id)).at(-1)
    assert.deepEqual([move?.detail.thresholdFen, move?.detail.asProposed], [wan(10), true])
    assert.ok((await inboxOf(officer)).some(({ subject }) => subject.startsWith('您的意见已获批准')))
  })

  it('is changed by a manager as a decision of his own', async () => {
    const { application } = await chosen()
    await post(officer, application, 'approve', approval)
    await post(manager, application, 'decline', { code: 'quota-used', text: '本季度本行绿色贷款额度已经用完。' })
    const { state, refusal, decision } = await currentApplication(test, application)
    assert.deepEqual([state, refusal?.by, decision], ['declined', '赵敏', null])
    const move = (await test.deps.applications.movesOf(application.id)).at(-1)
    assert.deepEqual([move?.detail.proposedBy, move?.detail.asProposed], [officer.user.id, false])
  })

  it('is sent back with a reason that stays in the bank', async () => {
    const { application } = await chosen()
    await post(officer, application, 'approve', approval)
    const $ = await manager.browser.open(caseAddress(application))
    const empty = await manager.browser.submit($, '#proposal', { then: 'return', reason: '' })
    assert.equal(empty.status, 422)
    await manager.browser.submit($, '#proposal', { then: 'return', reason: '请补充现金流测算' }).expect(303)
    const after = await currentApplication(test, application)
    assert.deepEqual([after.state, after.proposal], ['chosen', null])
    assert.ok((await inboxOf(officer)).some(({ text }) => text.includes('请补充现金流测算')))
    const notes = loadPage((await officer.browser.get(`${caseAddress(application)}?tab=notes`)).text)
    assert.match(notes('main').text(), /退回李强的审批意见：请补充现金流测算/)
    const moves = await test.deps.applications.movesOf(application.id)
    assert.ok(!JSON.stringify(moves).includes('现金流'))
  })

  it('is never settled by its own proposer, a manager neither', async () => {
    const { application } = await chosen()
    await post(manager, application, 'approve', approval)
    const { proposal, version } = await currentApplication(test, application)
    assert.equal(proposal?.byId, manager.user.id, 'a manager alone only proposes, too')
    const $ = await manager.browser.open(caseAddress(application))
    assert.equal($('#proposal [value=confirm]').length, 0)
    const csrf = $('[name=_csrf]').first().attr('value') ?? ''
    const forms: readonly (readonly [string, Record<string, string>])[] = [
      ['proposal', { then: 'confirm' }],
      ['proposal', { then: 'return', reason: '自己退回自己' }],
      ['steps', { do: 'approve', ...approval }],
    ]
    for (const [end, fields] of forms) {
      const sent = { _csrf: csrf, version: String(version), ...fields }
      const refused = await manager.browser.post(`${caseAddress(application)}/${end}`, sent)
      assert.equal(refused.status, 409, end)
      assert.match(refused.text, /提出意见的人不能审批自己的意见/)
    }
    assert.equal((await currentApplication(test, application)).state, 'chosen')
    const other = await second.browser.open(caseAddress(application))
    await second.browser.submit(other, '#proposal', { then: 'confirm' }).expect(303)
    assert.equal((await currentApplication(test, application)).decision?.proposedBy, '赵敏')
  })

  it('is not settled by an officer, nor proposed twice', async () => {
    const { application } = await chosen()
    await post(officer, application, 'approve', approval)
    const colleague = await banker(test, bankId, 'officer', '周杰')
    const $ = await colleague.browser.open(caseAddress(application))
    assert.equal($('#proposal').length, 0)
    const sent = {
      _csrf: $('[name=_csrf]').first().attr('value') ?? '',
      version: String((await currentApplication(test, application)).version),
    }
    const confirmed = await colleague.browser.post(`${caseAddress(application)}/proposal`, { ...sent, then: 'confirm' })
    const again = await colleague.browser.post(`${caseAddress(application)}/steps`, {
      ...sent,
      do: 'approve',
      ...approval,
    })
    assert.deepEqual([confirmed.status, again.status], [409, 409])
    assert.match(again.text, /李强提出了审批意见/)
    assert.match(again.text, /抵押物不足，减少金额/, 'what was typed is there to be copied')
  })

  it('is taken back by its proposer, who may then propose another', async () => {
    const { application } = await chosen()
    await post(officer, application, 'approve', approval)
    const $ = await officer.browser.open(caseAddress(application))
    await officer.browser.submit($, '#proposal', { then: 'withdraw' }).expect(303)
    assert.equal((await currentApplication(test, application)).proposal, null)
    await post(officer, application, 'approve', { ...approval, amount: '30' })
    const { proposal } = await currentApplication(test, application)
    assert.equal(proposal?.kind === 'approve' && proposal.decision.amountFen, wan(30))
  })

  it('goes by the amount at stake and not by what the officer would grant; at the threshold one is enough', async () => {
    const { application } = await chosen()
    const small = await post(officer, application, 'approve', { ...approval, amount: '9' })
    assert.match(small.headers.location ?? '', /done=proposed/)
    await setThreshold(50)
    const equal = await chosen()
    const response = await post(officer, equal.application, 'approve', approval)
    assert.match(response.headers.location ?? '', /done=decided/)
    assert.equal((await currentApplication(test, equal.application)).decision?.by, '李强')
  })

  it('counts what the bank has had chosen and has approved in the same request: dividing it frees nobody', async () => {
    await setThreshold(99)
    const { application, who } = await chosen()
    const request = await test.deps.requests.get('all', application.requestId)
    const { applications, db } = test.deps
    const to = { bankId, bankName: bankId, productId: 'x', productName: '另一产品' }
    const part = await inTransaction(db.connection, (session) =>
      applications.enterIn(session, {
        ...{ request, to, channel: 'directed', documents: [], from: 'draft', action: 'submit', mover: who.mover },
      }),
    )
    const second = await bringTo(test, { application: part, who, bankId }, officer, 'offered')
    await post(officer, application, 'approve', { ...approval, amount: '50' })
    assert.equal(
      (await currentApplication(test, application)).state,
      'approved',
      'what is merely offered does not count',
    )
    await applications.move('all', second.id, { action: 'choose', mover: who.mover })
    const divided = await post(officer, second, 'approve', approval)
    assert.match(divided.headers.location ?? '', /done=proposed/)
    assert.equal((await currentApplication(test, second)).state, 'chosen')
  })

  it('keeps the threshold it was proposed under when the bank raises it', async () => {
    const { application } = await chosen()
    await post(officer, application, 'approve', approval)
    await setThreshold(5000)
    const version = String((await currentApplication(test, application)).version)
    const $ = await officer.browser.open(caseAddress(application))
    const sent = { _csrf: $('[name=_csrf]').first().attr('value') ?? '', version, do: 'approve', ...approval }
    assert.equal((await officer.browser.post(`${caseAddress(application)}/steps`, sent)).status, 409)
  })

  it('is not decided alone by whoever raised the threshold over it, until a colleague has set it too', async () => {
    const { application } = await chosen()
    await setThreshold(5000)
    const alone = await post(manager, application, 'approve', approval)
    assert.match(alone.headers.location ?? '', /done=proposed/)
    assert.equal((await currentApplication(test, application)).state, 'chosen')
    const other = await chosen()
    const shown = (await test.deps.review.thresholdOf(bankId))?.version ?? 0
    await test.deps.review.setThreshold(second.user, { fourEyesFen: wan(5000), shown })
    const agreed = await post(manager, other.application, 'approve', approval)
    assert.match(agreed.headers.location ?? '', /done=decided/)
  })

  it('is set by a manager alone, on record, and not over a colleague who was faster', async () => {
    await officer.browser.get('/bank/settings').expect(404)
    const $ = await manager.browser.open('/bank/settings')
    await manager.browser.submit($, '#settings', { threshold: '800' }).expect(303)
    const overtaken = await manager.browser.submit($, '#settings', { threshold: '900' })
    assert.equal(overtaken.status, 409)
    assert.match(overtaken.text, /赵敏刚刚改过/)
    assert.equal((await test.deps.review.thresholdOf(bankId))?.fourEyesFen, wan(800))
    const faulty = await manager.browser.submit(await manager.browser.open('/bank/settings'), '#settings', {
      threshold: '-1',
    })
    assert.equal(faulty.status, 422)
    const { events } = await test.deps.audit.list({ name: 'BANK_THRESHOLD_CHANGED' }, { number: 1, size: 1 })
    assert.deepEqual(JSON.parse(events[0]?.detail ?? ''), { fromFen: wan(10), toFen: wan(800) })
  })
})
