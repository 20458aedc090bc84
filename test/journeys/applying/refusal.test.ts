import assert from 'node:assert/strict'
import { loadPage } from '../../support/load-page.js'
import { contact, inQueue, seenBy, step, termsOf } from './bank.js'
import { Company, type Offered } from './company.js'
import { Stage, wordsOf, type Actor } from './stage.js'
import { told } from './told.js'

const REASON = '年营业收入没有填写，无法判断申请金额是否与经营规模相称'

describe('journey: refused for a condition', function () {
  this.timeout(60_000)
  let stage: Stage
  let company: Company
  let first: Offered
  let second: Offered
  let officer: Actor
  let mine = ''
  let id = ''

  before(async () => {
    stage = await Stage.open('2026-11-23 10:00')
    company = await Company.setOut(stage)
    const offers = await company.banksOnOffer(stage)
    const named = ['bcm', 'cmb'].map((bank) => offers.find(({ bankId }) => bankId === bank))
    assert.ok(named[0] && named[1])
    ;[first, second] = [named[0], named[1]]
    officer = await stage.banker(first.bankId, '周明')
    mine = await company.submit(await company.begin([first]))
    id = await inQueue(officer, company.name)
    await step(officer, id, 'claim')
    await contact(officer, id)
  })
  after(() => stage.close())

  const mineSays = () => company.owner.words(mine)

  /** Refuses for the first condition that waits for a value. */
  async function decline() {
    const $ = await officer.open(`/bank/applications/${id}?do=decline`)
    const condition = $('#step optgroup option').first()
    await officer.send($, '#step', {
      ...{ code: 'condition-failed', condition: condition.attr('value') ?? '', text: REASON },
    })
    return condition.text()
  }

  it('has to be said with the condition that was not met, and specifically', async () => {
    const $ = await officer.open(`/bank/applications/${id}?do=decline`)
    const vague = await officer.visitor.submit($, '#step', { code: 'condition-failed', text: '不行' })
    assert.equal(vague.status, 422)
    const faults = loadPage(vague.text)('#errors').text()
    assert.match(faults, /具体说明：至少 10 个字/)
    assert.match(faults, /对应条件：这个原因须选一条没有满足的条件/)
    assert.match(await mineSays(), /已联系/, 'nothing has changed')
  })

  it('is read by the enterprise in plain words with what would change it', async () => {
    await stage.turnTo('2026-11-24 10:00')
    const condition = await decline()
    assert.equal(condition, '贷款金额不超过年营业收入的 30%')
    const said = await mineSays()
    assert.match(said, /为什么没有通过 ?不满足产品准入条件/)
    assert.ok(said.includes(REASON), said)
    assert.match(said, /没有满足的条件：贷款金额须不超过年营业收入的 30%，年营业收入尚未填写，补充后即可判定 示例条款/)
    assert.match(said, /可以怎么办：补充能证明“贷款金额不超过年营业收入的 30%”的内容后可再次申请/)
    assert.match(said, /占用的金额和担保已经退回/)
    const [latest] = (await company.owner.inbox()).toReversed()
    assert.ok(latest?.text.includes(REASON))
    assert.match(latest?.text ?? '', /可再次申请/)
    assert.match(await seenBy(officer, id), /未通过：不满足产品准入条件（周明/)
  })

  it('is contested with evidence; a second contest has to wait for the answer', async () => {
    await stage.turnTo('2026-11-25 10:00')
    const $ = await company.owner.open(mine)
    const contest = $('a:contains("对依据提出异议")').attr('href') ?? ''
    const form = await company.owner.open(contest)
    const empty = await company.owner.visitor.submit(form, 'main form:has([name=about], [name=text])', { text: '' })
    assert.equal(empty.status, 422)
    assert.match(loadPage(empty.text)('#errors').text(), /请选择对哪一项有异议.*请写明哪里不对/s)
    const fields = {
      ...{ about: 'condition', text: '2025 年营业收入 420 万元，见所附年报' },
      evidence: form('option:contains("财务报表.pdf")').attr('value') ?? '',
    }
    await company.owner.send(form, 'main form:has([name=text])', fields)
    const again = await company.owner.visitor.submit(form, 'main form:has([name=text])', fields)
    assert.equal(again.status, 409)
    assert.match(wordsOf(loadPage(again.text)), /您已经提出过异议，银行还没有答复/)
    assert.match(await mineSays(), /您提出的异议.*附文件 1 份.*等银行答复/)
    assert.match((await officer.inbox()).at(-1)?.subject ?? '', /企业对未通过的依据提出异议/)
    assert.match(await seenBy(officer, id), /企业提出异议.*附 1 份材料.*2025 年营业收入 420 万元/)
  })

  it('is opened again when the contest is upheld, with a new limit, and comes to an offer', async () => {
    await stage.turnTo('2026-11-26 10:00')
    const $ = await officer.open(`/bank/applications/${id}`)
    await officer.send($, '#contest', { upheld: 'yes', answer: '核对了年报，申请金额不超过营业收入的三成' })
    const said = await mineSays()
    assert.match(said, /尽职调查中/)
    assert.match(said, /之前没有通过的原因（银行已重新审查）/)
    assert.match(said, /异议成立/)
    assert.match(said, /共 5 个工作日。最迟 12月3日（周四） 给出初步方案/)
    assert.match(said, /已申请 100%/, 'its share of the need is set aside again')
    await step(officer, id, 'offer', termsOf({ validUntil: '2026-12-31' }))
    assert.match(await mineSays(), /银行给出了初步方案/)
    const { notices } = await told(stage, company.owner)
    assert.deepEqual(notices.slice(-3), ['审批不通过', '重新审查', '给出初步方案'])
  })

  it('leads on to another bank when the answer is no again', async () => {
    await stage.turnTo('2026-11-30 10:00')
    const text = await decline()
    assert.notEqual(text, '')
    const contest = (await company.owner.open(mine))('a:contains("对依据提出异议")').attr('href') ?? ''
    const fields = { about: 'other', text: '我们认为材料已经足够说明' }
    await company.owner.send(await company.owner.open(contest), 'main form:has([name=text])', fields)
    const answer = { upheld: 'no', answer: '材料没有新的内容，维持原来的结论' }
    await officer.send(await officer.open(`/bank/applications/${id}`), '#contest', answer)
    assert.match(await mineSays(), /异议不成立：材料没有新的内容|不成立.*材料没有新的内容/)
    assert.match((await company.owner.inbox()).at(-1)?.subject ?? '', /异议答复/)

    const other = (await company.owner.open(mine))('a:contains("改投其他银行")').attr('href') ?? ''
    const $ = await company.owner.open(other)
    assert.match(wordsOf($), /交通银行/, 'it is said after which application')
    const products = [second.productId]
    const draft = await company.owner.send($, 'main form:has([name=channel])', { channel: 'directed', products })
    const form = await company.owner.open(draft)
    assert.equal(form('[name=amount]').val(), '100', 'the share has come back')
    assert.equal(form('[name=ref-1]').val(), '兵（2024）石河子市不动产权第0001号', 'what was typed once stays')
    assert.equal(form('[name=agreed]:checked').length, 0)
    mine = await company.submit(draft)
    assert.match(await mineSays(), /现在由招商银行办理/)
    const banker = await stage.banker(second.bankId, '何平')
    await step(banker, await inQueue(banker, company.name), 'claim')
    assert.match(await mineSays(), /现在由招商银行的何平办理/)
  })
})
