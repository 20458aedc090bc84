import assert from 'node:assert/strict'
import {
  compileCatalogue,
  conditionsOf,
  evaluate,
  leavesOf,
  type Catalogue,
  type Facts,
  type Leaf,
  type Product,
  type Rule,
} from '@lueqiao/matching-engine'
import { distanceTo, kindOf } from '../../../src/statistics/unmet-demand/blockers.js'
import { blockerGroups, blockerKey, unmetOf, type NeedRow } from '../../../src/statistics/unmet-demand/unmet-needs.js'
import {
  medianChange,
  relaxed,
  unlockedBy,
  unlockedByGuarantee,
} from '../../../src/statistics/unmet-demand/threshold-change.js'
import {
  deliveredCatalogue,
  deliveredSizeBands,
  deliveredVocabulary,
  samples,
} from '../../../packages/matching-engine/test/delivered.js'
import { randomFacts, randomNumbers, worldOf } from '../../../packages/matching-engine/test/random-world.js'

const whole = deliveredCatalogue()
const vocabulary = deliveredVocabulary(whole)
const random = randomNumbers(7)
/** Few products, so that many needs find none. */
const catalogue: Catalogue = { ...whole, products: whole.products.filter((_one, at) => at % 4 === 0) }
const compiled = compileCatalogue(catalogue, vocabulary, deliveredSizeBands())
const world = worldOf(whole, vocabulary)

const rowOf = (n: number, facts: Facts): NeedRow => ({
  ...{ needId: `n${String(n)}`, enterpriseId: 'e', enterpriseName: '', isSample: false, title: '', day: 20260101 },
  ...{ division: null, section: null, size: null, ownership: null, years: null, green: null, purpose: null },
  ...{ firstLoan: null, facts, amountFen: n % 7 === 0 ? null : n * 1_000_000 },
})
const needs = Array.from({ length: 1500 }, (_one, n) => rowOf(n, randomFacts(world, random, n % 3 === 0 ? 0.3 : 0)))
const unmet = unmetOf(compiled, needs)

const failing = (product: Product, facts: Facts) => conditionsOf(product).all.filter((rule) => evaluate(rule, facts) === 'fail') // prettier-ignore
const fits = ({ products }: Catalogue, facts: Facts) =>
  products.some((product) => conditionsOf(product).all.every((rule) => evaluate(rule, facts) === 'pass'))

describe('needs without a product', () => {
  it('are those for which no condition by condition evaluation finds one', () => {
    const naive = needs.filter(({ facts }) => !fits(catalogue, facts)).map(({ needId }) => needId)
    assert.deepEqual(
      unmet.map(({ needId }) => needId),
      naive,
    )
    assert.ok(unmet.length > 200 && unmet.length <= needs.length)
  })

  it('are grouped by the kind of condition that alone shuts them out of most products', () => {
    const seen = { condition: 0, several: 0, unknown: 0 }
    for (const { blocker, facts } of unmet) {
      seen[blocker.why] += 1
      const rest = catalogue.products.map((product) => failing(product, facts))
      const open = rest.some((rules) => rules.length === 0)
      const alone = rest.flatMap((rules) => (rules.length === 1 ? rules : []))
      if (blocker.why === 'unknown') assert.ok(open)
      else assert.ok(!open)
      if (blocker.why === 'several') assert.equal(alone.length, 0)
      if (blocker.why !== 'condition') continue
      const counts = new Map<string, number>()
      for (const rule of alone) counts.set(kindOf(rule).key, (counts.get(kindOf(rule).key) ?? 0) + 1)
      assert.equal(counts.get(blocker.kind.key), Math.max(...counts.values()))
      assert.equal(blocker.products, counts.get(blocker.kind.key))
      const own = alone.filter((rule) => kindOf(rule).key === blocker.kind.key)
      const distances = own.flatMap((rule) => distanceTo(rule, facts) ?? [])
      assert.equal(blocker.distance, distances.length === 0 ? null : Math.min(...distances))
    }
    assert.ok(
      Object.values(seen).every((count) => count > 5),
      JSON.stringify(seen),
    )
  })

  it('are each in one group; counts, amounts and unknown amounts add up', () => {
    const groups = blockerGroups(compiled, unmet)
    const all = groups.flatMap((group) => group.needs.map(({ needId }) => needId))
    assert.equal(new Set(all).size, unmet.length)
    assert.equal(all.length, unmet.length)
    const fen = unmet.reduce((sum, { amountFen }) => sum + (amountFen ?? 0), 0)
    assert.equal(groups.reduce((sum, group) => sum + group.sum.fen, 0), fen) // prettier-ignore
    const unknown = unmet.filter(({ amountFen }) => amountFen === null).length
    assert.equal(groups.reduce((sum, group) => sum + group.sum.unknown, 0), unknown) // prettier-ignore
    for (const { key, needs: own, distance, measured } of groups) {
      assert.ok(own.every((need) => blockerKey(need) === key))
      const known = own.flatMap(({ blocker }) => (blocker.why === 'condition' && blocker.distance !== null ? [blocker.distance] : [])).sort((a, b) => a - b) // prettier-ignore
      assert.equal(measured, known.length)
      assert.equal(distance, known[Math.ceil(known.length / 2) - 1] ?? null)
    }
  })

  it('count the products that one kind of condition alone keeps apart as the engine’s coverage does', () => {
    const counts = new Map<string, number>()
    for (const { facts } of unmet) {
      for (const product of catalogue.products) {
        const rules = failing(product, facts)
        const [only] = rules
        if (only === undefined || rules.length > 1) continue
        counts.set(kindOf(only).key, (counts.get(kindOf(only).key) ?? 0) + 1)
      }
    }
    for (const { key, apart } of blockerGroups(compiled, unmet)) assert.equal(apart, counts.get(key) ?? 0, key)
  })
})

const leaf = (fact: string, op: Leaf['op'], value: Leaf['value']): Leaf => ({ fact, op, value, basis: 'published' })

describe('the distance to a threshold', () => {
  const facts = { 'enterprise.debtRatioPct': 76, 'enterprise.annualTaxWan': 10, 'need.amountWan': 100 }

  it('is in the unit of the fact, to a number or to a multiple of another fact', () => {
    assert.equal(distanceTo(leaf('enterprise.debtRatioPct', '<=', 70), facts), 6)
    assert.equal(distanceTo(leaf('need.amountWan', '<=', { of: 'enterprise.annualTaxWan', times: 7 }), facts), 30)
  })

  it('is not known where a value is not, and there is none where nothing is measured', () => {
    assert.equal(distanceTo(leaf('enterprise.debtRatioPct', '<=', 70), {}), null)
    assert.equal(distanceTo(leaf('need.amountWan', '<=', { of: 'enterprise.annualTaxWan', times: 7 }), { 'need.amountWan': 1 }), null) // prettier-ignore
    assert.equal(distanceTo(leaf('need.purpose', 'in', ['并购']), facts), null)
    assert.equal(distanceTo({ any: [leaf('enterprise.debtRatioPct', '<=', 70)] }, facts), null)
  })
})

describe('what one changed threshold would unlock', () => {
  const moved = (rule: Rule, fact: string, to: number): Rule => {
    if ('all' in rule) return { all: rule.all.map((one) => moved(one, fact, to)) }
    if ('any' in rule) return { any: rule.any.map((one) => moved(one, fact, to)) }
    if ('not' in rule) return rule
    const upper = rule.op === '<=' || rule.op === '<'
    return rule.fact === fact && upper && typeof rule.value === 'number' && rule.value < to ? leaf(fact, '<=', to) : rule // prettier-ignore
  }

  it('is what fits once every product asks for no more, and nothing that a bank asks otherwise is touched', () => {
    const fact = 'enterprise.debtRatioPct'
    const asking = whole.products.filter(({ criteria }) => leavesOf(criteria).some((one) => one.fact === fact))
    const strict: Catalogue = { ...whole, products: asking }
    const indebted = samples().flatMap(({ facts }, place) =>
      Array.from({ length: 20 }, (_one, n) => rowOf(place * 20 + n, { ...facts, [fact]: 60 + 2 * n })),
    )
    const shut = unmetOf(compileCatalogue(strict, vocabulary, deliveredSizeBands()), indebted)
    const naive: Catalogue = {
      ...strict,
      products: asking.map((one) => ({ ...one, criteria: moved(one.criteria, fact, 90) })),
    }
    const expected = shut.filter(({ facts }) => fits(naive, facts))
    const all = compileCatalogue(strict, vocabulary, deliveredSizeBands())
    const { needs: opened, sum } = unlockedBy({ fact, side: 'most', to: 90 }, all, shut)
    assert.deepEqual(opened, expected)
    assert.equal(sum.count, expected.length)
    assert.ok(
      expected.length > 3 && expected.length < shut.length,
      `${String(expected.length)} of ${String(shut.length)}`,
    )
    assert.equal(sum.fen, expected.reduce((added, { amountFen }) => added + (amountFen ?? 0), 0)) // prettier-ignore
  })

  it('is nothing when the threshold is made stricter or left', () => {
    assert.deepEqual(relaxed({ fact: 'enterprise.debtRatioPct', side: 'most', to: 1 }, catalogue), catalogue)
    assert.equal(unlockedBy({ fact: 'enterprise.debtRatioPct', side: 'most', to: 1 }, compiled, unmet).needs.length, 0)
  })

  it('reaches the amounts and terms of products too', () => {
    const wide = relaxed({ fact: 'need.amountWan', side: 'most', to: 1e9 }, catalogue)
    for (const [at, { amount }] of wide.products.entries()) {
      assert.equal(amount.maxWan, catalogue.products[at]?.amount.maxWan === null ? null : 1e9)
      assert.equal(amount.minWan, catalogue.products[at]?.amount.minWan)
    }
    const long = relaxed({ fact: 'need.termMonths', side: 'least', to: 1 }, catalogue)
    assert.ok(long.products.every(({ term }) => term.minMonths === null || term.minMonths <= 1))
  })

  it('grows with the threshold and takes in at least half a group that misses by it alone', () => {
    for (const group of blockerGroups(compiled, unmet)) {
      const change = medianChange(group)
      if (change === null) continue
      const far = unlockedBy({ ...change, to: change.side === 'most' ? 1e9 : 0 }, compiled, unmet)
      const near = unlockedBy(change, compiled, unmet)
      assert.ok(
        near.needs.every((need) => far.needs.includes(need)),
        group.key,
      )
    }
  })
})

describe('what a guarantee fund would unlock', () => {
  it('is what fits once a guarantee is offered besides', () => {
    const expected = unmet.filter(({ facts }) => {
      const kinds = (facts['need.securities'] ?? []) as readonly string[]
      return fits(catalogue, { ...facts, 'need.securities': [...new Set([...kinds, '融资担保'])] })
    })
    assert.deepEqual(unlockedByGuarantee(compiled, unmet).needs, expected)
    assert.ok(expected.length > 0)
  })
})
