import assert from 'node:assert/strict'
import fc from 'fast-check'
import { evaluate } from '../src/index.js'
import type { Bound, FactValue, Facts, Operator, Rule, State } from '../src/index.js'

/** A rule over three yes-or-no facts of which each may be missing. */
const FACTS = ['enterprise.overdueNow', 'enterprise.dishonest', 'need.securityRegistered'] as const
const leaf = fc
  .tuple(fc.constantFrom(...FACTS), fc.boolean())
  .map(([fact, value]): Rule => ({ fact, op: '=', value, basis: 'published' }))
const { rule } = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((all): Rule => ({ all })),
    fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((any): Rule => ({ any })),
    tie('rule').map((not): Rule => ({ not })),
  ),
}))
const profile = fc
  .tuple(...FACTS.map((fact) => fc.option(fc.boolean()).map((value) => [fact, value] as const)))
  .map((pairs): Facts => Object.fromEntries(pairs.flatMap(([fact, value]) => (value === null ? [] : [[fact, value]]))))
const seeded = { seed: 20261122, numRuns: 2000 }

function check(holds: (a: Rule, b: Rule, facts: Facts) => boolean): void {
  fc.assert(fc.property(rule, rule, profile, holds), seeded)
}

function state(op: Operator, value: Bound, fact: string, actual?: FactValue, more: Facts = {}): State {
  return evaluate({ fact, op, value, basis: 'published' }, { ...more, ...(actual !== undefined && { [fact]: actual }) })
}

describe('Truth in three values', () => {
  it('not not is the rule itself', () => {
    check((a, _, facts) => evaluate({ not: { not: a } }, facts) === evaluate(a, facts))
  })

  it('not over all is any over nots, and the other way round', () => {
    check(
      (a, b, facts) =>
        evaluate({ not: { all: [a, b] } }, facts) === evaluate({ any: [{ not: a }, { not: b }] }, facts) &&
        evaluate({ not: { any: [a, b] } }, facts) === evaluate({ all: [{ not: a }, { not: b }] }, facts),
    )
  })

  it('the order of conditions in a group is irrelevant', () => {
    check((a, b, facts) => evaluate({ all: [a, b] }, facts) === evaluate({ all: [b, a] }, facts))
    check((a, b, facts) => evaluate({ any: [a, b] }, facts) === evaluate({ any: [b, a] }, facts))
  })

  it('a decided value stays what it is when another fact becomes known', () => {
    fc.assert(
      fc.property(rule, profile, fc.constantFrom(...FACTS), fc.boolean(), (a, facts, fact, value) => {
        const before = evaluate(a, facts)
        return before === 'unknown' || fact in facts || evaluate(a, { ...facts, [fact]: value }) === before
      }),
      seeded,
    )
  })

  it('unknown gives way to fail in all and to pass in any, and to nothing else', () => {
    const unknown: Rule = { fact: 'enterprise.dishonest', op: '=', value: false, basis: 'published' }
    const pass: Rule = { fact: 'enterprise.overdueNow', op: '=', value: false, basis: 'published' }
    const facts = { 'enterprise.overdueNow': false }
    assert.equal(evaluate({ all: [unknown, pass] }, facts), 'unknown')
    assert.equal(evaluate({ all: [unknown, { not: pass }] }, facts), 'fail')
    assert.equal(evaluate({ any: [unknown, pass] }, facts), 'pass')
    assert.equal(evaluate({ any: [unknown, { not: pass }] }, facts), 'unknown')
    assert.equal(evaluate({ not: unknown }, facts), 'unknown')
  })
})

describe('A single condition', () => {
  const revenue = 'enterprise.annualRevenueWan'

  it('compares numbers with the bound included where the operator says so', () => {
    const table: readonly [Operator, Bound, readonly [State, State, State]][] = [
      ['>=', 100, ['fail', 'pass', 'pass']],
      ['<=', 100, ['pass', 'pass', 'fail']],
      ['>', 100, ['fail', 'fail', 'pass']],
      ['<', 100, ['pass', 'fail', 'fail']],
      ['=', 100, ['fail', 'pass', 'fail']],
      ['!=', 100, ['pass', 'fail', 'pass']],
      ['between', [100, 101], ['fail', 'pass', 'pass']],
      ['in', [100, 101], ['fail', 'pass', 'pass']],
      ['notIn', [100, 101], ['pass', 'fail', 'fail']],
    ]
    for (const [op, bound, states] of table) {
      assert.deepEqual(
        [99, 100, 101].map((value) => state(op, bound, revenue, value)),
        states,
        op,
      )
    }
    assert.equal(state('between', [100, 101], revenue, 102), 'fail')
  })

  it('compares green codes by segment and industries by plain prefix', () => {
    assert.equal(state('prefixIn', ['4.2'], 'need.greenCode', '4.2'), 'pass')
    assert.equal(state('prefixIn', ['4.2'], 'need.greenCode', '4.2.1'), 'pass')
    assert.equal(state('prefixIn', ['4.2'], 'need.greenCode', '4.20'), 'fail')
    assert.equal(state('prefixIn', ['4.2'], 'need.greenCode', ''), 'fail')
    assert.equal(state('prefixIn', ['44', '015'], 'enterprise.industry', '4416'), 'pass')
    assert.equal(state('prefixIn', ['441'], 'enterprise.industry', '4420'), 'fail')
  })

  it('compares sets by their members, none of them included', () => {
    const [one, both] = [['立项'], ['立项', '环评']]
    assert.deepEqual(
      [[], one, both].map((value) => state('hasAny', both, 'need.approvals', value)),
      ['fail', 'pass', 'pass'],
    )
    assert.deepEqual(
      [[], one, both].map((value) => state('hasAll', both, 'need.approvals', value)),
      ['fail', 'fail', 'pass'],
    )
    assert.deepEqual(
      [[], one, both].map((value) => state('hasNone', both, 'need.approvals', value)),
      ['pass', 'fail', 'fail'],
    )
  })

  it('is unknown when its fact or the fact of its bound is missing, whatever the operator', () => {
    const relative = { of: 'enterprise.annualTaxWan', times: 7 }
    for (const op of ['>=', '<=', '>', '<', '=', '!='] as const) {
      assert.equal(state(op, 1, revenue), 'unknown')
      assert.equal(state(op, relative, 'need.amountWan', 100), 'unknown')
      assert.equal(state(op, relative, 'need.amountWan', undefined, { 'enterprise.annualTaxWan': 1 }), 'unknown')
    }
    assert.equal(state('notIn', ['D'], 'enterprise.taxGrade'), 'unknown')
    assert.equal(state('hasNone', ['房产'], 'need.securities'), 'unknown')
    assert.equal(state('prefixIn', ['44'], 'enterprise.industry'), 'unknown')
  })

  it('works a relative bound out to one fen, so that 0.6 × 3 allows 1.8', () => {
    const bound = { of: 'enterprise.annualTaxWan', times: 0.6 }
    assert.equal(state('<=', bound, 'need.amountWan', 1.8, { 'enterprise.annualTaxWan': 3 }), 'pass')
    assert.equal(state('<=', bound, 'need.amountWan', 1.800001, { 'enterprise.annualTaxWan': 3 }), 'fail')
  })

  it('does not take what every object inherits for a fact', () => {
    assert.equal(evaluate({ fact: 'toString', op: '!=', value: 1, basis: 'published' }, {}), 'unknown')
  })
})
