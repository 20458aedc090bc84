import assert from 'node:assert/strict'
import { productCostExample } from '../../src/catalogue/rules/cost-example.js'
import { costExampleView } from '../../src/catalogue/pages/cost-example.views.js'
import type { CatalogueSnapshot } from '../../src/catalogue/data/current-catalogue.js'
import type { Product } from '@lueqiao/matching-engine'
import { shippedSnapshot } from './shipped-catalogue.js'

describe('the cost example of a product', () => {
  let snapshot: CatalogueSnapshot
  let plain: Product
  before(async () => {
    snapshot = await shippedSnapshot()
    const found = snapshot.products.get('huiruyi-lvsedai')
    assert.ok(found)
    plain = found
  })

  it('takes 100 万元 over 12 months at the lowest rate', () => {
    const example = productCostExample(plain)
    assert.deepEqual(
      [example?.amountWan, example?.months, example?.ratePct, example?.rateEnd, example?.method],
      [100, 12, 2.9, 'lowest', '先息后本'],
    )
    assert.equal(example?.cost.totalInterestFen, 2_900_000)
    assert.equal(example?.cost.totalPaidFen, 102_900_000)
  })

  it('stays within what the product lends', () => {
    const amount = { ...plain.amount, minWan: 5000, maxWan: 9000 }
    const term = { ...plain.term, minMonths: 36, maxMonths: 60 }
    const example = productCostExample({ ...plain, amount, term })
    assert.deepEqual([example?.amountWan, example?.months], [5000, 36])
    const small = {
      ...plain,
      amount: { ...plain.amount, minWan: 10, maxWan: 50 },
      term: { ...plain.term, minMonths: 1, maxMonths: 6 },
    }
    assert.deepEqual([productCostExample(small)?.amountWan, productCostExample(small)?.months], [50, 6])
  })

  it('is not made up where no rate is known', () => {
    assert.equal(productCostExample({ ...plain, rate: { ...plain.rate, minPct: null, maxPct: null } }), null)
  })

  it('says which end of the rate it took where only the highest is known', () => {
    const view = costExampleView({ ...plain, rate: { ...plain.rate, minPct: null, maxPct: 4.35 } })
    assert.match(view?.premise ?? '', /4\.35%/)
    assert.match(view?.remarks[0] ?? '', /最高利率/)
  })

  it('adds the fees that the enterprise bears and leaves out those of the bank', () => {
    const fee = (payer: '企业' | '银行', pct: number) =>
      ({ name: '评估费', pct, payer, basis: 'illustrative' }) as const
    const example = productCostExample({ ...plain, fees: [fee('企业', 0.5), fee('银行', 2)] })
    assert.equal(example?.cost.upfrontFeesFen, 500_000)
    assert.ok((example?.cost.annualSimplePct ?? 0) > 2.9)
  })

  it('names what is left out and how the figures come about, for every product with a rate', () => {
    for (const product of snapshot.products.values()) {
      const view = costExampleView(product)
      if (!view) {
        assert.ok(product.rate.minPct === null && product.rate.maxPct === null, product.id)
        continue
      }
      assert.ok(view.remarks.some((remark) => remark.includes('不含未公布的费用')))
      assert.match(view.formula, /月利率|年利率/)
    }
  })

  it('says so where the repayment of the product follows the contract', () => {
    const view = costExampleView({ ...plain, repayment: ['按计划还本'] })
    assert.ok(view?.remarks.some((remark) => /按计划还本.*先息后本/.test(remark)))
  })
})
