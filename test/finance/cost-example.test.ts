import assert from 'node:assert/strict'
import fc from 'fast-check'
import { costExample, internalRate, REPAYMENT_METHODS, type CostQuery } from '../../src/finance/index.js'

const million: CostQuery = {
  amountFen: 100_000_000,
  annualRateBp: 345,
  months: 12,
  method: '先息后本',
  upfrontFeesFen: 0,
}

describe('a cost example', () => {
  it('equals the contract rate when there are no fees', () => {
    const { annualSimplePct, compositePct, totalPaidFen } = costExample(million)
    assert.ok(Math.abs((annualSimplePct ?? 0) - 3.45) < 1e-6)
    assert.ok(Math.abs((compositePct ?? 0) - 3.45) < 1e-6)
    assert.equal(totalPaidFen, 103_450_000)
  })

  it('adds fees to what is paid and to the yearly rate', () => {
    const { annualSimplePct, annualCompoundPct, totalPaidFen, totalInterestFen } = costExample({
      ...million,
      upfrontFeesFen: 1_000_000,
    })
    assert.ok(Math.abs((annualSimplePct ?? 0) - 4.4744) < 0.0001)
    assert.ok(Math.abs((annualCompoundPct ?? 0) - 4.5673) < 0.0001)
    assert.equal(totalInterestFen, 3_450_000)
    assert.equal(totalPaidFen, 104_450_000)
  })

  it('puts no rate on a loan that the fees eat up', () => {
    const cost = costExample({ ...million, upfrontFeesFen: million.amountFen })
    assert.equal(cost.annualSimplePct, null)
    assert.equal(cost.compositePct, null)
    assert.equal(cost.totalPaidFen, 203_450_000)
  })

  it('refuses fees that are no amount', () => {
    for (const upfrontFeesFen of [-1, 0.5, Number.NaN]) {
      assert.throws(() => costExample({ ...million, upfrontFeesFen }), RangeError)
    }
  })

  it('is never below the contract rate, and rises with the fees', () => {
    const queries = fc.record({
      amountFen: fc.integer({ min: 100_000_000, max: 100_000_000_000 }),
      annualRateBp: fc.integer({ min: 1, max: 1500 }),
      months: fc.integer({ min: 1, max: 120 }),
      method: fc.constantFrom(...REPAYMENT_METHODS),
      upfrontFeesFen: fc.integer({ min: 1_000_000, max: 10_000_000 }),
    })
    fc.assert(
      fc.property(queries, (query) => {
        const free = costExample({ ...query, upfrontFeesFen: 0 }).annualSimplePct ?? 0
        const charged = costExample(query).annualSimplePct ?? 0
        assert.ok(Math.abs(free - query.annualRateBp / 100) < 0.001)
        assert.ok(charged > free)
      }),
    )
  })

  it('is found for every method', () => {
    for (const method of REPAYMENT_METHODS) {
      const { annualSimplePct } = costExample({ ...million, method })
      assert.ok(annualSimplePct !== null && annualSimplePct > 3.3 && annualSimplePct < 3.5, method)
    }
  })
})

describe('an internal rate', () => {
  it('is the rate that discounts the flows to nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: -3000, max: 20_000 }), fc.integer({ min: 1, max: 360 }), (bp, periods) => {
        const rate = bp / 10_000
        const payments = Array.from({ length: periods }, (_, index) => -1000 * (index === periods - 1 ? 1 : 0.01))
        const received = payments.reduce((sum, payment, index) => sum - payment / (1 + rate) ** (index + 1), 0)
        const found = internalRate([received, ...payments])
        assert.ok(found !== null && Math.abs(found - rate) < 1e-9, `${found ?? 'none'} instead of ${rate}`)
      }),
    )
  })

  it('does not exist when all money goes one way', () => {
    assert.equal(internalRate([-1, -2, -3]), null)
    assert.equal(internalRate([0, 0]), null)
    assert.equal(internalRate([]), null)
  })
})
