import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { shippedCatalogueFile, type CatalogueSnapshot } from '../../src/catalogue/index.js'
import { decide } from '../../src/matching/use-cases/decide.js'
import { compileCatalogue, type Catalogue, type Facts, type Product } from '@lueqiao/matching-engine'
import { resultCard, type ResultCard } from '../../src/matching/pages/result-card.views.js'
import { sampleFacts } from '../journeys/answering.js'
import { shippedReference } from '../reference/tables.js'

const facts = sampleFacts('agro-processor-8th-division')
const content = JSON.parse(readFileSync(shippedCatalogueFile, 'utf8')) as Catalogue
const [original] = content.products.filter((product) => product.id === 'psbc-xwyd-shuiwu')

const without = (fact: string): Facts => Object.fromEntries(Object.entries(facts).filter(([name]) => name !== fact))

describe('card of a result', () => {
  let snapshot: (product: Product) => CatalogueSnapshot
  before(async () => {
    const reference = await shippedReference()
    const vocabulary = reference.vocabulary(content.banks)
    snapshot = (product) => {
      const catalogue = { ...content, version: 'test', products: [product] }
      const banks = new Map(content.banks.map((bank) => [bank.id, bank]))
      const parts = {
        catalogue,
        vocabulary,
        banks,
        compiled: compileCatalogue(catalogue, vocabulary, reference.sizeBands),
      }
      return { ...parts, products: new Map([[product.id, product]]) } as unknown as CatalogueSnapshot
    }
  })

  function cardOf(changes: Partial<Product>, given: Facts = facts, isListed = true): ResultCard {
    assert.ok(original)
    const product = { ...original, ...changes }
    const made = snapshot(product)
    const { record } = decide(made, given, '2026-11-22')
    const [result] = record.results
    assert.ok(result)
    const all = { ...record.facts, ...record.derived }
    return resultCard({
      result,
      product,
      snapshot: made,
      facts: all,
      questionnaireId: 'Q',
      isListed: () => isListed,
      brief: false,
    })
  }
  const figure = (card: ResultCard, label: string) => card.figures.find((one) => one.label === label)

  it('rests the offer on what sets it: the cap, or the limit that comes out lowest', () => {
    const capped = figure(cardOf({}), '可贷额度')
    assert.deepEqual([capped?.text, capped?.basis], ['300 万元', 'published'])
    const limited = figure(cardOf({}, { ...facts, 'enterprise.annualTaxWan': 40 }), '可贷额度')
    assert.deepEqual([limited?.text, limited?.basis], ['280 万元', 'illustrative'])
  })

  it('says what is not known in words: 未公布, 待补充 or 未填写, never 0', () => {
    const unpublished = cardOf({
      amount: { minWan: null, maxWan: null, basis: 'published' },
      rate: { minPct: null, maxPct: null, basis: 'published' },
      processingDays: { value: null, basis: 'published' },
    })
    for (const label of ['可贷额度', '覆盖需求', '综合年成本', '办理时间'])
      assert.equal(figure(unpublished, label)?.text, '未公布')
    for (const label of ['可贷额度', '覆盖需求']) {
      assert.equal(figure(cardOf({}, without('enterprise.annualTaxWan')), label)?.text, '待补充后算出')
    }
    assert.equal(figure(cardOf({}, without('need.amountWan')), '覆盖需求')?.text, '未填写金额')
  })

  it('adds what the enterprise pays in fees to both ends of the rate, and says what is left out', () => {
    const fees = [{ name: '担保费', pct: 1, payer: '企业', basis: 'illustrative' }] as const
    const cost = figure(cardOf({ fees, rate: { minPct: 3, maxPct: 4, basis: 'published' } }), '综合年成本')
    assert.equal(cost?.text, '4.00%–5.00%')
    assert.equal(cost?.note, '不含未公布的费用')
    assert.equal(
      figure(cardOf({ rate: { minPct: 3, maxPct: null, basis: 'published' } }), '综合年成本')?.text,
      '3.00% 起',
    )
  })

  it('covers the need in part when the offer is smaller, and says how much it could give', () => {
    const card = cardOf({}, { ...facts, 'need.amountWan': 310 })
    assert.equal(card.partial, '可部分满足：最多 300 万元')
    assert.equal(figure(card, '覆盖需求')?.text, '96.77%，300 万元')
    assert.equal(cardOf({}).partial, '')
  })

  it('claims no institution for a product of which only the name is public', () => {
    assert.match(cardOf({ confidence: 'illustrative' }).origin, /^所属机构未公布，/)
    assert.match(cardOf({}).origin, /^中国邮政储蓄银行，信用贷款，担保方式：信用/)
  })

  it('links what to supply to its question, and the product only while it is listed', () => {
    const card = cardOf({}, without('enterprise.taxGrade'))
    assert.deepEqual(card.tag, { css: 'unknown', text: '待补充 1 项' })
    assert.deepEqual(card.supplies, [
      { text: '纳税信用等级', href: '/match/questionnaires/Q?fact=enterprise.taxGrade' },
    ])
    assert.equal(card.href, '/products/psbc-xwyd-shuiwu')
    assert.equal(cardOf({}, facts, false).href, '')
  })
})
