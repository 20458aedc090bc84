import assert from 'node:assert/strict'
import { refusedCondition } from '../../src/applications/pages/application.views.js'
import type { LeafNode, Vocabulary } from '@lueqiao/matching-engine'
import { codesFor, refusalFrom } from '../../src/review/rules/refusal.js'

describe('the condition behind a refusal', () => {
  const names: Vocabulary = { industries: new Map(), greenClasses: new Map(), banks: new Map() }
  const leaf = (given: Partial<LeafNode> = {}): LeafNode => ({
    ...{ fact: 'need.amountWan', op: '<=', value: { of: 'enterprise.annualTaxWan', times: 7 }, actual: 100 },
    ...{ state: 'pass', basis: 'published', source: 'declared' },
    sentence: '贷款金额须不超过年纳税额的 7 倍（272.51 万元），您是 100 万元，符合',
    ...given,
  })
  const origin = { asOf: '2026-10-31', source: 'declared', evidenceIds: [] } as const
  const facts = [{ fact: 'enterprise.annualTaxWan', value: 38.93, ...origin }]
  const said = (code: 'fact-not-confirmed' | 'condition-failed', of: LeafNode, known = facts) =>
    refusedCondition({ ...refusalFrom(code, '与完税证明不一致', of, { names, facts: known }) })

  it('of a value that was not confirmed is told by that value, without the verdict that rests on it', () => {
    assert.deepEqual(said('fact-not-confirmed', leaf()), {
      label: '核实不一致的内容',
      sentence: '年纳税额。您填报的是 38.93 万元，银行核实的结果与此不一致。',
    })
    const refusal = refusalFrom('fact-not-confirmed', '与完税证明不一致', leaf(), { names, facts })
    assert.equal(refusal.condition?.fact, 'enterprise.annualTaxWan', 'a contest is about what was declared')
    assert.match(refusal.wayOn, /提出异议并附证明/)
  })

  it('names no value where the bank was not shown one', () => {
    assert.equal(said('fact-not-confirmed', leaf(), [])?.sentence, '年纳税额。银行核实的结果与您填报的不一致。')
  })

  it('is told with the verdict only where it is not met', () => {
    assert.equal(said('condition-failed', leaf()), null)
    const failed = leaf({ state: 'fail', sentence: '贷款金额须不超过年纳税额的 7 倍，您是 300 万元，不符合' })
    assert.deepEqual(said('condition-failed', failed), { label: '没有满足的条件', sentence: failed.sentence })
  })

  it('has to exist before a condition that was not met can be the reason', () => {
    for (const state of ['fail', 'unknown'] as const) {
      assert.ok(codesFor({ conditions: [leaf(), leaf({ state, op: '>=' })] }).includes('condition-failed'))
    }
    for (const conditions of [[leaf()], [], null]) {
      const codes = codesFor({ conditions })
      assert.ok(!codes.includes('condition-failed') && codes.includes('fact-not-confirmed'))
    }
  })
})
