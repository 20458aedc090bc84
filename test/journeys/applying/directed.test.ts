import assert from 'node:assert/strict'
import { loadPage } from '../../support/load-page.js'
import { pdf } from '../../files/sample-files.js'
import { contact, feeOf, inQueue, seenBy, step, termsOf } from './bank.js'
import { Company } from './company.js'
import { told } from './told.js'
import { Stage, wordsOf, type Actor } from './stage.js'

const need = { purpose: '设备购置', investment: '200', ownFunds: '60', energySaving: '300' }

describe('journey: an application to two banks, from the need to the loan that is paid back', function () {
  this.timeout(60_000)
  let stage: Stage
  let company: Company
  let owner: Actor
  let officer: Actor
  let colleague: Actor
  let manager: Actor
  let other: Actor
  /** The enterprise's address of its application to each bank, and the ids that the banks work on. */
  let mine = ''
  let theirs = ''
  let caseId = ''
  let otherId = ''
  let loan = ''

  before(async () => {
    stage = await Stage.open('2026-11-23 10:00')
    company = await Company.setOut(stage, { need })
    owner = company.owner
    officer = await stage.banker('bcm', '周明')
    colleague = await stage.banker('bcm', '陈静')
    manager = await stage.banker('bcm', '林行', 'manager')
    other = await stage.banker('cmb', '何平')
    await stage.banker('icbc', '旁行经理')
    await stage.actor('owner', '旁人')
    await stage.actor('bureau', '工信局李')
  })
  after(() => stage.close())

  const mineSays = () => owner.words(mine)

  it('goes to both with a consent for each, and names who holds it until when', async () => {
    const offers = await company.banksOnOffer(stage)
    const draft = await company.begin(offers.filter(({ bankId }) => bankId === 'bcm' || bankId === 'cmb'))
    const $ = await owner.open(draft)
    assert.equal($('[name=agreed]').length, 2)
    assert.equal($('[name=agreed]:checked').length, 0, 'nothing is agreed to beforehand')
    const one = $('[name=agreed]').first().attr('value') ?? ''
    const half = await owner.visitor.submit($, 'main form:has([name=amount])', company.filled($, { agreed: one }))
    assert.equal(half.status, 422)
    assert.match(loadPage(half.text)('#errors').text(), /招商银行/)
    const first = await company.submit(draft)
    mine = await company.applicationAt(first, '交通银行')
    theirs = await company.applicationAt(first, '招商银行')
    assert.notEqual(mine, theirs)
    for (const [address, bank] of [
      [mine, '交通银行'],
      [theirs, '招商银行'],
    ] as const) {
      const said = await owner.words(address)
      assert.match(said, new RegExp(`现在由${bank}办理`))
      assert.match(said, /计时刚开始，共 1 个工作日。最迟 11月24日（周二） 受理/)
      assert.match(said, new RegExp(`${bank} ?可查看：企业画像、年度数据、证明材料、融资需求与项目`))
    }
    assert.match(await mineSays(), /已申请 100%（100 万元），还可申请 0%/)
  })

  it('is claimed by one officer of the bank, whom the enterprise then knows by name', async () => {
    await stage.turnTo('2026-11-23 14:00')
    caseId = await inQueue(officer, company.name)
    assert.match(await seenBy(officer, caseId), /11月24日，剩 1 个工作日/)
    assert.match(await seenBy(officer, caseId), /同时投递另 1 家，都还没有给出方案/)
    await step(officer, caseId, 'claim')
    assert.match(await mineSays(), /现在由交通银行的周明办理/)
    assert.match(await mineSays(), /共 3 个工作日。最迟 11月26日（周四） 与您联系/)
    assert.match(await mineSays(), /受理：时限 1 个工作日，用时 0 个工作日，按时/)
    assert.match(await seenBy(colleague, caseId), /负责人周明/)
    assert.match(await owner.words(theirs), /现在由招商银行办理/, 'the other bank has not moved')
  })

  it('is contacted and looked into, and the second bank goes its own way', async () => {
    await stage.turnTo('2026-11-24 09:00')
    otherId = await inQueue(other, company.name)
    assert.notEqual(otherId, caseId)
    await step(other, otherId, 'claim')
    await contact(other, otherId)
    await contact(officer, caseId)
    assert.match(await mineSays(), /已与财务负责人通话/)
    assert.match(await mineSays(), /共 5 个工作日。最迟 12月1日（周二） 给出初步方案/)
    await step(officer, caseId, 'review')
    assert.match(await mineSays(), /尽职调查中/)
    assert.match(await mineSays(), /最迟 12月1日（周二） 给出初步方案/, 'the start of diligence moves no limit')
    await officer.get(`/bank/applications/${otherId}`).then(({ status }) => assert.equal(status, 404))
  })

  it('is returned for papers: the clock of the bank stands still until the enterprise has brought them', async () => {
    await stage.turnTo('2026-11-25 09:00')
    await step(officer, caseId, 'ask', { items: '设备采购合同\n近三个月电费单', note: '合同请盖章' })
    assert.match(await mineSays(), /现在等您补充，银行的计时暂停/)
    assert.match(await mineSays(), /周明请您补充： ?设备采购合同 ?近三个月电费单 ?合同请盖章/)
    assert.match(await mineSays(), /银行已用 1 个工作日，共 5 个；您补齐之前不再计时/)
    assert.match(await seenBy(officer, caseId), /计时暂停，等企业补充 2 项/)

    await stage.turnTo('2026-11-30 16:00')
    const ask = await owner.open(mine)
    const form = ask('aside a.btn').attr('href') ?? ''
    const empty = await owner.visitor.submit(await owner.open(form), 'main form:has([name=version])', {})
    assert.equal(empty.status, 422)
    assert.match(loadPage(empty.text)('#errors').text(), /第 1 项“设备采购合同”.*第 2 项“近三个月电费单”/s)
    const file = { name: '采购合同.pdf', bytes: pdf('/Title (c)') }
    const back = await owner.upload(await owner.open(form), 'form[enctype]', file, {})
    const $ = await owner.open(back)
    const contract = $('#f-file-1 option:contains("采购合同.pdf")').attr('value') ?? ''
    const fields = { 'file-1': contract, 'text-2': '电费由园区统一缴纳，10 月 4.2 万元' }
    await owner.send($, 'main form:has([name=version])', fields)
    assert.match(await mineSays(), /现在由交通银行的周明办理/)
    assert.match(await mineSays(), /今天是第 1 个工作日，共 5 个。最迟 12月4日（周五） 给出初步方案/)
    assert.match(await mineSays(), /到 11月30日 16:00 恢复；暂停的工作日不计入银行时限/)
    const papers = await officer.words(`/bank/applications/${caseId}?tab=documents`)
    assert.match(papers, /设备采购合同/)
    assert.match(await officer.words(`/bank/applications/${caseId}?tab=history`), /电费由园区统一缴纳/)
    const sent = await officer.open(`/bank/applications/${caseId}?tab=documents`)
    const link = sent('a[download]:contains("采购合同.pdf")').attr('href') ?? ''
    const paper = await officer.get(link)
    assert.equal(paper.headers['content-type'], 'application/pdf')
    assert.equal((await other.get(link)).status, 404)
  })

  it('gets offers from both, which stand side by side with all their costs', async () => {
    await stage.turnTo('2026-12-01 11:00')
    const until = { validUntil: '2026-12-31' }
    await step(officer, caseId, 'offer', termsOf({ ...until, ...feeOf('appraisal', '0.1', '评估公司') }))
    assert.match(await mineSays(), /银行给出了初步方案，请比较后选定/)
    await step(other, otherId, 'offer', termsOf({ ...until, rate: '3.85' }))
    assert.match(await seenBy(officer, caseId), /同时投递另 1 家，均已给出方案/)
    assert.doesNotMatch(await seenBy(officer, caseId), /3\.85%|招商银行/, 'a bank reads nothing of the other offer')
    const $ = await owner.open(mine)
    const said = wordsOf(await owner.open($('a:contains("并排比较")').attr('href') ?? ''))
    assert.match(said, /交通银行.*最低/)
    assert.match(said, /评估费1,000\.00 元评估公司收取，企业付，放款时一次无/)
    assert.match(said, /3\.85%/)
  })

  it('is chosen, and the other bank is withdrawn and told', async () => {
    await stage.turnTo('2026-12-02 09:00')
    const $ = await owner.open((await owner.open(mine))('a:contains("看报价")').attr('href') ?? '')
    const pick = $('label:contains("交通银行") [name^=pick-]').attr('name') ?? ''
    await owner.send($, '#choice', { [pick]: '1' })
    assert.match(await mineSays(), /已选定，待审批/)
    assert.match(await mineSays(), /共 9 个工作日。最迟 12月15日（周二） 作出审批决定/)
    assert.match(await owner.words(theirs), /已撤回.*企业已选定其他方案/)
    const gone = await other.get(`/bank/applications/${otherId}`)
    assert.match(wordsOf(loadPage(gone.text)), /已撤回/)
    assert.match((await other.inbox()).at(-1)?.text ?? '', /企业已选定其他方案/)
  })

  it('is decided by two people above the threshold of the bank', async () => {
    await manager.send(await manager.open('/bank/settings'), '#settings', { threshold: '50' })
    await stage.turnTo('2026-12-03 10:00')
    const before = (await owner.inbox()).length
    await step(officer, caseId, 'approve', { conditions: '设备抵押登记办妥' })
    assert.match(await seenBy(officer, caseId), /待审批的意见.*提出意见的人不能审批自己的意见/)
    assert.match(await mineSays(), /已选定，待审批/)
    assert.equal((await owner.inbox()).length, before, 'the enterprise hears of decisions, not of opinions')
    assert.match(await seenBy(manager, caseId), /周明.*超过 50 万元 的双人审批门槛/)
    await stage.turnTo('2026-12-04 09:30')
    const $ = await manager.open(`/bank/applications/${caseId}`)
    await manager.send($, '#proposal', { then: 'confirm' })
    assert.match(await mineSays(), /审批通过，待签约/)
    assert.match(await seenBy(officer, caseId), /已批准 100 万元.*周明提出，林行批准/)
  })

  it('is signed and drawn twice', async () => {
    await stage.turnTo('2026-12-07 10:00')
    const $ = await officer.open(`/bank/applications/${caseId}/contract`)
    loan = await officer.send($, 'form[action$="/contract"]', {
      ...{ contractNumber: 'JT-2026-0088', signedOn: '2026-12-07', firstDueOn: '2027-01-07', maturity: '2027-12-07' },
      ...{ guarantee: '抵押', drawdowns: '2026-12-08 60\n2027-01-11 40' },
    })
    assert.match(await mineSays(), /已签约，待投放/)
    await stage.turnTo('2026-12-08 10:00')
    const early = await officer.visitor.submit(await officer.open(loan), 'form[action$="/drawdowns"]', {
      use: '付设备款',
    })
    assert.equal(early.status, 422, 'nothing is drawn before its conditions are fulfilled')
    const first = { use: '受托支付至设备供应商', fulfilled: ['0'] }
    await officer.send(await officer.open(loan), 'form[action$="/drawdowns"]', first)
    assert.match(await owner.words(loan.replace('/bank', '/enterprise')), /已投放 ?60 万元/)
    await stage.turnTo('2027-01-07 10:00')
    await officer.send(await officer.open(loan), 'form[action$="/repayments"]', {})
    await stage.turnTo('2027-01-11 10:00')
    await officer.send(await officer.open(loan), 'form[action$="/drawdowns"]', { use: '支付尾款' })
    await officer.send(await officer.open(loan), 'form[action$="/drawing-end"]')
    assert.match(await mineSays(), /还款中/)
    assert.match(await owner.words(loan.replace('/bank', '/enterprise')), /已投放 ?100 万元/)
  })

  it('has its benefit reported and verified, is paid back and closed', async () => {
    await stage.turnTo('2027-01-20 10:00')
    const own = loan.replace('/bank', '/enterprise')
    const report = { coal: '288', carbon: '', basis: '能源统计报表' }
    await owner.send(await owner.open(own), 'form[action$="/benefits"]', report)
    assert.match(await owner.words(own), /项目减排量（二氧化碳） ?未填写/)
    await officer.send(await officer.open(loan), 'form[action$="/benefits/2026"]', { note: '核对了能源统计报表' })
    assert.match(await owner.words(own), /核实：周明/)

    for (let month = 2; month <= 12; month += 1) {
      await stage.turnTo(`2027-${String(month).padStart(2, '0')}-07 10:00`)
      await officer.send(await officer.open(loan), 'form[action$="/repayments"]', {})
    }
    await officer.send(await officer.open(loan), 'form[action$="/closure"]')
    assert.match(await mineSays(), /已结清/)
    assert.match(await owner.words('/enterprise/loans'), /JT-2026-0088.*已结清/)
    assert.equal((await stage.test.deps.audit.verify()).sound, true)
  })

  it('has told everybody what they waited for, once, and strangers nothing', async () => {
    const repaid = (times: number) => Array<string>(times).fill('银行登记了一笔还款')
    const expected: Readonly<Record<string, readonly string[]>> = {
      王芳: [
        ...['银行受理', '银行受理', '首次联系', '首次联系', '开始尽职调查', '请企业补充，计时暂停'],
        ...['给出初步方案', '给出初步方案', '撤回申请', '审批通过', '签订合同', '投放', '请填报 2026 年环境效益'],
        ...[...repaid(1), '投放', '提款完毕，进入还款', '2026 年环境效益已核实', ...repaid(11), '结清'],
      ],
      周明: ['提交申请', '企业补充完毕', '企业选定方案', '您的意见已获批准', '企业填报了 2026 年环境效益'],
      // Whoever is not in charge hears of an application while nobody is, and of what only a manager can do.
      陈静: ['提交申请'],
      林行: ['提交申请', '待您审批'],
      // Had not given terms when 70 % of the limit had gone by.
      何平: ['提交申请', '“初步方案”时限将到', '撤回申请'],
      ...{ 旁行经理: [], 旁人: [], 工信局李: [], 中心管理员: [] },
    }
    for (const person of stage.people) {
      const { notices, mails } = await told(stage, person)
      assert.deepEqual(notices, expected[person.name], person.name)
      // The answer to the registration went by mail alone.
      assert.deepEqual(
        mails.filter((subject) => !subject.includes('审核结果')),
        notices,
        `mails to ${person.name}`,
      )
    }
  })
})
