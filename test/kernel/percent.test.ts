import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  bpFromPct,
  formatRatePct,
  formatSharePct,
  fractionFromBp,
  hasTwoDecimals,
  pctFromBp,
} from '../../src/kernel/percent.js'

describe('percent', () => {
  it('holds rates in whole basis points', () => {
    assert.equal(bpFromPct(3.45), 345)
    assert.equal(bpFromPct(4.9), 490)
    assert.equal(bpFromPct(1.005), 101)
    assert.equal(fractionFromBp(345), 0.0345)
    assert.throws(() => bpFromPct(Number.NaN), RangeError)
  })

  it('writes rates with two decimals and shares without needless zeros', () => {
    assert.equal(formatRatePct(3.4), '3.40%')
    assert.equal(formatRatePct(0), '0.00%')
    assert.equal(formatSharePct(62.5), '62.5%')
    assert.equal(formatSharePct(100), '100%')
    assert.throws(() => formatRatePct(Number.POSITIVE_INFINITY), RangeError)
  })

  it('goes from basis points to percent and back without loss', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (bp) => {
        assert.equal(bpFromPct(pctFromBp(bp)), bp)
        assert.ok(hasTwoDecimals(pctFromBp(bp)))
        assert.ok(!hasTwoDecimals(Number(`${Math.trunc(bp / 100)}.454`)))
      }),
    )
  })
})
