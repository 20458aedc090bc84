import assert from 'node:assert/strict'
import { contact, inQueue, step } from './bank.js'
import { Company, idIn } from './company.js'
import { Stage, type Actor } from './stage.js'
import { told } from './told.js'

const need = {
  ...{ title: '屋顶光伏二期', amount: '2000', termMonths: '36', purpose: '设备购置', investment: '3000' },
  ...{ ownFunds: '900', greenState: 'some', greenText: '太阳能', greenPick: '4.2.2' },
}

describe('journey: a syndicate around an application in hand', function () {
  this.timeout(60_000)
  let stage: Stage
  let company: Company
  let lead: Actor
  const asked: { readonly officer: Actor; readonly wan: string; readonly name: string }[] = []
  let passed: Actor
  let mine = ''
  let id = ''
  let syndicate = ''

  before(async () => {
    stage = await Stage.open('2026-11-23 10:00')
    company = await Company.setOut(stage, { owner: '赵总', need })
    const [product] = await company.banksOnOffer(stage, 2000, 36)
    assert.ok(product)
    lead = await stage.banker(product.bankId, '牵头行周明')
    const others = (['abc', 'boc', 'ccb'] as const).filter((bank) => bank !== product.bankId)
    for (const [place, bank] of others.slice(0, 2).entries()) {
      const name = { abc: '中国农业银行', boc: '中国银行', ccb: '中国建设银行' }[bank]
      asked.push({ officer: await stage.banker(bank, `${name}经理`), wan: place === 0 ? '600' : '400', name })
    }
    passed = await stage.banker('psbc', '旁行经理')
    mine = await company.submit(await company.begin([product]), { 'kind-1': '' })
  })
  after(() => stage.close())

  const page = () => `/syndicates/${syndicate}`
  const move = async (who: Actor, action: string, fields: Record<string, string | readonly string[]> = {}) =>
    who.send(await who.open(page()), `#do-${action}`, fields)

  it('begins at the review desk of a bank that has taken the application on, not before', async () => {
    id = await inQueue(lead, company.name)
    const link = `a[href="/syndicates/new?application=${id}"]`
    assert.equal((await lead.open(`/bank/applications/${id}`))(link).length, 0, 'nothing is in hand yet')
    await step(lead, id, 'claim')
    await contact(lead, id)
    const $ = await lead.open((await lead.open(`/bank/applications/${id}`))(link).attr('href') ?? '')
    assert.deepEqual([$('[name=total]').val(), $('[name=investment]').val()], ['2000', '3000'])
    assert.equal((await passed.get(`/syndicates/new?application=${id}`)).status, 404)
    const opened = await lead.send($, '#plan', { leadShare: '1000', facts: ['industry', 'use'] })
    syndicate = idIn(opened)
    assert.equal((await lead.open(page()))(`a[href="/applications/${id}"]`).length, 1, 'the way back')
  })

  it('asks other banks only once the enterprise has agreed to each', async () => {
    for (const { officer, wan } of asked) {
      const inviteBank = officer.person.organisation.id
      const fields = { inviteBank, inviteRole: 'participant', inviteAmount: wan, inviteUntil: '2026-12-10' }
      await move(lead, 'invite', { ...fields, inviteMessage: '' })
    }
    await move(lead, 'propose')
    for (const { officer } of asked) assert.equal((await officer.get(page())).status, 404, officer.name)
    assert.match((await company.owner.inbox()).at(-1)?.subject ?? '', /请企业同意银团方案/)
    const $ = await company.owner.open(page())
    const boxes = $('#do-consent [name=consentTo]').toArray()
    assert.equal(boxes.length, 2)
    await company.owner.send($, '#do-consent', { consentTo: boxes.map((box) => $(box).attr('value') ?? '') })
    const inForce = (await company.owner.open('/enterprise/consents'))('section[aria-labelledby=in-force]').text()
    for (const { officer, name } of asked) {
      assert.ok(inForce.includes(name), inForce)
      assert.deepEqual((await told(stage, officer)).notices.length, 1, officer.name)
    }
  })

  it('is answered, signed and drawn twice, split by share to the fen', async () => {
    await stage.turnTo('2026-11-25 10:00')
    for (const { officer, wan } of asked) await move(officer, 'accept', { acceptAmount: wan })
    assert.match(await lead.words(page()), /各项都符合/)
    await move(lead, 'sign', { signNumber: '银团-2026-7', signedOn: '2026-11-25' })
    await stage.turnTo('2026-11-26 10:00')
    await move(lead, 'draw', { drawOn: '2026-11-26', drawAmount: '150.01', drawNote: '设备首付款' })
    await stage.turnTo('2026-12-10 10:00')
    await move(lead, 'draw', { drawOn: '2026-12-10', drawAmount: '333.333333', drawNote: '' })
    for (const who of [company.owner, lead, ...asked.map(({ officer }) => officer)]) {
      const said = await who.words(page())
      assert.match(said, /第 1 笔：2026年11月26日，1,500,100\.00 元/, who.name)
      // 50 %, 30 % and 20 % of 1,500,100.00; of 3,333,333.33 the odd fen goes somewhere, and none is lost.
      for (const part of ['750,050.00', '450,030.00', '300,020.00']) assert.ok(said.includes(part), `${part}: ${said}`)
      for (const part of ['1,000,000.00', '666,666.6']) assert.ok(said.includes(part), `${part}: ${said}`)
    }
  })

  it('is not there for a bank that was not asked, and the application goes on at its own desk', async () => {
    assert.equal((await passed.get(page())).status, 404)
    assert.deepEqual((await told(stage, passed)).notices, [])
    assert.match(await company.owner.words(mine), /已联系/)
    for (const { officer } of asked) assert.equal((await officer.get(`/bank/applications/${id}`)).status, 404)
    const drawn = (await company.owner.inbox()).filter(({ subject }) => subject.startsWith('银团：提款'))
    assert.equal(drawn.length, 2)
  })
})
