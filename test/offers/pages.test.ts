import assert from 'node:assert/strict'
import { loadPage } from '../support/load-page.js'
import type { Application, FinancingRequest } from '../../src/applications/index.js'
import { costSheet, type Fee, type OfferTerms } from '../../src/finance/index.js'
import { formatYuan } from '../../src/kernel/money.js'
import { formatRatePct } from '../../src/kernel/percent.js'
import { startApp, type TestApp, type Visitor } from '../support/app.js'
import { enterOffer, enterRequest, feesWith, moverAs, offeredTerms, statesOf } from '../support/offers.js'
import { signedInAs } from '../support/people.js'

const guarantee: Fee = {
  ...{ kind: 'guarantee', state: 'known', amount: { kind: 'share', bp: 80 }, payer: '企业' },
  ...{ chargedBy: '示例担保公司', when: 'yearly' },
}
const appraisal: Fee = {
  ...{ kind: 'appraisal', state: 'known', amount: { kind: 'sum', fen: 1_200_000 }, payer: '银行' },
  ...{ chargedBy: '示例评估公司', when: 'start' },
}
const dear = offeredTerms({ rateBp: 305, method: '等额本金', fees: feesWith(guarantee, appraisal) })
const cheap = offeredTerms({ rateBp: 330, method: '先息后本' })
const open = offeredTerms({ rateBp: 270, fees: feesWith({ kind: 'guarantee', state: 'unknown' }) })

describe('the pages of offers', () => {
  let test: TestApp
  let owner: Visitor
  let member: Visitor
  let enterpriseId = ''

  before(async () => {
    test = await startApp()
    const { visitor, person } = await signedInAs(test, 'owner')
    owner = visitor
    enterpriseId = person.organisation.id
    member = (await signedInAs(test, 'member', { organisation: person.organisation })).visitor
  })
  after(() => test.close())

  const offered = (request: FinancingRequest, name: string, terms: OfferTerms | null, bankId = `bank-${name}`) =>
    enterOffer(test, request, { bankId, bankName: `${name}行`, productName: `${name}贷`, terms })

  async function threeOffers(): Promise<{
    request: FinancingRequest
    offers: readonly Application[]
    address: string
  }> {
    const request = await enterRequest(test, enterpriseId)
    const offers = [
      await offered(request, '甲', dear),
      await offered(request, '乙', cheap),
      await offered(request, '丙', open),
    ]
    return { request, offers, address: `/enterprise/requests/${request.id}/offers` }
  }
  /** The cells of a row, in the order of the columns. */
  const cellsOf = ($: ReturnType<typeof loadPage>, label: string) =>
    $('table.compare tbody tr')
      .filter((_, row) => $(row).find('th').first().text().startsWith(label))
      .find('td')
      .map((_, one) => $(one).text().replace(/\s+/g, ' ').trim())
      .get()

  it('set the offers side by side, cheapest all-in first, with the figures of the cost sheets', async () => {
    const { address } = await threeOffers()
    const $ = await owner.open(address)
    assert.deepEqual(
      $('table.compare thead th b')
        .map((_, one) => $(one).text())
        .get(),
      ['乙贷', '甲贷', '丙贷'],
    )
    for (const [place, terms] of [cheap, dear].entries()) {
      const sheet = costSheet(terms)
      assert.ok(cellsOf($, '综合年成本')[place]?.includes(formatRatePct(sheet.annual?.simplePct ?? 0)))
      assert.ok(cellsOf($, '利息合计')[place]?.includes(formatYuan(sheet.schedule?.totalInterestFen ?? 0)))
      assert.ok(cellsOf($, '企业付出合计')[place]?.includes(formatYuan(sheet.totalCostFen ?? 0)))
      assert.ok(cellsOf($, '首期还款')[place]?.includes(formatYuan(sheet.firstPaymentFen ?? 0)))
      assert.ok(cellsOf($, '还款总额')[place]?.includes(formatYuan(sheet.totalPaidFen ?? 0)))
    }
    assert.match(
      cellsOf($, '担保费')[1] ?? '',
      /192,000\.00 元示例担保公司收取，企业付，每年年初每次为贷款金额的 0\.80%/,
    )
    assert.match(cellsOf($, '评估费')[1] ?? '', /12,000\.00 元示例评估公司收取，银行付，放款时一次不计入企业成本/)
    assert.equal(cellsOf($, '担保费')[0], '无')
    assert.equal(cellsOf($, '选定后审批')[0], '9 个工作日内')
  })

  it('name the cheapest in words, and say where the lowest rate is not the lowest cost', async () => {
    const $ = await owner.open((await threeOffers()).address)
    const verdict = $('.note.ok').text().replace(/\s+/g, ' ')
    assert.match(verdict, /综合年成本最低的是 乙行 乙贷，3\.30%。/)
    assert.match(verdict, /利率最低的不是最省的：甲行 甲贷 年利率 3\.05%/)
    assert.equal($('table.compare tr.key .tag.pass').length, 1)
    assert.match(cellsOf($, '年利率')[1] ?? '', /最低/, 'of those that are ranked')
    assert.doesNotMatch(cellsOf($, '年利率')[2] ?? '', /最低/)
  })

  it('leave an offer with an unknown fee out of the ranking, say which, and never show it as nothing', async () => {
    const $ = await owner.open((await threeOffers()).address)
    assert.match($('.note.ok').text(), /丙行 丙贷未参与排名：担保费未说明/)
    assert.match(cellsOf($, '综合年成本')[2] ?? '', /^未参与排名：担保费未说明$/)
    assert.equal(cellsOf($, '担保费')[2], '未说明')
    assert.equal(cellsOf($, '企业付出合计')[2], '未说明，算不出')
  })

  it('set two plans beside each other when asked, and all when the question makes no sense', async () => {
    const { address, offers } = await threeOffers()
    const [a, , c] = offers
    const $ = await owner.open(`${address}?a=${a?.id ?? ''}&b=${c?.id ?? ''}`)
    assert.equal($('table.compare thead th').length, 2)
    assert.equal($('#f-a option[selected]').text(), '甲行 甲贷')
    for (const query of [`?a=${a?.id ?? ''}&b=${a?.id ?? ''}`, '?a=x&b=y', '?a=1&a=2&b[$ne]=']) {
      assert.equal((await owner.open(`${address}${query}`))('table.compare thead th').length, 3, query)
    }
  })

  it('choose what was ticked, and show what was chosen', async () => {
    const { request, address, offers } = await threeOffers()
    const $ = await owner.open(address)
    const id = offers[1]?.id ?? ''
    const response = await owner.submit($, '#choice', { [`pick-${id}`]: '1' })
    assert.deepEqual([response.status, response.headers.location], [303, address])
    assert.deepEqual(await statesOf(test, request.id), { 甲行: 'withdrawn', 乙行: 'chosen', 丙行: 'withdrawn' })
    const after = await owner.open(address)
    assert.match(after('main').text(), /申请金额已经全部选定/)
    assert.equal(after('#choice').length, 0)
    assert.equal(after('a:contains(再次申请)').length, 2)
  })

  it('end those that were kept for the rest when it is not needed any more', async () => {
    const { request, address, offers } = await threeOffers()
    const id = offers[1]?.id ?? ''
    const part = { [`pick-${id}`]: '1', [`amount-${id}`]: '500', rest: 'keep' }
    assert.equal((await owner.submit(await owner.open(address), '#choice', part)).status, 303)
    assert.deepEqual(await statesOf(test, request.id), { 甲行: 'offered', 乙行: 'chosen', 丙行: 'offered' })
    const $ = await owner.open(address)
    assert.match($('section[aria-labelledby=taken]').text(), /还可以选定 300 万元/)
    assert.equal((await owner.submit($, '#end-rest')).status, 303)
    assert.deepEqual(await statesOf(test, request.id), { 甲行: 'withdrawn', 乙行: 'chosen', 丙行: 'withdrawn' })
    assert.equal((await owner.open(address))('#end-rest').length, 0)
  })

  it('keep what was typed beside every fault', async () => {
    const { request, address, offers } = await threeOffers()
    const [a, b] = offers.map(({ id }) => id)
    const fields = { [`pick-${a ?? ''}`]: '1', [`amount-${a ?? ''}`]: '八百', [`amount-${b ?? ''}`]: '77' }
    const response = await owner.submit(await owner.open(address), '#choice', fields)
    assert.equal(response.status, 422)
    const $ = loadPage(response.text)
    assert.equal($(`[name="amount-${a ?? ''}"]`).val(), '八百')
    assert.equal($(`[name="amount-${b ?? ''}"]`).val(), '77')
    assert.ok($(`[name="pick-${a ?? ''}"]`).is('[checked]'))
    assert.equal($('#errors a').attr('href'), `#f-amount-${a ?? ''}`)
    assert.match($('.field-error').text(), /选用金额/)
    const over = { [`pick-${a ?? ''}`]: '1', [`pick-${b ?? ''}`]: '1', [`amount-${a ?? ''}`]: '500' }
    const sum = await owner.submit(await owner.open(address), '#choice', over)
    assert.equal(sum.status, 422)
    assert.match(sum.text, /1,300 万元，超过还可选定的 800 万元/)
    assert.equal((await owner.submit(await owner.open(address), '#choice')).status, 422)
    assert.deepEqual(await statesOf(test, request.id), { 甲行: 'offered', 乙行: 'offered', 丙行: 'offered' })
  })

  it('tell a colleague who was slower by whom and when, and change nothing', async () => {
    const { request, address, offers } = await threeOffers()
    const [first, second] = [await owner.open(address), await member.open(address)]
    const pick = (place: number) => ({ [`pick-${offers[place]?.id ?? ''}`]: '1' })
    assert.equal((await owner.submit(first, '#choice', pick(0))).status, 303)
    const late = await member.submit(second, '#choice', pick(1))
    assert.equal(late.status, 409)
    assert.match(late.text, /同事已经先选定了方案/)
    assert.match(late.text, /张\d+于 2026年11月22日 12:00 提交/)
    assert.equal(loadPage(late.text)(`main a[href="${address}"]`).text(), '查看最新的方案比较')
    assert.equal((await statesOf(test, request.id)).乙行, 'withdrawn')
  })

  it('refuse an offer that the bank changed after the page was opened', async () => {
    const { address, offers } = await threeOffers()
    const $ = await owner.open(address)
    const id = offers[1]?.id ?? ''
    const offer = { id: 'offer-2', terms: offeredTerms({ rateBp: 500 }), at: test.deps.now(), by: '王经理' }
    await test.deps.applications.move('all', id, { action: 'revise', mover: moverAs('officer'), set: { offer } })
    const response = await owner.submit($, '#choice', { [`pick-${id}`]: '1' })
    assert.equal(response.status, 409)
    assert.match(response.text, /有人先办理了这份申请/)
  })

  it('show the cost of one offer with formula and schedule to the fen, the same to both sides', async () => {
    const request = await enterRequest(test, enterpriseId)
    const { visitor: officer, person } = await signedInAs(test, 'officer')
    const { id } = await offered(request, '甲', dear, person.organisation.id)
    const sheet = costSheet(dear)
    const pages = [
      await owner.open(`/enterprise/applications/${id}/offer`),
      await officer.open(`/bank/applications/${id}/offer`),
    ]
    for (const $ of pages) {
      assert.equal($('[data-annual]').text(), formatRatePct(sheet.annual?.simplePct ?? 0))
      assert.equal($('section[aria-labelledby=schedule] tbody tr').length, 36)
      const last = sheet.schedule?.instalments.at(-1)
      assert.match(
        $('section[aria-labelledby=schedule] tbody tr').last().text(),
        new RegExp(formatYuan(last?.paymentFen ?? 0)),
      )
      assert.match($('tfoot').text(), new RegExp(formatYuan(sheet.totalCostFen ?? 0)))
      assert.match($('section[aria-labelledby=formula]').text(), /月收益率 0\.\d+% × 12 = \d\.\d\d%/)
      assert.match($('aside').text(), /IRR.*单利.*按月计息/s)
    }
    const [mine, theirs] = pages.map(($) => $('.gap-l').text())
    assert.equal(mine, theirs)
  })

  it('never show a bank the offer of another', async () => {
    const { offers } = await threeOffers()
    const { visitor: officer } = await signedInAs(test, 'manager')
    for (const { id } of offers) assert.equal((await officer.get(`/bank/applications/${id}/offer`)).status, 404)
  })

  it('say that nothing can be compared yet, and who is at work', async () => {
    const request = await enterRequest(test, enterpriseId)
    const { id } = await offered(request, '甲', null)
    const $ = await owner.open(`/enterprise/requests/${request.id}/offers`)
    assert.match($('.empty').text(), /没有可以比较的方案/)
    assert.match($('section[aria-labelledby=others]').text(), /甲行 甲贷.*尽职调查中/s)
    assert.equal((await owner.get(`/enterprise/applications/${id}/offer`)).status, 404)
  })

  it('survive forms that nobody filled in by hand', async () => {
    const { request, address } = await threeOffers()
    const token = (await owner.open(address))('#choice [name=_csrf]').attr('value') ?? ''
    const hostile: readonly Record<string, string | readonly string[]>[] = [
      { 'pick-x': '1' },
      { choice: ['0', '1'] },
      { 'pick-__proto__': '1', rest: 'keep' },
      { [`pick-${'A'.repeat(24)}`]: '1', [`amount-${'A'.repeat(24)}`]: '1'.repeat(41) },
      { [`pick-${'A'.repeat(24)}`]: '1', [`amount-${'A'.repeat(24)}`]: '800', choice: '0' },
    ]
    for (const fields of hostile) {
      const response = await owner.post(`/enterprise/requests/${request.id}/choice`, { ...fields, _csrf: token })
      assert.ok([404, 409, 422].includes(response.status), `${response.status} ${JSON.stringify(fields)}`)
    }
    assert.ok(Object.values(await statesOf(test, request.id)).every((state) => state === 'offered'))
  })
})
