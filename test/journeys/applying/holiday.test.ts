import assert from 'node:assert/strict'
import { loadPage } from '../../support/load-page.js'
import { contact, inQueue, seenBy, step, termsOf } from './bank.js'
import { Company } from './company.js'
import { Stage, type Actor } from './stage.js'
import { told } from './told.js'

describe('journey: returned for information over the National Day holiday of 2026', function () {
  this.timeout(60_000)
  let stage: Stage
  let company: Company
  let officer: Actor
  let manager: Actor
  let bureau: Actor
  let mine = ''
  let id = ''

  before(async () => {
    stage = await Stage.open('2026-09-28 09:00')
    company = await Company.setOut(stage)
    const [product] = await company.banksOnOffer(stage)
    assert.ok(product)
    officer = await stage.banker(product.bankId, '周明')
    manager = await stage.banker(product.bankId, '林行', 'manager')
    bureau = await stage.actor('bureau', '工信局李')
    mine = await company.submit(await company.begin([product]))
  })
  after(() => stage.close())

  const mineSays = () => company.owner.words(mine)

  it('counts working days over the holiday and the Saturday that is worked for it', async () => {
    assert.match(await mineSays(), /最迟 9月29日（周二） 受理/)
    id = await inQueue(officer, company.name)
    await step(officer, id, 'claim')
    // 29 and 30 September, then 8 October.
    assert.match(await mineSays(), /最迟 10月8日（周四） 与您联系/)
    await contact(officer, id)
    // 29, 30, 8, 9 and Saturday the 10th, which is a working day.
    assert.match(await mineSays(), /共 5 个工作日。最迟 10月10日（周六） 给出初步方案/)
    assert.match(await seenBy(officer, id), /10月10日，剩 5 个工作日/)
  })

  it('stands still from the question to the answer, and nobody is reminded meanwhile', async () => {
    await stage.turnTo('2026-09-29 10:00')
    await step(officer, id, 'ask', { items: '近三个月电费单' })
    assert.match(await mineSays(), /现在等您补充，银行的计时暂停/)
    assert.match(await mineSays(), /银行已用 1 个工作日，共 5 个；您补齐之前不再计时/)
    for (const day of ['2026-10-02', '2026-10-08']) {
      await stage.turnTo(`${day} 09:30`)
      assert.match(await mineSays(), /银行已用 1 个工作日，共 5 个/, day)
      assert.match(await seenBy(officer, id), /计时暂停，等企业补充 1 项/, day)
    }
    assert.deepEqual((await told(stage, officer)).notices, ['提交申请'])
    const moved = await officer.visitor.post(`/bank/applications/${id}/steps`, {
      ...termsOf({ do: 'offer', version: '4', validUntil: '2026-12-31' }),
      _csrf: (await officer.open('/bank'))('[name=_csrf]').first().attr('value') ?? '',
    })
    assert.equal(moved.status, 409, 'no offer while the enterprise is asked')
    assert.match(loadPage(moved.text)('main').text(), /待企业补充/)
  })

  it('goes on with the days that were left, and the promise is kept on its last day', async () => {
    await stage.turnTo('2026-10-08 10:00')
    const answer = (await company.owner.open(mine))('aside a.btn').attr('href') ?? ''
    const form = await company.owner.open(answer)
    await company.owner.send(form, 'main form:has([name=version])', { 'text-1': '电费由园区统一缴纳' })
    // 30 September and 8 October did not count: two more, and Sunday the 11th is none.
    assert.match(await mineSays(), /今天是第 1 个工作日，共 5 个。最迟 10月13日（周二） 给出初步方案/)
    assert.match(await mineSays(), /9月29日 10:00，到 10月8日 10:00 恢复；暂停的工作日不计入银行时限/)
    assert.match(await seenBy(officer, id), /10月13日，剩 4 个工作日/)
    await stage.turnTo('2026-10-11 10:00')
    assert.match(await mineSays(), /今天不是工作日，已过 3 个工作日，共 5 个/)
    await stage.turnTo('2026-10-13 17:30')
    assert.match(await seenBy(officer, id), /10月13日，今天到期/)
    await step(officer, id, 'offer', termsOf({ validUntil: '2026-10-31' }))
    assert.match(await mineSays(), /初步方案：时限 5 个工作日，用时 5 个工作日，按时/)
    assert.match(await mineSays(), /共 10 个工作日。最迟 10月27日（周二） 选定或放弃方案/)
  })

  it('reminds the officer once at 70 % of what was left, and nobody of a limit that was kept', async () => {
    await stage.turnTo('2026-10-14 09:00')
    assert.deepEqual((await told(stage, officer)).notices, ['提交申请', '企业补充完毕', '“初步方案”时限将到'])
    assert.deepEqual((await told(stage, manager)).notices, ['提交申请'])
    assert.deepEqual((await told(stage, bureau)).notices, [])
  })
})
