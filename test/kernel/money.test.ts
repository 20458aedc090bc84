import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  fenFromWan,
  fenFromYuan,
  formatExactWan,
  formatWan,
  formatYuan,
  parseWan,
  parseYuan,
  roundHalfUp,
  wanFromFen,
} from '../../src/kernel/money.js'

describe('money', () => {
  it('rounds halves away from zero, as 四舍五入 does', () => {
    assert.deepEqual([0.5, 1.5, 2.5, -0.5, -2.5, 0.49, -0.4].map(roundHalfUp), [1, 2, 3, -1, -3, 0, 0])
    assert.ok(Object.is(roundHalfUp(-0.4), 0), 'there is no minus zero')
  })

  it('turns 元 and 万元 into whole fen', () => {
    assert.equal(fenFromYuan(0.29), 29)
    assert.equal(fenFromWan(3.5), 3_500_000)
    assert.equal(fenFromWan(0.000001), 1)
    assert.equal(fenFromWan(494_400), 494_400_000_000)
  })

  it('refuses an amount that would not be exact', () => {
    for (const amount of [Number.NaN, Number.POSITIVE_INFINITY, 1e13]) {
      assert.throws(() => fenFromWan(amount), RangeError)
    }
    assert.deepEqual(parseWan('99999999999999'), { ok: false, error: '金额太大，请核对单位' })
  })

  it('reads what is typed, and keeps nothing typed apart from zero', () => {
    assert.deepEqual(parseWan('１，０００．５万元'), { ok: true, value: 1_000_500_000 })
    assert.deepEqual(parseYuan('12.345'), { ok: true, value: 1235 })
    assert.deepEqual(parseWan('  '), { ok: true, value: null })
    assert.deepEqual(parseWan('0'), { ok: true, value: 0 })
    assert.equal(parseYuan('十元').ok, false)
  })

  it('writes 万元, and 亿元 from ten thousand 万元 on', () => {
    assert.equal(formatWan(0), '0 万元')
    assert.equal(formatWan(1000), '1,000 万元')
    assert.equal(formatWan(9999.5), '9,999.5 万元')
    assert.equal(formatWan(10_000), '1 亿元')
    assert.equal(formatWan(38_000), '3.8 亿元')
    assert.equal(formatWan(494_400), '49.44 亿元')
    assert.equal(formatWan(12_345.67), '1.2346 亿元')
    assert.equal(formatWan(70_000_000), '7,000 亿元')
    assert.equal(formatWan(-38_000), '-3.8 亿元')
  })

  it('keeps the exact figure for print', () => {
    assert.equal(formatExactWan(12_345.678901), '12,345.678901 万元')
    assert.equal(formatYuan(123_456_789), '1,234,567.89 元')
    assert.equal(formatYuan(5), '0.05 元')
  })

  it('never writes a figure that is not a number', () => {
    assert.throws(() => formatWan(Number.NaN), RangeError)
  })

  it('brings every amount back from 万元 to the same fen', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e15, max: 1e15 }), (fen) => {
        assert.equal(fenFromWan(wanFromFen(fen)), fen)
      }),
    )
  })
})
