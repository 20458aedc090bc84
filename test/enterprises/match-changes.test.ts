import assert from 'node:assert/strict'
import { changesBetween } from '../../src/enterprises/index.js'
import type { Facts, LeafNode, Node, RecordedResult, State, Verdict } from '@lueqiao/matching-engine'

const leaf = (fact: string, state: State, bound: LeafNode['value'] = 3): LeafNode => ({
  fact,
  op: '>=',
  value: bound,
  actual: null,
  state,
  basis: 'published',
  source: 'declared',
  sentence: `${fact} ${JSON.stringify(bound)} ${state}`,
})
const result = (product: string, verdict: Verdict, conditions: readonly Node[] = []): RecordedResult => ({
  product,
  bank: 'b',
  verdict,
  amountWan: null,
  coveragePct: null,
  partial: false,
  rank: 1,
  score: { costPct: null, days: null, coveragePct: null, green: 0 },
  conditions,
})
const record = (results: readonly RecordedResult[], facts: Facts = {}, catalogue = 'c1') => ({
  catalogue,
  facts,
  derived: {},
  results,
})

const AGE = 'enterprise.yearsInOperation'
const TAX = 'enterprise.annualTaxWan'

describe('what changed between two decisions', () => {
  it('is nothing between a decision and itself', () => {
    const one = record([result('p', 'eligible', [leaf(AGE, 'pass')])], { [AGE]: 3 })
    assert.deepEqual(changesBetween(one, one), { catalogueChanged: false, facts: [], products: [] })
  })

  it('names the products that opened and closed, each with the condition that decided', () => {
    const before = record(
      [
        result('young', 'ineligible', [leaf(AGE, 'fail'), leaf(TAX, 'pass')]),
        result('old', 'eligible', [leaf(TAX, 'pass')]),
      ],
      { [AGE]: 2, [TAX]: 5 },
    )
    const after = record(
      [
        result('young', 'eligible', [leaf(AGE, 'pass'), leaf(TAX, 'pass')]),
        result('old', 'ineligible', [leaf(TAX, 'fail')]),
      ],
      { [AGE]: 3, [TAX]: 1 },
    )
    const { facts, products } = changesBetween(before, after)
    assert.deepEqual(facts, [
      { fact: AGE, before: 2, after: 3 },
      { fact: TAX, before: 5, after: 1 },
    ])
    assert.deepEqual(products, [
      {
        product: 'young',
        before: 'ineligible',
        after: 'eligible',
        kind: 'opened',
        reasons: [{ kind: 'fact', fact: AGE, before: 'fail', after: 'pass', sentence: `${AGE} 3 pass` }],
      },
      {
        product: 'old',
        before: 'eligible',
        after: 'ineligible',
        kind: 'closed',
        reasons: [{ kind: 'fact', fact: TAX, before: 'pass', after: 'fail', sentence: `${TAX} 3 fail` }],
      },
    ])
  })

  it('looks inside a group for what moved it, and not at routes that moved without it', () => {
    const either = (a: State, b: State, state: State): Node => ({
      any: [leaf(AGE, a), leaf(TAX, b)],
      state,
      sentence: 'x',
      nearest: 0,
    })
    const opened = changesBetween(
      record([result('p', 'ineligible', [either('fail', 'fail', 'fail')])]),
      record([result('p', 'eligible', [either('fail', 'pass', 'pass')])]),
    )
    assert.deepEqual(
      opened.products[0]?.reasons.map(({ fact }) => fact),
      [TAX],
    )
    const unmoved = changesBetween(
      record([result('p', 'ineligible', [either('fail', 'pass', 'pass'), leaf('enterprise.patents', 'fail')])]),
      record([result('p', 'eligible', [either('pass', 'pass', 'pass'), leaf('enterprise.patents', 'pass')])]),
    )
    assert.deepEqual(
      unmoved.products[0]?.reasons.map(({ fact }) => fact),
      ['enterprise.patents'],
    )
  })

  it('tells a condition that the bank changed from a fact that the enterprise changed', () => {
    const { products, catalogueChanged } = changesBetween(
      record([result('p', 'eligible', [leaf(AGE, 'pass', 1)])]),
      record([result('p', 'ineligible', [leaf(AGE, 'fail', 5)])], {}, 'c2'),
    )
    assert.equal(catalogueChanged, true)
    assert.deepEqual(products[0]?.reasons, [
      { kind: 'condition_added', fact: AGE, after: 'fail', sentence: `${AGE} 5 fail` },
    ])
    const eased = changesBetween(
      record([result('p', 'ineligible', [leaf(AGE, 'fail', 5)])]),
      record([result('p', 'eligible')]),
    )
    assert.deepEqual(eased.products[0]?.reasons, [
      { kind: 'condition_removed', fact: AGE, before: 'fail', sentence: `${AGE} 5 fail` },
    ])
  })

  it('tells a product that waits for an answer from one that closed, and new products from old ones', () => {
    const kinds = changesBetween(
      record([
        result('a', 'eligible'),
        result('b', 'ineligible'),
        result('gone', 'eligible'),
        result('same', 'eligible'),
      ]),
      record([
        result('a', 'needs_information'),
        result('b', 'needs_information'),
        result('new', 'ineligible'),
        result('same', 'eligible'),
      ]),
    ).products.map(({ product, kind }) => [product, kind])
    assert.deepEqual(kinds, [
      ['a', 'unsettled'],
      ['b', 'reopened'],
      ['new', 'listed'],
      ['gone', 'delisted'],
    ])
  })
})
