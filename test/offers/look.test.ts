import assert from 'node:assert/strict'
import { FEE_KINDS, type Fee } from '../../src/finance/index.js'
import { needsBrowser, sidewaysScroll, signInOn, violationsOf, visit, widths } from '../support/browser.js'
import { enterOffer, enterRequest, feesWith, offeredTerms, WAN } from '../support/offers.js'
import { openPerson } from '../support/people.js'
import { startSite, type TestSite } from '../support/site.js'

const guarantee: Fee = {
  ...{ kind: 'guarantee', state: 'known', amount: { kind: 'share', bp: 80 }, payer: '企业' },
  ...{ chargedBy: '兵团融资担保公司', when: 'yearly' },
}
const insurance: Fee = {
  ...{ kind: 'insurance', state: 'known', amount: { kind: 'sum', fen: 756_700 }, payer: '企业' },
  ...{ chargedBy: '财产保险公司', when: 'yearly' },
}
const appraisal: Fee = {
  ...{ kind: 'appraisal', state: 'known', amount: { kind: 'sum', fen: 1_200_000 }, payer: '银行' },
  ...{ chargedBy: '资产评估机构', when: 'start' },
}
const plans = [
  ['交通银行', '科创易贷', offeredTerms({ rateBp: 330, method: '先息后本' })],
  [
    '兴业银行',
    '节能减排项目贷款',
    offeredTerms({
      ...{ rateBp: 305, method: '等额本金', dayCount: 'actual/360', fees: feesWith(guarantee, insurance, appraisal) },
      securities: [{ kind: '机器设备抵押', reference: '二号回转窑', valueFen: 1200 * WAN }],
      conditions: '项目取得环评批复，自有资金先行到位 30%。',
    }),
  ],
  ['中国民生银行', '民生惠信用贷', offeredTerms({ rateBp: 345 })],
  [
    '招商银行',
    '绿色工厂方案',
    offeredTerms({
      rateBp: 270,
      fees: FEE_KINDS.map((kind) => ({ kind, state: kind === 'other' ? 'none' : 'unknown' })),
    }),
  ],
] as const

describe('the pages of offers in a browser', function () {
  this.timeout(120_000)
  let test: TestSite
  let origin = ''
  let email = ''
  const addresses: Record<string, string> = {}

  before(async function () {
    needsBrowser(this)
    test = await startSite()
    origin = test.origin
    const owner = await openPerson(test, 'owner')
    email = owner.email
    const request = await enterRequest(test, owner.organisation.id, { isSample: true })
    for (const [bankName, productName, terms] of plans) {
      const { id } = await enterOffer(test, request, { bankId: bankName, bankName, productName, terms })
      addresses[productName] = `/enterprise/applications/${id}/offer`
    }
    await enterOffer(test, request, { bankId: 'other', bankName: '石河子农商行', productName: '技改贷', terms: null })
    addresses.offers = `/enterprise/requests/${request.id}/offers`
  })
  after(() => test?.close())

  for (const width of widths) {
    it(`have nothing that axe objects to, nor any sideways scrolling, at ${width} pixels`, async () => {
      const { page, context, complaints } = await visit({ width })
      await signInOn(page, origin, email)
      for (const [name, address] of Object.entries(addresses)) {
        await page.goto(`${origin}${address}`)
        await page.waitForLoadState()
        assert.deepEqual(await violationsOf(page), [], `${name} at ${width}`)
        assert.equal(await sidewaysScroll(page), 0, `${name} at ${width}`)
      }
      assert.deepEqual(complaints, [])
      await context.close()
    })
  }

  it('show two plans at a time on a phone, and the other pair when asked, without any script', async () => {
    const { page, context } = await visit({ width: 360, javaScript: false })
    await signInOn(page, origin, email)
    await page.goto(`${origin}${addresses.offers ?? ''}`)
    const shown = () => page.locator('table.compare tr.key td:visible').count()
    assert.equal(await shown(), 2)
    const first = await page.locator('table.compare tr.key').innerText()
    await page.selectOption('#f-a', { label: '中国民生银行 民生惠信用贷' })
    await page.selectOption('#f-b', { label: '招商银行 绿色工厂方案' })
    await page.click('text=只看这两份')
    await page.waitForLoadState()
    assert.equal(await shown(), 2)
    assert.notEqual(await page.locator('table.compare tr.key').innerText(), first)
    await context.close()
  })
})
