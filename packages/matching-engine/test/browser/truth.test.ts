import assert from 'node:assert/strict'
import fc from 'fast-check'
import { evaluate } from '../../src/index.js'
import type { Bound, Facts, Leaf, Operator, Rule } from '../../src/index.js'
import { stateOf, verdictOf } from './browser-verifier.js'

const NUMBERS = ['need.amountWan', 'enterprise.annualTaxWan']
const TEXTS = ['enterprise.taxGrade', 'need.greenCode']
const SETS = ['need.approvals']

const number = fc.oneof(fc.integer({ min: -2, max: 6 }), fc.constantFrom(0.1, 0.3, 1.8, 3.3))
const text = fc.constantFrom('A', 'B', '4', '4.2', '4.20', '4.2.1', '')
const texts = fc.subarray(['立项', '环评', '能评'])

function leafOf(facts: readonly string[], ops: readonly Operator[], value: fc.Arbitrary<Bound>): fc.Arbitrary<Leaf> {
  return fc.record({
    fact: fc.constantFrom(...facts),
    op: fc.constantFrom(...ops),
    value,
    basis: fc.constant('published' as const),
  })
}

const relative = fc.record({ of: fc.constantFrom(...NUMBERS), times: fc.constantFrom(0.6, 1, 7) })
const leaf = fc.oneof(
  leafOf(NUMBERS, ['>=', '<=', '>', '<', '=', '!='], fc.oneof(number, relative)),
  leafOf(NUMBERS, ['between', 'in', 'notIn'], fc.tuple(number, number)),
  leafOf(TEXTS, ['=', '!='], text),
  leafOf(TEXTS, ['in', 'notIn', 'prefixIn'], fc.array(text, { maxLength: 3 })),
  leafOf(SETS, ['hasAny', 'hasAll', 'hasNone'], texts),
)
const { rule: rules } = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({ all: fc.array(tie('rule'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('rule'), { maxLength: 3 }) }),
    fc.record({ not: tie('rule') }),
  ),
}))
const factSets = fc.record(
  {
    'need.amountWan': number,
    'enterprise.annualTaxWan': number,
    'enterprise.taxGrade': text,
    'need.greenCode': text,
    'need.approvals': texts,
  },
  { requiredKeys: [] },
)

/** The shape that conditions have in a record: `not` holds a list of one. */
function nodeOf(rule: Rule): unknown {
  if ('all' in rule) return { all: rule.all.map(nodeOf) }
  if ('any' in rule) return { any: rule.any.map(nodeOf) }
  return 'not' in rule ? { not: [nodeOf(rule.not)] } : rule
}

describe('the truth of conditions in the browser', () => {
  it('is that of the engine, for any rule and any facts', () => {
    fc.assert(
      fc.property(rules, factSets, (rule, facts) => {
        assert.equal(stateOf(nodeOf(rule), facts), evaluate(rule, facts as Facts))
      }),
      { numRuns: 2000 },
    )
  })

  it('works a relative bound out to one fen, so that 0.6 × 3 is 1.8', () => {
    const condition = { fact: 'need.amountWan', op: '<=', value: { of: 'enterprise.annualTaxWan', times: 0.6 } }
    assert.equal(stateOf(condition, { 'need.amountWan': 1.8, 'enterprise.annualTaxWan': 3 }), 'pass')
  })

  it('never fails a condition for want of an answer', () => {
    fc.assert(
      fc.property(leaf, (condition) => {
        assert.equal(stateOf(condition, {}), 'unknown')
      }),
    )
  })

  it('does not take a name every object has for a fact', () => {
    assert.equal(stateOf({ fact: 'toString', op: '!=', value: 'x' }, {}), 'unknown')
  })

  it('makes the verdict of the worst state', () => {
    assert.equal(verdictOf(['pass', 'unknown', 'fail']), 'ineligible')
    assert.equal(verdictOf(['pass', 'unknown']), 'needs_information')
    assert.equal(verdictOf(['pass']), 'eligible')
    assert.equal(verdictOf([]), 'eligible')
  })
})
