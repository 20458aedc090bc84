import assert from 'node:assert/strict'
import { loadPage } from '../../support/load-page.js'
import { contact, inQueue, step, termsOf } from './bank.js'
import { Company, idIn, type Offered } from './company.js'
import { Stage, wordsOf, type Actor } from './stage.js'
import { told } from './told.js'

type Bank = { readonly offered: Offered; readonly officer: Actor; id: string }

describe('journey: a request in the hall, four banks and three places', function () {
  this.timeout(60_000)
  let stage: Stage
  let company: Company
  const banks: Bank[] = []
  let excluded: Actor
  let mine = ''
  let address = ''
  let placed: readonly Bank[] = []
  let fourth: Bank
  let quitter: Bank

  before(async () => {
    stage = await Stage.open('2026-11-23 10:00')
    company = await Company.setOut(stage)
    const offers = await company.banksOnOffer(stage)
    assert.ok(offers.length >= 5, `only ${offers.length} banks fit`)
    for (const offered of offers.slice(0, 4)) {
      banks.push({ offered, id: '', officer: await stage.banker(offered.bankId, `${offered.bankName}经理`) })
    }
    excluded = await stage.banker(offers[4]?.bankId ?? '', '被排除的')
    mine = await company.submit(await company.begin([]), { excluded: offers[4]?.bankId ?? '' })
    address = (await company.owner.open(mine))('a:contains("看大厅的轮次和名额")').attr('href') ?? ''
  })
  after(() => stage.close())

  const hallOf = () => `/bank/hall/${idIn(address)}`
  const claim = async ({ officer, offered }: Bank, rate: string) =>
    officer.send(await officer.open(hallOf()), `form[action="${hallOf()}/claim"]`, {
      ...termsOf({ rate, amount: '60', validUntil: '2026-12-31', product: offered.productId }),
      then: [],
    })

  it('is open to banks whose product fits, without a name, and closed to the one that is excluded', async () => {
    assert.match(await company.owner.words(mine), /需求大厅公开中/)
    assert.match(await company.owner.words(address), /3 个名额已有 0 家银行.*第 1 轮/)
    for (const { officer } of banks) {
      assert.deepEqual((await told(stage, officer)).notices.length, 1, officer.name)
      const $ = await officer.open('/bank/hall')
      assert.equal($(`a[href="${hallOf()}"]`).length, 1, officer.name)
      const said = await officer.words(hallOf())
      assert.ok(!said.includes(company.name) && !said.includes('日常流动资金'), said)
      assert.match(said, /企业名称、需求标题和联系方式在获得名额之前不提供/)
    }
    assert.deepEqual((await told(stage, excluded)).notices, [])
    assert.equal((await excluded.get(hallOf())).status, 404)
  })

  it('is claimed by all four under seal, and after the window three have places by the rule', async () => {
    const rates = ['3.45', '3.60', '3.75', '3.90']
    for (const [place, bank] of banks.entries()) await claim(bank, rates[place] ?? '')
    const sealed = await company.owner.words(address)
    assert.match(sealed, /还没有银行获得名额/)
    assert.doesNotMatch(sealed, /3\.45%|经理/, 'claims stay sealed until the window closes')
    await stage.turnTo('2026-11-25 09:00')
    const outcome: { bank: Bank; said: string }[] = []
    for (const bank of banks) outcome.push({ bank, said: await bank.officer.words(hallOf()) })
    placed = outcome.filter(({ said }) => /排第 [123] 名，获得名额/.test(said)).map(({ bank }) => bank)
    assert.equal(placed.length, 3, outcome.map(({ said }) => said).join('\n'))
    const last = banks.find((bank) => !placed.includes(bank))
    assert.ok(last)
    fourth = last
    const mail = (await fourth.officer.inbox()).at(-1)
    assert.match(mail?.subject ?? '', /这次没有获得名额/)
    assert.match(mail?.text ?? '', /排第 4 名/)
    assert.ok(
      !`${mail?.subject ?? ''}${mail?.text ?? ''}`.includes(company.name),
      'the name goes to banks with a place',
    )
    const said = await company.owner.words(address)
    assert.match(said, /3 个名额已有 3 家银行/)
    for (const { offered } of placed) assert.ok(said.includes(offered.bankName), offered.bankName)
    assert.match(said, /为什么是这家/)
    for (const bank of placed) bank.id = await inQueue(bank.officer, company.name)
    assert.equal((await fourth.officer.open('/bank'))(`main:contains("${company.name}")`).length, 0)
    const consents = (await company.owner.open('/enterprise/consents'))('section[aria-labelledby=in-force]').text()
    for (const { offered } of placed) assert.ok(consents.includes(offered.bankName), consents)
    assert.ok(!consents.includes(fourth.offered.bankName), 'nothing is consented to for a bank without a place')
  })

  it('goes once more into the hall when a bank gives its place up, which the fourth then gets', async () => {
    const [one] = placed
    assert.ok(one)
    quitter = one
    await contact(quitter.officer, quitter.id)
    const $ = await quitter.officer.open(hallOf())
    const form = `form[action="${hallOf()}/release"]`
    await quitter.officer.send($, form, { reason: '本行额度已用完' })
    const said = await company.owner.words(address)
    assert.match(said, /3 个名额已有 2 家银行/)
    assert.match(said, /银行已放弃.*第 2 轮|第 2 轮.*银行已放弃/)
    const news = (await company.owner.inbox()).slice(-2).map(({ text }) => text)
    assert.ok(
      news.some((text) => text.includes('本行额度已用完')),
      news.join('\n'),
    )
    assert.match((await fourth.officer.inbox()).at(-1)?.subject ?? '', /需求大厅有可认领的需求/)
    const again = await quitter.officer.visitor.submit($, form, { reason: '再放弃一次' })
    assert.equal(again.status, 409)
    assert.equal((await quitter.officer.open(hallOf()))(`form[action="${hallOf()}/claim"]`).length, 0)
    await claim(fourth, '3.80')
    // From Wednesday the 25th: the window closes at the end of Thursday.
    await stage.turnTo('2026-11-26 23:00')
    assert.match(await company.owner.words(address), /3 个名额已有 2 家银行/)
    await stage.turnTo('2026-11-27 09:00')
    assert.match(await company.owner.words(address), /3 个名额已有 3 家银行/)
    fourth.id = await inQueue(fourth.officer, company.name)
    placed = [...placed.filter((bank) => bank !== quitter), fourth]
  })

  it('comes to offers, of which the enterprise chooses two together', async () => {
    const amounts = ['60', '40', '50']
    for (const [place, { officer, id }] of placed.entries()) {
      await contact(officer, id)
      const terms = termsOf({ amount: amounts[place] ?? '', rate: `3.${5 + place}0`, validUntil: '2026-12-31' })
      await step(officer, id, 'offer', { ...terms, 'sec-1-value': String(50) })
    }
    await stage.turnTo('2026-11-30 10:00')
    const $ = await company.owner.open(`/enterprise/requests/${idIn(address)}/offers`)
    assert.equal($('#choice [name^=pick-]').length, 3)
    const pick = ({ offered }: Bank) => {
      const box = $(`#choice li:contains("${offered.bankName}") [name^=pick-]`)
      return String(box.attr('name'))
    }
    const [first, second, third] = placed
    assert.ok(first && second && third)
    const two = { [pick(first)]: '1', [pick(second)]: '1' }
    const all = await company.owner.visitor.submit($, '#choice', { ...two, [pick(third)]: '1' })
    assert.equal(all.status, 422)
    assert.match(loadPage(all.text)('#errors').text(), /选定金额合计 150 万元，超过还可选定的 100 万元/)
    await company.owner.send($, '#choice', two)
    const said = wordsOf(await company.owner.open(`/enterprise/requests/${idIn(address)}/offers`))
    assert.ok(said.includes(`${first.offered.bankName} `) && said.includes(`${second.offered.bankName} `), said)
    assert.match(said, /已选定 ?.*60 万元，已选定，待审批.*申请金额已经全部选定/)
    assert.match(said, /40 万元，已选定，待审批/)
    assert.match((await third.officer.inbox()).at(-1)?.text ?? '', /企业已选定其他方案/)
    for (const { officer } of [first, second]) {
      assert.match((await officer.inbox()).at(-1)?.subject ?? '', /企业选定方案/)
    }
    assert.match(await company.owner.words(mine), /已选定/)
    const twice = await company.owner.visitor.submit($, '#choice', two)
    assert.equal(twice.status, 409)
    assert.match(wordsOf(loadPage(twice.text)), /王芳/)
  })

  it('is done with when both banks have signed', async () => {
    const [first, second] = placed
    assert.ok(first && second)
    await stage.turnTo('2026-12-01 10:00')
    for (const { officer, id } of [first, second]) {
      await step(officer, id, 'approve')
      const $ = await officer.open(`/bank/applications/${id}/contract`)
      const dates = { signedOn: '2026-12-01', firstDueOn: '2027-01-01', maturity: '2027-12-01', guarantee: '抵押' }
      await officer.send($, 'form[action$="/contract"]', { contractNumber: `HT-${id}`, ...dates })
    }
    assert.match(await company.owner.words(mine), /已结清|办结/)
    for (const { officer, id } of [first, second]) {
      assert.match(await officer.words(`/bank/applications/${id}`), /已签约，待投放/)
    }
  })

  it('has told everybody what they waited for, once, and nothing of a hall that is empty while claims are sealed', async () => {
    const ask = '需求大厅有可认领的需求'
    const [first, second, third] = placed
    const expected = new Map<Actor, readonly string[]>([
      [excluded, []],
      [quitter.officer, [ask, '银行获得名额']],
      ...[first, second, third].map((bank): [Actor, readonly string[]] => {
        const end = bank === third ? '撤回申请' : '企业选定方案'
        const lost = bank === fourth ? ['认领结果：这次没有获得名额', ask] : []
        return [bank?.officer ?? excluded, [ask, ...lost, '银行获得名额', end]]
      }),
      [
        company.owner,
        [
          ...['银行获得名额', '银行获得名额', '银行获得名额', '名额已分配'],
          ...['首次联系', '回到需求大厅', '放弃名额', '银行获得名额', '名额已分配'],
          ...['首次联系', '给出初步方案', '首次联系', '给出初步方案', '首次联系', '给出初步方案'],
          ...['撤回申请', '审批通过', '签订合同', '审批通过', '办结', '签订合同'],
        ],
      ],
    ])
    for (const [person, subjects] of expected) {
      const { notices, mails } = await told(stage, person)
      assert.deepEqual(notices, subjects, person.name)
      // The answer to the registration went by mail alone.
      assert.deepEqual(
        mails.filter((subject) => !subject.includes('审核结果')),
        notices,
        `mails to ${person.name}`,
      )
    }
  })
})
