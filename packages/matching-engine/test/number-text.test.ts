import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describeCondition, explainLeaf, formatNumber, formatWan } from '../src/index.js'
import type { Bound, Facts, Leaf, Operator } from '../src/index.js'
import { deliveredVocabulary } from './delivered.js'

const vocabulary = deliveredVocabulary()
const leaf = (fact: string, op: Operator, value: Bound): Leaf => ({ fact, op, value, basis: 'published' })
const say = (rule: Leaf, facts: Facts) => explainLeaf(rule, facts, vocabulary).sentence

/** The number a text shows, read as a person reads it. */
const readBack = (text: string) => Number(text.replaceAll(',', ''))
const amounts = fc.double({ min: -1e9, max: 1e9, noNaN: true })

describe('A number in a sentence', () => {
  it('is written with as many decimals as it has, without an exponent', () => {
    const numbers: readonly (readonly [number, string])[] = [
      [300.0000001, '300.0000001'], [1e-7, '0.0000001'], [-1.25e-9, '-0.00000000125'], [1234.5678901, '1,234.5678901'],
      [0.000001, '0.000001'], [-0, '0'], [5e-324, '5e-324'],
    ] // prettier-ignore
    for (const [number, text] of numbers) assert.equal(formatNumber(number), text)
  })

  it('is never another number than the value', () => {
    fc.assert(fc.property(amounts, (value) => assert.ok(readBack(formatNumber(value)) === value)))
  })

  it('turns amounts into 亿元 only where that is exact', () => {
    assert.equal(formatWan(10000.0000001), '10,000.0000001 万元')
    assert.equal(formatWan(123456), '12.3456 亿元')
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 1e9 }), (wan) => {
        const text = formatWan(wan)
        assert.ok(text.endsWith(' 亿元'), text)
        assert.equal(Math.round(readBack(text.slice(0, -3)) * 1e4), wan)
      }),
    )
  })

  it('is not the bound where it differs from it, and the difference is not 0', () => {
    assert.equal(
      say(leaf('need.amountWan', '<=', 300), { 'need.amountWan': 300.0000001 }),
      '贷款金额须不超过 300 万元，您是 300.0000001 万元，多 0.0000001 万元',
    )
    assert.equal(
      say(leaf('enterprise.annualTaxWan', '>=', 5), { 'enterprise.annualTaxWan': 1e-7 }),
      '年纳税额须不少于 5 万元，您是 0.0000001 万元，少 4.9999999 万元',
    )
    assert.match(
      say(leaf('enterprise.debtRatioPct', '<', 75), { 'enterprise.debtRatioPct': 75.00000001 }),
      /您是 75\.00000001%，高 0\.00000001 个百分点$/,
    )
  })

  it('keeps value, bound and difference apart for any two numbers', () => {
    const near = fc.tuple(amounts, fc.double({ min: -1e-5, max: 1e-5, noNaN: true }))
    fc.assert(
      fc.property(near, ([bound, step]) => {
        const actual = bound + step
        fc.pre(actual < bound)
        const sentence = say(leaf('enterprise.netProfitWan', '>=', bound), { 'enterprise.netProfitWan': actual })
        const shown = /不少于 (\S+ 万元|\S+ 亿元)，您是 (\S+ 万元|\S+ 亿元)，少 (\S+) /.exec(sentence)
        assert.ok(shown, sentence)
        assert.notEqual(shown[1], shown[2])
        assert.notEqual(readBack(shown[3] ?? '0'), 0, sentence)
      }),
    )
  })

  it('shows no noise of binary arithmetic', () => {
    assert.match(
      say(leaf('enterprise.debtRatioPct', '<=', 75), { 'enterprise.debtRatioPct': 76.4 }),
      /高 1\.4 个百分点$/,
    )
    assert.match(
      say(leaf('need.amountWan', '<=', 0.3), { 'need.amountWan': 0.4000001 }),
      /您是 0\.4000001 万元，多 0\.1000001 万元$/,
    )
    const share = leaf('enterprise.loanBalanceWan', '<=', { of: 'enterprise.annualRevenueWan', times: 0.07 })
    assert.equal(describeCondition(share, vocabulary), '银行贷款余额不超过年营业收入的 7%')
  })
})
