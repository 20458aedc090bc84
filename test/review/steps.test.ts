import assert from 'node:assert/strict'
import { loadPage } from '../support/load-page.js'
import type { Application } from '../../src/applications/index.js'
import { inTransaction } from '../../src/db/index.js'
import { wan } from '../applications/applying.js'
import { startApp, Visitor, type TestApp } from '../support/app.js'
import { signIn } from '../support/people.js'
import { termsFields } from '../support/terms-fields.js'
import { banker, bringTo, caseAddress, caseAtBank, post, currentApplication, type Banker } from './bank-case.js'

describe('what a bank does with an application', function () {
  this.timeout(60_000)
  let test: TestApp
  let officer: Banker
  let manager: Banker
  before(async () => {
    test = await startApp()
    const { bankId } = await caseAtBank(test)
    officer = await banker(test, bankId, 'officer', '李强')
    manager = await banker(test, bankId, 'manager', '赵敏')
  })
  after(() => test.close())
  const told = async (found: { who: { accountId: string; enterpriseId: string } }) => {
    const { accountId: id, enterpriseId } = found.who
    const owner = { id, role: 'owner', organisation: { kind: 'enterprise', id: enterpriseId } } as const
    return (await test.deps.notices.list(owner, { skip: 0, limit: 50 })).notices
  }

  it('takes a case in charge, speaks to the enterprise, and begins to look at it', async () => {
    const found = await caseAtBank(test)
    const { application } = found
    await post(officer, application, 'claim').then(({ status }) => assert.equal(status, 303))
    const claimed = await currentApplication(test, application)
    assert.deepEqual([claimed.state, claimed.officerId, claimed.officerName], ['claimed', officer.user.id, '李强'])
    await post(officer, application, 'contact', { how: '电话', on: '2026-11-22', note: '已与王芳通话，约下周走访' })
    const [move] = (await test.deps.applications.movesOf(application.id)).slice(-1)
    assert.equal(move?.reason, '2026年11月22日，电话：已与王芳通话，约下周走访')
    await post(officer, application, 'review')
    assert.equal((await currentApplication(test, application)).state, 'due_diligence')
  })

  it('lets a manager take every step that an officer takes', async () => {
    const { application } = await caseAtBank(test)
    for (const [step, fields] of [
      ['claim', {}],
      ['contact', { how: '来行', on: '2026-11-22', note: '已到行面谈' }],
      ['review', {}],
      ['offer', termsFields()],
      ['offer', termsFields({ rate: '3.2', reason: '降低利率' })],
      ['decline', { code: 'quota-used', text: '本季度本行绿色贷款额度已经用完。' }],
      ['reopen', { reason: '总行追加了额度' }],
      ['ask', { items: '最新一期报表' }],
    ] as const) {
      const response = await post(manager, application, step, fields)
      assert.equal(response.status, 303, `${step}: ${loadPage(response.text)('.errors').text()}`)
    }
    const moves = await test.deps.applications.movesOf(application.id)
    assert.deepEqual(
      moves.slice(1).map(({ action }) => action),
      ['claim', 'contact', 'review', 'offer', 'revise', 'decline', 'reopen', 'ask'],
    )
    assert.ok(moves.slice(1).every(({ by }) => by.kind === 'manager'))
  })

  it('asks for papers of the checklist and for lines of its own: the clock stands still', async () => {
    const found = await caseAtBank(test)
    const application = await bringTo(test, found, officer, 'due_diligence')
    const $ = await officer.browser.open(`${caseAddress(application)}?do=ask`)
    const empty = await officer.browser.submit($, '#step', {})
    assert.equal(empty.status, 422)
    assert.match(loadPage(empty.text)('.errors').text(), /请至少写一项/)
    await officer.browser
      .submit($, '#step', { 'pick-1': 'on', items: '近三个月流水\n\n  用电量  ', note: '周五前' })
      .expect(303)
    const asked = await currentApplication(test, application)
    assert.equal(asked.state, 'returned')
    assert.deepEqual(asked.asked?.items, [asked.documents[0]?.title, '近三个月流水', '用电量'])
    assert.equal(asked.step?.dueAt, null)
    assert.ok((await told(found)).some((notice) => notice.text.includes('近三个月流水')))
  })

  it('announces a visit to the enterprise while the clock goes on, and keeps to itself what came of it', async () => {
    const found = await caseAtBank(test)
    const application = await bringTo(test, found, officer, 'contacted')
    const before = await currentApplication(test, application)
    const past = await post(officer, application, 'visit', { plannedOn: '2026-11-01', place: '厂区' })
    assert.equal(past.status, 422)
    await post(officer, application, 'visit', { plannedOn: '2026-11-25', place: '石河子厂区', note: '请备好设备台账' })
    const after = await currentApplication(test, application)
    assert.deepEqual([after.state, after.step, after.version], [before.state, before.step, before.version])
    const notice = (await told(found)).find(({ subject }) => subject.startsWith('预约走访'))
    assert.match(notice?.text ?? '', /2026年11月25日 到石河子厂区走访/)
    const $ = await officer.browser.open(`${caseAddress(application)}?tab=notes`)
    await officer.browser.submit($, 'form[action*="/visits/"]', { on: '2026-11-22', text: '二号窑炉停用' }).expect(303)
    assert.match((await officer.browser.open(`${caseAddress(application)}?tab=notes`))('main').text(), /二号窑炉停用/)
    assert.ok((await told(found)).every(({ text }) => !text.includes('二号窑炉')))
    assert.deepEqual(await test.deps.review.visitsFor(application.id), [
      { plannedOn: '2026-11-25', place: '石河子厂区', note: '请备好设备台账' },
    ])
  })

  it('tries terms without keeping them, keeps a draft with its faults, and gives them', async () => {
    const found = await caseAtBank(test)
    const application = await bringTo(test, found, officer, 'due_diligence')
    const address = `${caseAddress(application)}?do=offer`
    const fee = {
      'fee-guarantee-state': 'known', 'fee-guarantee-measure': 'share', 'fee-guarantee-amount': '0.8',
      'fee-guarantee-payer': '企业', 'fee-guarantee-when': 'start', 'fee-guarantee-by': '示例担保公司',
    } // prettier-ignore
    const tried = await post(officer, application, 'offer', { ...termsFields(fee), then: 'try' })
    assert.equal(tried.status, 200)
    const cost = /综合年成本 (\d+\.\d\d)%/.exec(loadPage(tried.text)('main').text())?.[1]
    assert.ok(Number(cost) > 3.45 + 0.8, `${cost}: a fee of 0.8 % a year comes on top`)
    assert.match(tried.text, /试算没有保存/)
    assert.equal((await currentApplication(test, application)).offer, null)
    const unknown = await post(officer, application, 'offer', {
      ...termsFields({ 'fee-insurance-state': 'unknown' }),
      then: 'try',
    })
    assert.match(loadPage(unknown.text)('main').text(), /综合年成本 暂不能计算：保险费还不知道/)

    await post(officer, application, 'offer', { amount: '四十', rate: '3', then: 'draft' })
    const colleague = await manager.browser.open(address)
    assert.equal(colleague('#f-amount').attr('value'), '四十')
    assert.match(colleague('main').text(), /李强 .*存的草稿/)

    await post(officer, application, 'offer', { ...termsFields(fee), then: 'give' })
    const { state, offer } = await currentApplication(test, application)
    assert.equal(state, 'offered')
    const guarantee = offer?.terms.fees.find(({ kind }) => kind === 'guarantee')
    assert.deepEqual(guarantee, {
      ...{ kind: 'guarantee', state: 'known', amount: { kind: 'share', bp: 80 }, payer: '企业' },
      ...{ chargedBy: '示例担保公司', when: 'start' },
    })
    const again = await officer.browser.open(`${caseAddress(application)}?do=offer`)
    assert.equal(again('#f-fee-guarantee-amount').attr('value'), '0.8', 'the offer stands in the form, not the draft')
  })

  it('names every fault of terms at once and keeps what was typed', async () => {
    const { application } = await caseAtBank(test).then(async (found) => ({
      application: await bringTo(test, found, officer, 'due_diligence'),
    }))
    const response = await post(officer, application, 'offer', {
      amount: '51', rate: '3.456', months: '0', method: '', dayCount: 'year', validUntil: '2026-11-01',
      'fee-appraisal-state': 'known', 'fee-appraisal-measure': 'sum', conditions: '先还清旧贷',
    }) // prettier-ignore
    assert.equal(response.status, 422)
    const $ = loadPage(response.text)
    const faults = $('.errors').text()
    for (const part of [
      /不能超过企业申请的 50 万元/,
      /最多两位小数/,
      /期限/,
      /还款方式/,
      /计息方式/,
      /有效期/,
      /担保费：请选择/,
      /评估费金额：请填写/,
    ])
      assert.match(faults, part)
    assert.equal($('#f-conditions').text().trim(), '先还清旧贷')
    assert.equal((await currentApplication(test, application)).offer, null)
  })

  it('refuses with a code, a specific text, and the condition that was not met: what would change it', async () => {
    const found = await caseAtBank(test)
    const application = await bringTo(test, found, officer, 'due_diligence')
    const $ = await officer.browser.open(`${caseAddress(application)}?do=decline`)
    const option = (group: string) => $(`optgroup[label^="${group}"] option`).first().attr('value') ?? ''
    assert.ok(option('提交时待补充') && option('提交时符合'))
    const text = '企业没有提供研发投入的证明材料。'
    const faulty: readonly (readonly [RegExp, Record<string, string>])[] = [
      [/至少 10 个字/, { code: 'other', text: '不行' }],
      [/请选择一项/, { code: 'because', text }],
      [/须选一条没有满足的条件/, { code: 'condition-failed', text }],
      [/这一条提交时符合/, { code: 'condition-failed', text, condition: option('提交时符合') }],
      [/请从列出的条件中选择/, { code: 'other', text, condition: '["enterprise.taxGrade","=","Z"]' }],
    ]
    for (const [why, fields] of faulty) {
      const response = await officer.browser.submit($, '#step', fields)
      assert.equal(response.status, 422, String(why))
      assert.match(loadPage(response.text)('.errors').text(), why)
    }
    await officer.browser
      .submit($, '#step', { code: 'condition-failed', text, condition: option('提交时待补充') })
      .expect(303)
    const { state, refusal } = await currentApplication(test, application)
    assert.equal(state, 'declined')
    assert.ok(refusal?.condition && refusal.condition.sentence.length > 5)
    assert.match(refusal.wayOn, /^补充能证明“.+”的内容后可再次申请/)
    assert.ok((await told(found)).some((notice) => notice.text.includes('研发投入的证明材料')))
    await post(officer, application, 'reopen', { reason: '不' }).then(({ status }) => assert.equal(status, 422))
    await post(officer, application, 'reopen', { reason: '企业补充了证明' })
    assert.equal((await currentApplication(test, application)).state, 'due_diligence')
  })

  it('approves no more than was chosen, and says why where it is worse than what was chosen', async () => {
    const found = await caseAtBank(test)
    const application = await bringTo(test, found, officer, 'chosen')
    const fields = { amount: '50', rate: '3.45', months: '12', conditions: '' }
    const more = await post(officer, application, 'approve', { ...fields, amount: '50.01' })
    assert.match(loadPage(more.text)('.errors').text(), /不能超过企业选定的 50 万元/)
    const worse = await post(officer, application, 'approve', { ...fields, rate: '3.6' })
    assert.match(loadPage(worse.text)('.errors').text(), /请写明原因/)
    await post(officer, application, 'approve', fields).then(({ status }) => assert.equal(status, 303))
    const { state, decision } = await currentApplication(test, application)
    assert.deepEqual([state, decision?.amountFen, decision?.rateBp], ['approved', wan(50), 345])
    const $ = await officer.browser.open(caseAddress(application))
    assert.equal($(`a[href="${caseAddress(application)}/contract"]`).length, 1)
  })

  it('answers a contest: upheld, it reviews again; not upheld, the refusal stands', async () => {
    for (const [upheld, state] of [
      ['yes', 'due_diligence'],
      ['no', 'declined'],
    ] as const) {
      const found = await caseAtBank(test)
      const application = await bringTo(test, found, officer, 'due_diligence')
      await post(officer, application, 'decline', { code: 'credit-record', text: '征信显示有一笔逾期未还的贷款。' })
      const declined = await currentApplication(test, application)
      const contest = {
        fact: 'enterprise.overdueNow',
        text: '这笔贷款上月已结清',
        evidenceIds: [],
        at: test.deps.now(),
        by: '王芳',
        answer: null,
      }
      const { applications, db } = test.deps
      await inTransaction(db.connection, (session) =>
        applications.amendIn(session, declined, {
          set: { contests: [contest] },
          event: 'APPLICATION_CONTESTED',
          actor: found.who.mover.actor,
        }),
      )
      const $ = await officer.browser.open(caseAddress(application))
      assert.match($('#contest-title').parent().text(), /这笔贷款上月已结清/)
      assert.equal((await officer.browser.submit($, '#contest', { upheld, answer: '太短' })).status, 422)
      await officer.browser.submit($, '#contest', { upheld, answer: '已向征信中心核实，情况如下。' }).expect(303)
      const after = await currentApplication(test, application)
      assert.equal(after.state, state)
      assert.equal(after.contests[0]?.answer?.upheld, upheld === 'yes')
      assert.ok((await told(found)).some((notice) => notice.text.includes('已向征信中心核实')))
      const { events } = await test.deps.audit.list(
        { name: 'CONTEST_ANSWERED', subjectId: application.id },
        { number: 1, size: 5 },
      )
      assert.equal(events.length, 1)
    }
  })

  it('is not reviewed again without consent, nor when the enterprise took the request back from the hall', async () => {
    const refusal = { code: 'quota-used', text: '本季度本行绿色贷款额度已经用完。' }
    const reopen = (application: Pick<Application, 'id'>) =>
      post(officer, application, 'reopen', { reason: '额度有了，重新审查' })
    const { applications, enterprises, db } = test.deps

    const revoked = await caseAtBank(test)
    await post(officer, revoked.application, 'decline', refusal)
    const [consent] = await enterprises.consentsOf(revoked.who.enterpriseId)
    await enterprises.revokeConsent(revoked.who.enterpriseId, consent?.id ?? '', revoked.who.mover.actor)
    const blind = await reopen(revoked.application)
    assert.equal(blind.status, 409)
    assert.match(blind.text, /授权已经收回或到期/)
    assert.equal((await currentApplication(test, revoked.application)).state, 'declined')

    const taken = await caseAtBank(test)
    const request = await test.deps.requests.get('all', taken.application.requestId)
    const { mover } = taken.who
    const hall = await inTransaction(db.connection, (session) =>
      applications.enterIn(session, {
        ...{ request, to: null, channel: 'hall', documents: [], from: 'draft', action: 'publish', mover },
      }),
    )
    await post(officer, taken.application, 'decline', refusal)
    await applications.move('all', hall.id, { action: 'takeBack', mover, reason: '不再需要' })
    const back = await reopen(taken.application)
    assert.equal(back.status, 409)
    assert.match(back.text, /企业已经撤回这次大厅申请/)
    assert.equal((await currentApplication(test, taken.application)).state, 'declined')

    const other = await caseAtBank(test)
    await post(officer, other.application, 'decline', refusal)
    assert.equal((await reopen(other.application)).status, 303)
  })

  it('is handed by a manager to somebody of the same bank, who is told', async () => {
    const { application } = await caseAtBank(test)
    const colleague = await banker(test, application.bankId ?? '', 'officer', '周杰')
    const stranger = await banker(test, 'bank-elsewhere', 'officer')
    assert.equal((await officer.browser.open(caseAddress(application)))('#officer').length, 0)
    const $ = await manager.browser.open(caseAddress(application))
    assert.equal((await manager.browser.submit($, '#officer', { officer: stranger.user.id })).status, 422)
    await manager.browser.submit($, '#officer', { officer: colleague.user.id }).expect(303)
    assert.equal((await currentApplication(test, application)).officerName, '周杰')
    const { notices } = await test.deps.notices.list(colleague.user, { skip: 0, limit: 50 })
    assert.ok(notices.some(({ subject }) => subject.startsWith('改派客户经理')))
  })

  it('checks a value against something, and a paper that is there; a paper without a file cannot be checked', async () => {
    const { application } = await caseAtBank(test)
    const $ = await officer.browser.open(`${caseAddress(application)}?check=enterprise.taxGrade`)
    assert.equal($('#f-fact').val(), 'enterprise.taxGrade')
    await officer.browser.submit($, '#check-form', { against: '税务局查询单' }).expect(303)
    const checked = (await officer.browser.open(caseAddress(application)))('.conditions').text()
    assert.match(checked, /已核对李强：税务局查询单/)
    const foreign = await officer.browser.submit($, '#check-form', { fact: 'enterprise.invented', against: '查询' })
    assert.equal(foreign.status, 422)
    const papers = await officer.browser.open(`${caseAddress(application)}?tab=documents`)
    assert.equal(papers('form [name=document]').length, 1, 'only the licence has a file')
    await officer.browser.submit(papers, 'form:has([name=document])').expect(303)
    const { documents } = await currentApplication(test, application)
    assert.equal(documents.find(({ code }) => code === 'licence')?.checkedBy, '李强')
    const again = await officer.browser.open(`${caseAddress(application)}?tab=documents`)
    const sent = {
      _csrf: again('[name=_csrf]').first().attr('value') ?? '',
      version: String((await currentApplication(test, application)).version),
    }
    const none = await officer.browser.post(`${caseAddress(application)}/checks`, { ...sent, document: 'identity' })
    assert.equal(none.status, 409)
    assert.equal(
      (await officer.browser.post(`${caseAddress(application)}/checks`, { ...sent, document: 'x' })).status,
      404,
    )
  })

  it('tells what is wrong and where to go when the state has changed, whoever tries', async () => {
    const { application } = await caseAtBank(test)
    const $ = await officer.browser.open(`${caseAddress(application)}?do=claim`)
    const csrf = $('[name=_csrf]').first().attr('value') ?? ''
    const version = $('#step [name=version]').attr('value') ?? ''
    for (const [step, fields] of [
      ['contact', { how: '电话', on: '2026-11-22', note: '已联系上' }],
      ['review', {}],
      ['offer', termsFields()],
      ['approve', { amount: '50', rate: '3.45', months: '12' }],
      ['reopen', { reason: '重新看看材料' }],
      ['visit', { plannedOn: '2026-11-25', place: '厂区' }],
    ] as const) {
      const response = await officer.browser.post(`${caseAddress(application)}/steps`, {
        _csrf: csrf,
        version,
        do: step,
        ...fields,
      })
      assert.equal(response.status, 409, step)
      const page = loadPage(response.text)('main')
      assert.match(page.text(), /没有办成：.*现在是“已提交，待受理”/)
      assert.equal(page.find('a[href*="/applications/"]').length > 0, true, step)
    }
    assert.equal((await currentApplication(test, application)).version, Number(version))
  })

  it('is out of reach of another bank, of the enterprise and of an unknown step', async () => {
    const { application, who } = await caseAtBank(test)
    const stranger = await banker(test, 'bank-elsewhere', 'manager')
    await stranger.browser.get(caseAddress(application)).expect(404)
    const enterprise = new Visitor(test.app)
    await signIn(enterprise, who.email)
    await enterprise.get(caseAddress(application)).expect(404)
    const $ = await officer.browser.open(caseAddress(application))
    const csrf = $('[name=_csrf]').first().attr('value') ?? ''
    const unknown = await officer.browser.post(`${caseAddress(application)}/steps`, {
      _csrf: csrf,
      do: 'withdraw',
      version: '1',
    })
    assert.equal(unknown.status, 404)
  })
})
