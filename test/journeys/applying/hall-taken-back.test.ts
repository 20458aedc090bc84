import assert from 'node:assert/strict'
import { inQueue, seenBy, termsOf } from './bank.js'
import { Company, idIn, type Offered } from './company.js'
import { Stage, type Actor } from './stage.js'
import { told } from './told.js'

const REASON = '改为自筹，不再需要'

describe('journey: a request is taken back from the hall', function () {
  this.timeout(60_000)
  let stage: Stage
  let company: Company
  let offered: Offered
  let officer: Actor
  let bureau: Actor
  let mine = ''

  before(async () => {
    stage = await Stage.open('2026-11-23 10:00')
    company = await Company.setOut(stage)
    const [first] = await company.banksOnOffer(stage)
    assert.ok(first)
    offered = first
    officer = await stage.banker(offered.bankId, '周明')
    bureau = await stage.actor('bureau', '工信局李')
  })
  after(() => stage.close())

  const hallOf = async () => {
    const address = (await company.owner.open(mine))('a:contains("看大厅的轮次和名额")').attr('href') ?? ''
    return `/bank/hall/${idIn(address)}`
  }

  /** Puts a request into the hall; with `claimed` the bank claims it. */
  async function publish(claimed: boolean): Promise<string> {
    mine = await company.submit(await company.begin([]))
    const hall = await hallOf()
    if (!claimed) return hall
    const form = `form[action="${hall}/claim"]`
    const terms = { ...termsOf({ amount: '60', validUntil: '2026-12-31' }), product: offered.productId, then: [] }
    await officer.send(await officer.open(hall), form, terms)
    return hall
  }

  async function takeBack(): Promise<void> {
    const ask = (await company.owner.open(mine))('a:contains("撤回大厅申请")').attr('href') ?? ''
    await company.owner.send(await company.owner.open(ask), 'main form', { reason: REASON })
    const said = await company.owner.words(mine)
    assert.match(said, /已撤回/)
    assert.match(said, /占用的金额和担保已经退回/)
  }

  it('while it stands open: who claimed it is told, and it is gone', async () => {
    const hall = await publish(true)
    await takeBack()
    assert.match((await officer.inbox()).at(-1)?.subject ?? '', /认领的需求已离开需求大厅/)
    assert.equal((await officer.open('/bank/hall'))(`a[href="${hall}"]`).length, 0)
    await stage.turnTo('2026-11-25 09:00')
    assert.match(await company.owner.words(mine), /已撤回/, 'the end of its window changes nothing')
    assert.deepEqual((await told(stage, officer)).notices, ['需求大厅有可认领的需求', '认领的需求已离开需求大厅'])
  })

  it('when it has banks: they are named beforehand, withdrawn with it and told the reason', async () => {
    await publish(true)
    await stage.turnTo('2026-11-27 09:00')
    const id = await inQueue(officer, company.name)
    const ask = (await company.owner.open(mine))('a:contains("撤回大厅申请")').attr('href') ?? ''
    assert.match(await company.owner.words(ask), new RegExp(`一并撤回：${offered.bankName}（已受理，待联系）`))
    await takeBack()
    assert.match(await seenBy(officer, id), /已撤回/)
    const last = (await officer.inbox()).at(-1)
    assert.match(last?.subject ?? '', /^撤回申请：/)
    assert.ok(last?.text.includes(REASON), last?.text)
  })

  it('when nobody took it and the bureau has it: the bureau finds it no more among those that wait', async () => {
    const hall = await publish(false)
    const row = `section[aria-labelledby=waiting] a[href="/bureau/requests/${idIn(hall)}"]`
    for (const instant of ['2026-12-01 09:00', '2026-12-03 09:00']) await stage.turnTo(instant)
    assert.match(await company.owner.words(mine), /待工信局派单/)
    assert.equal((await bureau.open('/bureau/requests'))(row).length, 1)
    await takeBack()
    assert.equal((await bureau.open('/bureau/requests'))(row).length, 0)
  })

  it('only once, and by nobody else', async () => {
    const page = await company.owner.open(mine)
    assert.equal(page(`a[href="${mine}/withdrawal"]`).length, 0)
    assert.match(await company.owner.words(`${mine}/withdrawal`), /已经结束，没有什么可以撤回/)
    const stranger = await stage.actor('owner', '旁人')
    assert.equal((await stranger.get(`${mine}/withdrawal`)).status, 404)
  })
})
