import assert from 'node:assert/strict'
import { compileCatalogue, deriveFacts, explainResult, match, parseFacts, RANKINGS, rankResults } from '../src/index.js'
import type { Facts, Product, ProductResult } from '../src/index.js'
import { deliveredCatalogue, deliveredSizeBands, deliveredVocabulary, samples } from './delivered.js'
import { randomFacts, randomNumbers, worldOf } from './random-world.js'

const catalogue = deliveredCatalogue()
const vocabulary = deliveredVocabulary(catalogue)
const bands = deliveredSizeBands()
const compiled = compileCatalogue(catalogue, vocabulary, bands)
const world = worldOf(catalogue, vocabulary)
const asOf = '2026-11-22'

function productWith(change: Partial<Product>): Product {
  const [first] = catalogue.products
  assert.ok(first)
  const open: Product = {
    ...first,
    amount: { minWan: null, maxWan: null, basis: 'published' },
    term: { minMonths: null, maxMonths: null, basis: 'published' },
    rate: { minPct: 3, maxPct: 4, basis: 'published' },
    fees: [],
    purposes: ['流动资金'],
    greenCodes: [],
    criteria: { all: [{ fact: 'enterprise.dishonest', op: '=', value: false, basis: 'published' }] },
  }
  return { ...open, ...change }
}

function resultFor(product: Product, facts: Facts): ProductResult {
  const clean = { 'enterprise.dishonest': false, 'need.purpose': '流动资金', ...facts }
  const [result] = match(compileCatalogue({ ...catalogue, products: [product] }, vocabulary), clean, { asOf }).results
  assert.ok(result)
  return result
}

const limited = (maxWan: number | null, ...limit: readonly (readonly [string, number])[]): Product =>
  productWith({
    amount: {
      minWan: null,
      maxWan,
      basis: 'published',
      limit: limit.map(([of, times]) => ({ of, times, basis: 'published' })),
    },
  })

describe('The worked samples', () => {
  const expected: readonly (readonly [number, number, number])[] = [
    [11, 0, 99],
    [6, 0, 104],
    [4, 0, 106],
    [0, 39, 71],
  ]
  samples().forEach((sample, i) => {
    it(`give ${String(expected[i])} for ${sample.id}`, () => {
      const parsed = parseFacts(sample.facts, vocabulary)
      assert.ok(parsed.ok)
      const { results } = match(compiled, deriveFacts(parsed.facts, bands), { asOf })
      const count = (verdict: string) => results.filter((result) => result.verdict === verdict).length
      assert.deepEqual([count('eligible'), count('needs_information'), count('ineligible')], expected[i])
    })
  })
})

describe('What is not known', () => {
  it('never makes a product ineligible: with no facts every product waits for information', () => {
    const { results } = match(compiled, {}, { asOf })
    assert.equal(results.length, 110)
    assert.ok(results.every(({ verdict, failing }) => verdict === 'needs_information' && failing === 0))
  })

  it('never decides: taking a fact away fails no condition that did not fail before', () => {
    const random = randomNumbers(11)
    for (let i = 0; i < 60; i += 1) {
      const facts = randomFacts(world, random)
      const failing = new Map(match(compiled, facts, { asOf }).results.map((each) => [each.index, each.failing]))
      const fewer = Object.fromEntries(Object.entries(facts).filter(() => random() < 0.7))
      for (const each of match(compiled, fewer, { asOf }).results)
        assert.ok(each.failing <= (failing.get(each.index) ?? 0))
    }
  })

  it('gives way to what is known: adding a fact changes no decided verdict', () => {
    const random = randomNumbers(12)
    for (let i = 0; i < 60; i += 1) {
      const facts = randomFacts(world, random)
      const fewer = Object.fromEntries(Object.entries(facts).filter(() => random() < 0.8))
      const after = new Map(match(compiled, facts, { asOf }).results.map((each) => [each.index, each.verdict]))
      for (const { index, verdict } of match(compiled, fewer, { asOf }).results) {
        if (verdict !== 'needs_information') assert.equal(after.get(index), verdict)
      }
    }
  })

  it('is answered in any order: the order of the facts changes nothing', () => {
    const random = randomNumbers(13)
    const facts = randomFacts(world, random, 0.2)
    const turned = Object.fromEntries(Object.entries(facts).reverse())
    assert.deepEqual(match(compiled, turned, { asOf }).results, match(compiled, facts, { asOf }).results)
  })
})

describe('The amount on offer', () => {
  const tax = 'enterprise.annualTaxWan'

  it('is the least of cap and limits', () => {
    assert.equal(resultFor(limited(300, [tax, 7]), { [tax]: 30 }).amountWan, 210)
    assert.equal(resultFor(limited(300, [tax, 7]), { [tax]: 60 }).amountWan, 300)
    assert.equal(resultFor(limited(null, [tax, 7]), { [tax]: 60 }).amountWan, 420)
  })

  it('is not known while a limit’s fact is missing, unless a known bound is already nothing', () => {
    const both = limited(300, [tax, 7], ['need.securityValueWan', 0.7])
    assert.equal(resultFor(both, { [tax]: 30 }).amountWan, null)
    assert.equal(resultFor(both, { 'need.securityValueWan': 0 }).amountWan, 0)
  })

  it('is null where nothing is published, not 0', () => {
    const result = resultFor(limited(null), { 'need.amountWan': 100 })
    assert.equal(result.amountWan, null)
    assert.equal(result.coveragePct, null)
    assert.equal(result.verdict, 'eligible')
  })

  it('covers the need up to 100 percent', () => {
    assert.equal(resultFor(limited(300), { 'need.amountWan': 400 }).coveragePct, 75)
    assert.equal(resultFor(limited(300), { 'need.amountWan': 200 }).coveragePct, 100)
    assert.equal(resultFor(limited(300), {}).coveragePct, null)
  })

  it('makes a product 可部分满足 only when the amount alone stands in the way', () => {
    assert.equal(resultFor(limited(300), { 'need.amountWan': 400 }).partial, true)
    assert.equal(resultFor(limited(300), { 'need.amountWan': 400, 'enterprise.dishonest': true }).partial, false)
    assert.equal(resultFor(limited(300), { 'need.amountWan': 200 }).partial, false)
    const least = productWith({ amount: { minWan: 350, maxWan: 300, basis: 'published' } })
    assert.equal(resultFor(least, { 'need.amountWan': 400 }).partial, false)
    const covered = {
      ...limited(300),
      criteria: {
        all: [
          { fact: 'need.securityValueWan', op: '>=', value: { of: 'need.amountWan', times: 1.4 }, basis: 'published' },
        ],
      },
    } as const satisfies Product
    assert.equal(resultFor(covered, { 'need.amountWan': 400, 'need.securityValueWan': 420 }).partial, true)
    assert.equal(resultFor(covered, { 'need.amountWan': 400, 'need.securityValueWan': 419 }).partial, false)
  })
})

describe('Ranking', () => {
  const facts = samples()[0]?.facts ?? {}
  const { results } = match(compiled, facts, { asOf })

  it('puts eligible first, then what waits for information, then the ineligible with fewest failing conditions', () => {
    const group = { eligible: 0, needs_information: 1, ineligible: 2 }
    for (const { id } of RANKINGS) {
      const ranked = rankResults(results, id)
      const keys = ranked.map(({ verdict, failing }) => group[verdict] * 1000 + failing)
      assert.deepEqual(
        keys,
        [...keys].sort((a, b) => a - b),
      )
      assert.deepEqual(
        ranked.map(({ rank }) => rank),
        ranked.map((_, i) => i + 1),
      )
    }
  })

  it('orders each group by its criterion with the unknown last', () => {
    const eligible = (by: 'cost' | 'speed' | 'amount' | 'green') =>
      rankResults(results, by)
        .filter(({ verdict }) => verdict === 'eligible')
        .map(({ score }) => score)
    const rising = (values: readonly (number | null)[]) => {
      const known = values.filter((value) => value !== null)
      assert.deepEqual(
        known,
        [...known].sort((a, b) => a - b),
      )
      assert.ok(values.slice(known.length).every((value) => value === null))
    }
    rising(eligible('cost').map(({ costPct }) => costPct))
    rising(eligible('speed').map(({ days }) => days))
    rising(eligible('amount').map(({ coveragePct }) => (coveragePct === null ? null : -coveragePct)))
    rising(eligible('green').map(({ green }) => -green))
  })

  it('does not depend on the order of the catalogue', () => {
    const turned = compileCatalogue({ ...catalogue, products: [...catalogue.products].reverse() }, vocabulary, bands)
    const ids = (all: readonly ProductResult[]) => all.map(({ product }) => product.id)
    for (const { id: by } of RANKINGS) {
      assert.deepEqual(
        ids(match(turned, facts, { asOf, by }).results),
        ids(match(compiled, facts, { asOf, by }).results),
      )
    }
  })

  it('counts a fee once, spread over the years of the need, and only what the enterprise pays', () => {
    const fees = [
      { name: '担保费', pct: 1, payer: '企业', basis: 'published' },
      { name: '评估费', pct: 9, payer: '银行', basis: 'published' },
    ] as const
    const cost = (product: Product, need: Facts) => resultFor(product, need).score.costPct
    assert.equal(cost(productWith({ fees }), { 'need.termMonths': 24 }), 3.5)
    assert.equal(cost(productWith({ fees }), { 'need.termMonths': 6 }), 4)
    assert.equal(cost(productWith({ fees }), {}), 4)
    const fixed = [{ name: '手续费', wan: 2, payer: '企业', basis: 'published' }] as const
    assert.equal(cost(productWith({ fees: fixed }), { 'need.amountWan': 100, 'need.termMonths': 12 }), 5)
    assert.equal(cost(productWith({ fees: fixed }), {}), 3)
    assert.equal(cost(productWith({ rate: { minPct: null, maxPct: null, basis: 'published' } }), {}), null)
  })

  it('leaves a fee of an unpublished amount out of the lower bound, whatever else is paid', () => {
    const open = { name: '担保费', payer: '企业', basis: 'published' } as const
    const known = { name: '评估费', pct: 1, payer: '企业', basis: 'published' } as const
    const cost = (fees: Product['fees']) =>
      resultFor(productWith({ fees }), { 'need.amountWan': 100, 'need.termMonths': 12 }).score.costPct
    assert.equal(cost([{ ...open, pct: null }]), 3)
    assert.equal(cost([{ ...open, wan: null }, known]), 4)
  })
})

describe('An explained result', () => {
  it('has one node per condition, in the order of the product, with states that add up to the verdict', () => {
    const matched = match(compiled, samples()[3]?.facts ?? {}, { asOf })
    for (const result of matched.results) {
      const { all, state } = explainResult(compiled, matched, result)
      assert.equal(all.filter((node) => node.state === 'fail').length, result.failing)
      assert.equal(all.filter((node) => node.state === 'unknown').length, result.unknown)
      assert.equal(state === 'pass', result.verdict === 'eligible')
    }
  })

  it('is the same whatever was explained before', () => {
    const [first, second] = [samples()[0]?.facts ?? {}, samples()[1]?.facts ?? {}]
    const explained = (facts: Facts, engine = compiled) => {
      const matched = match(engine, facts, { asOf })
      return matched.results.map((result) => explainResult(engine, matched, result))
    }
    explained(second)
    const used = explained(first)
    assert.deepEqual(used, explained(first, compileCatalogue(catalogue, vocabulary, bands)))
  })
})
