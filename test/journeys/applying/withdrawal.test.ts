import assert from 'node:assert/strict'
import { loadPage } from '../../support/load-page.js'
import { contact, step, termsOf } from './bank.js'
import { Company, idIn, type Offered } from './company.js'
import { Stage, wordsOf, type Actor } from './stage.js'

const REASON = '已有其他资金来源，不再需要这笔贷款'
/** The states that a bank brings an application to, in their order. */
const WAY = ['submitted', 'claimed', 'contacted', 'due_diligence', 'returned', 'offered', 'chosen', 'approved'] as const
const NAMES: Readonly<Record<(typeof WAY)[number], string>> = {
  ...{ submitted: '已提交，待受理', claimed: '已受理，待联系', contacted: '已联系', due_diligence: '尽职调查中' },
  ...{ returned: '待企业补充', offered: '已给出初步方案', chosen: '已选定，待审批', approved: '审批通过，待签约' },
}

describe('journey: an application is taken back', function () {
  this.timeout(60_000)
  let stage: Stage
  let company: Company
  let product: Offered
  let officer: Actor
  let manager: Actor
  let mine = ''
  let id = ''

  before(async () => {
    stage = await Stage.open('2026-11-23 10:00')
    company = await Company.setOut(stage)
    const [first] = await company.banksOnOffer(stage)
    assert.ok(first)
    product = first
    officer = await stage.banker(product.bankId, '周明')
    manager = await stage.banker(product.bankId, '林行', 'manager')
  })
  after(() => stage.close())

  const owner = () => company.owner

  /** A new application, brought as far as this state by the forms of both sides. */
  async function bring(to: (typeof WAY)[number]): Promise<void> {
    mine = await company.submit(await company.begin([product]))
    id = idIn(mine)
    const goesTo = (state: (typeof WAY)[number]) => WAY.indexOf(state) <= WAY.indexOf(to) && state !== 'returned'
    if (goesTo('claimed')) await step(officer, id, 'claim')
    if (goesTo('contacted')) await contact(officer, id)
    if (goesTo('due_diligence')) await step(officer, id, 'review')
    if (to === 'returned') await step(officer, id, 'ask', { items: '近三个月电费单' })
    if (goesTo('offered')) await step(officer, id, 'offer', termsOf({ validUntil: '2026-12-31' }))
    if (goesTo('chosen')) {
      const $ = await owner().open((await owner().open(mine))('a:contains("看报价")').attr('href') ?? '')
      await owner().send($, '#choice', { [$('#choice [name^=pick-]').attr('name') ?? '']: '1' })
    }
    if (goesTo('approved')) await step(officer, id, 'approve')
  }

  it('as a draft without a word to anybody', async () => {
    const draft = await company.begin([product])
    await owner().send(await owner().open(draft), 'form[action$="/removal"]')
    assert.equal((await owner().get(draft)).status, 404)
    assert.deepEqual(await officer.inbox(), [])
  })

  for (const state of WAY) {
    it(`from “${NAMES[state]}”, with a reason that the bank reads, and the share is free again`, async () => {
      await bring(state)
      assert.ok((await owner().words(mine)).includes(NAMES[state]))
      const ask = (await owner().open(mine))('a:contains("撤回申请")').attr('href') ?? ''
      const silent = await owner().visitor.submit(await owner().open(ask), 'main form', { reason: ' ' })
      assert.equal(silent.status, 422)
      assert.match(loadPage(silent.text)('#errors').text(), /请写明撤回的原因/)
      await owner().send(await owner().open(ask), 'main form', { reason: REASON })
      const said = await owner().words(mine)
      assert.match(said, /已撤回/)
      assert.match(said, /占用的金额和担保已经退回/)
      // Before somebody is in charge everybody of the bank learns of it, afterwards who is.
      const told = state === 'submitted' ? [officer, manager] : [officer]
      for (const person of told) {
        const last = (await person.inbox()).at(-1)
        assert.match(last?.subject ?? '', /^撤回申请：/, person.name)
        assert.ok(last?.text.includes(REASON), person.name)
      }
      const $ = await officer.open(`/bank/applications/${id}`)
      assert.equal($('#step').length, 0, 'the bank has nothing left to do')
      assert.match(wordsOf($), /已撤回/)
    })
  }

  it('not from a contract on: the page says why, and whom to turn to, and changes nothing', async () => {
    await bring('approved')
    const late = await owner().open(`${mine}/withdrawal`)
    const dates = { signedOn: '2026-11-23', firstDueOn: '2026-12-23', maturity: '2027-11-23', guarantee: '抵押' }
    const contract = await officer.open(`/bank/applications/${id}/contract`)
    const loan = await officer.send(contract, 'form[action$="/contract"]', { contractNumber: 'HT-1', ...dates })
    const overtaken = await owner().visitor.submit(late, 'main form', { reason: REASON })
    assert.equal(overtaken.status, 409)
    assert.match(wordsOf(loadPage(overtaken.text)), /现在是“已签约，待投放”.*周明，签订合同.*没有保存/)
    await refused('已签约，待投放')
    await officer.send(await officer.open(loan), 'form[action$="/drawdowns"]', { use: '付原料款' })
    await refused('投放中')
    await officer.send(await officer.open(loan), 'form[action$="/drawing-end"]')
    await refused('还款中')
    await stage.turnTo('2027-11-23 10:00')
    for (let left = 14; (await officer.open(loan))('form[action$="/closure"]').length === 0; left -= 1) {
      assert.ok(left > 0, 'the loan is never paid off')
      await officer.send(await officer.open(loan), 'form[action$="/repayments"]')
    }
    await officer.send(await officer.open(loan), 'form[action$="/closure"]')
    await refused('已结清')
  })

  it('not when it has ended: the page says so', async () => {
    await bring('submitted')
    const $ = await officer.open(`/bank/applications/${id}?do=decline`)
    await officer.send($, '#step', { code: 'quota-used', text: '本行本季度该产品的额度已经用完' })
    await refused('未通过', /已经结束，没有什么可以撤回/)
  })

  /** Neither the page nor a form that is sent past it takes it back. */
  async function refused(name: string, why = /已经签订合同，不能在平台撤回.*请直接与银行的客户经理联系/) {
    const before = await owner().words(mine)
    assert.ok(before.includes(name), before)
    const page = await owner().open(mine)
    assert.equal(page(`a[href="${mine}/withdrawal"]`).length, 0, 'the page offers it')
    const asked = await owner().open(`${mine}/withdrawal`)
    assert.match(wordsOf(asked), why)
    assert.equal(asked('main form').length, 0)
    const { version } = await stage.test.deps.applications.get('all', id)
    const _csrf = page('[name=_csrf]').first().attr('value') ?? ''
    const sent = await owner().visitor.post(`${mine}/withdrawal`, { reason: REASON, version: String(version), _csrf })
    assert.equal(sent.status, 409)
    const answer = loadPage(sent.text)
    assert.match(wordsOf(answer), why)
    assert.ok(answer(`main a[href="${mine}"]`).length > 0, 'the way back')
    assert.equal(await owner().words(mine), before)
  }
})
