import assert from 'node:assert/strict'
import { institutionName, institutionSentence, sourceLink } from '../../src/catalogue/rules/institution.js'
import { institutionListView, institutionView } from '../../src/catalogue/pages/institution.views.js'
import { homeView } from '../../src/catalogue/pages/home.views.js'
import type { CatalogueSnapshot } from '../../src/catalogue/data/current-catalogue.js'
import { monthsText, rateText, sourceDateText } from '../../src/catalogue/rules/terms-text.js'
import type { Product } from '@lueqiao/matching-engine'
import { shippedSnapshot } from './shipped-catalogue.js'

describe('terms in words', () => {
  let snapshot: CatalogueSnapshot
  let product: Product
  before(async () => {
    snapshot = await shippedSnapshot()
    const found = snapshot.products.get('psbc-fengdian-dai')
    assert.ok(found)
    product = found
  })

  it('says whole years as years and everything else as months', () => {
    assert.deepEqual([12, 36, 6, 18].map(monthsText), ['1 年', '3 年', '6 个月', '18 个月'])
  })

  it('says a rate by the ends that are known, with two decimals', () => {
    const rate = (minPct: number | null, maxPct: number | null) =>
      rateText({ ...product, rate: { minPct, maxPct, basis: 'published' } }).text
    assert.deepEqual(
      [rate(2.9, 3.6), rate(3.1, null), rate(null, 4.35), rate(3.5, 3.5), rate(null, null)],
      ['2.90%–3.60%', '3.10% 起', '不高于 4.35%', '3.50%', null],
    )
  })

  it('says a date as far as it is known', () => {
    assert.deepEqual(['2023-06-10', '2025-06', '2025', null].map(sourceDateText), [
      '2023年6月10日',
      '2025年6月',
      '2025年',
      '日期不详',
    ])
  })

  it('links a source only on a government site or the own site of the bank', () => {
    const link = (url: string | null, bank = 'icbc') =>
      sourceLink({ bank, source: { title: 't', url: url!, asOf: null } })
    assert.ok(link('https://m.icbc.com.cn/page/1'))
    assert.ok(link('http://www.tongren.gov.cn/a'))
    for (const url of [
      null,
      '',
      'b',
      'https://www.icbc.com.cn.example.org/',
      'https://fakeicbc.com.cn/',
      'https://gov.cn.example.org/',
      'https://notgov.cn/',
      'https://user@www.gov.cn/',
      'https://www.gov.cn:8443/',
      'javascript:alert(1)//www.gov.cn',
      'ftp://www.gov.cn/',
      'http://tanger168.cn/news',
    ]) {
      assert.equal(link(url), null, String(url))
    }
    assert.equal(link('https://www.icbc.com.cn/', 'abc'), null)
  })

  it('links of the shipped catalogue only trusted hosts', () => {
    const hosts = [...snapshot.products.values()]
      .flatMap((one) => sourceLink(one) ?? [])
      .map((url) => new URL(url).hostname)
    assert.ok(hosts.length > 0)
    for (const host of hosts) assert.match(host, /(\.gov\.cn|icbc\.com\.cn)$/)
  })

  it('names the institution only where a source does', () => {
    assert.equal(institutionName(product, snapshot.banks), '中国邮政储蓄银行')
    assert.equal(institutionSentence(product, snapshot.banks), '中国邮政储蓄银行')
    assert.equal(institutionName({ ...product, confidence: 'illustrative' }, snapshot.banks), '所属机构未公布')
  })

  it('counts under an institution only what a source puts there', () => {
    const { rows, undisclosed } = institutionListView(snapshot)
    assert.equal(rows.length, 14)
    assert.equal(
      rows.reduce((sum, row) => sum + row.products, 0),
      109,
    )
    assert.deepEqual(
      undisclosed.map((one) => one.name),
      ['惠如意·绿色贷'],
    )
    const bank = snapshot.banks.get('abc')
    assert.ok(bank)
    const view = institutionView(snapshot, bank)
    assert.ok(!view.cards.some((card) => card.name === '惠如意·绿色贷'))
    assert.equal(view.undisclosed[0]?.name, '惠如意·绿色贷')
    assert.equal(view.agreement, '未公布')
  })

  it('shows on the home page three products, one of each degree of openness', () => {
    const { cards, institutions, products } = homeView(snapshot, [])
    assert.deepEqual([institutions, products], [14, 110])
    assert.equal(cards[0]?.institution, '所属机构未公布')
    assert.equal(new Set(cards.map((card) => card.institution)).size, 3)
  })
})
