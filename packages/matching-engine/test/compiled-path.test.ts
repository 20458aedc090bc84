import assert from 'node:assert/strict'
import {
  compileCatalogue,
  conditionsOf,
  coverage,
  evaluate,
  explainResult,
  match,
  populationOf,
  verdictsOf,
} from '../src/index.js'
import type { Facts, Leaf, Node, Product, Rule, State } from '../src/index.js'
import { deliveredCatalogue, deliveredSizeBands, deliveredVocabulary } from './delivered.js'
import { enlarged, randomFacts, randomNumbers, worldOf } from './random-world.js'

const catalogue = deliveredCatalogue()
const vocabulary = deliveredVocabulary(catalogue)
const world = worldOf(catalogue, vocabulary)
const AS_OF = { asOf: '2026-11-22' }
const VERDICT = { pass: 'eligible', unknown: 'needs_information', fail: 'ineligible' } as const

/** The delivered products with every operator added somewhere, nested three deep, negated and relative. */
function everyOperator(random: () => number): readonly Product[] {
  const leaf = (fact: string, op: Leaf['op'], value: Leaf['value']): Leaf => ({ fact, op, value, basis: 'published' })
  const extra: readonly Rule[] = [
    leaf('enterprise.patents', '=', 1),
    leaf('enterprise.patents', '!=', 5),
    leaf('enterprise.patents', 'in', [1, 5, 10]),
    leaf('enterprise.legalRepAge', 'notIn', [18, 65]),
    leaf('enterprise.netProfitWan', '<', { of: 'enterprise.annualTaxWan', times: 3 }),
    leaf('enterprise.loanBalanceWan', '>=', { of: 'enterprise.totalAssetsWan', times: 0.1 }),
    leaf('enterprise.loanBalanceWan', '>', { of: 'enterprise.annualRevenueWan', times: 1 }),
    leaf('need.amountWan', '=', { of: 'need.securityValueWan', times: 1 }),
    leaf('need.amountWan', '!=', { of: 'need.securityValueWan', times: 1 }),
    leaf('enterprise.industry', '=', '4416'),
    leaf('enterprise.industry', 'notIn', ['4416', '1373']),
    leaf('enterprise.industry', 'prefixIn', ['44', '441', '4416', '13']),
    leaf('need.greenCode', '!=', ''),
    leaf('need.greenCode', 'in', ['4.2', '4.2.1', '']),
    leaf('need.greenCode', 'prefixIn', ['4', '4.2', '1.3.1']),
    leaf('need.securities', 'hasNone', ['房产', '股权']),
    leaf('enterprise.accountBanks', 'hasAll', ['abc', 'icbc']),
    leaf('enterprise.dishonest', '!=', true),
    leaf('enterprise.sizeClass', '!=', '大型'),
  ]
  const pick = () => extra[Math.floor(random() * extra.length)] ?? leaf('enterprise.patents', '>=', 0)
  return catalogue.products.map((product) => ({
    ...product,
    criteria: {
      all: [
        product.criteria,
        pick(),
        { any: [pick(), { all: [pick(), { not: { any: [pick(), pick()] } }] }] },
        { not: { all: [pick(), pick()] } },
      ],
    },
  }))
}

function* profiles(count: number, missing: number, seed: number): Generator<Facts> {
  const random = randomNumbers(seed)
  for (let i = 0; i < count; i += 1) yield randomFacts(world, random, missing)
}

const count = (states: readonly unknown[], state: State) => states.filter((each) => each === state).length

/** Holds a node and everything below it against the interpreter; answers how many states were compared. */
function compareStates(node: Node | undefined, rule: Rule, facts: Facts): number {
  assert.ok(node)
  const state = evaluate(rule, facts)
  if (node.state !== state) assert.fail(`${node.state}, not ${state}: ${JSON.stringify({ rule, facts })}`)
  const rules = 'all' in rule ? rule.all : 'any' in rule ? rule.any : 'not' in rule ? [rule.not] : []
  const nodes = 'all' in node ? node.all : 'any' in node ? node.any : 'not' in node ? node.not : []
  assert.equal(nodes.length, rules.length)
  return rules.reduce((sum, child, i) => sum + compareStates(nodes[i], child, facts), 1)
}

describe('The compiled path', () => {
  it('gives the interpreter’s verdict and counts on a million random pairs with nested groups and relative bounds', function () {
    this.timeout(60_000)
    const random = randomNumbers(1)
    const larger = enlarged({ ...catalogue, products: everyOperator(random) }, 2000, random)
    const compiled = compileCatalogue(larger, vocabulary)
    const distinct = new Map<string, Rule>()
    const shared = (rule: Rule): Rule => {
      const key = JSON.stringify(rule)
      const known = distinct.get(key) ?? rule
      distinct.set(key, known)
      return known
    }
    const rules = larger.products.map((product) => conditionsOf(product).all.map(shared))
    let pairs = 0
    for (const facts of profiles(505, 0.05, 2)) {
      const stateOf = new Map([...distinct.values()].map((rule) => [rule, evaluate(rule, facts)]))
      for (const { index, verdict, failing, unknown, product } of match(compiled, facts, AS_OF).results) {
        const states = (rules[index] ?? []).map((rule) => stateOf.get(rule))
        const state = states.includes('fail') ? 'fail' : states.includes('unknown') ? 'unknown' : 'pass'
        const [fails, open] = [count(states, 'fail'), count(states, 'unknown')]
        if (verdict !== VERDICT[state] || failing !== fails || unknown !== open) {
          assert.fail(
            `${product.id}: ${verdict} ${failing} ${unknown}, not ${state} ${fails} ${open}, for ${JSON.stringify(facts)}`,
          )
        }
        pairs += 1
      }
    }
    assert.ok(pairs > 1_000_000, `${pairs} pairs`)
  })

  it('agrees with the interpreter when half of the facts are missing', () => {
    const products = everyOperator(randomNumbers(3))
    const compiled = compileCatalogue({ ...catalogue, products }, vocabulary)
    for (const facts of profiles(300, 0.5, 4)) {
      for (const { verdict, product } of match(compiled, facts, AS_OF).results) {
        assert.equal(verdict, VERDICT[evaluate(conditionsOf(product), facts)])
      }
    }
  })

  it('gives every condition, nested ones too, the interpreter’s state, and counts of what fails and what is open', () => {
    const products = everyOperator(randomNumbers(8))
    const compiled = compileCatalogue({ ...catalogue, products }, vocabulary)
    let compared = 0
    for (const missing of [0.05, 0.5]) {
      for (const facts of profiles(20, missing, 9)) {
        const matched = match(compiled, facts, AS_OF)
        for (const result of matched.results) {
          const { all } = explainResult(compiled, matched, result)
          const rules = conditionsOf(result.product).all
          const states = rules.map((rule) => evaluate(rule, facts))
          assert.equal(result.failing, count(states, 'fail'), result.product.id)
          assert.equal(result.unknown, count(states, 'unknown'), result.product.id)
          assert.equal(all.length, rules.length)
          rules.forEach((rule, i) => (compared += compareStates(all[i], rule, facts)))
        }
      }
    }
    assert.ok(compared > 50_000, `${compared} states`)
  })

  it('counts verdicts and near misses of one profile as match does', () => {
    const products = everyOperator(randomNumbers(5))
    const compiled = compileCatalogue({ ...catalogue, products }, vocabulary)
    for (const facts of profiles(200, 0.2, 6)) {
      const { results } = match(compiled, facts, AS_OF)
      const near = results.filter(({ failing }) => failing === 1).map(({ index }) => index)
      assert.deepEqual(verdictsOf(compiled, facts), {
        eligible: results.filter(({ verdict }) => verdict === 'eligible').length,
        needsInformation: results.filter(({ verdict }) => verdict === 'needs_information').length,
        ineligible: results.filter(({ verdict }) => verdict === 'ineligible').length,
        nearMisses: near.sort((a, b) => a - b),
      })
    }
  })

  it('counts a whole population from columns as match does one by one', () => {
    const compiled = compileCatalogue(catalogue, vocabulary, deliveredSizeBands())
    const population = [...profiles(1500, 0.1, 7)]
    const expected = catalogue.products.map((product) => ({
      eligible: 0,
      needs: 0,
      near: conditionsOf(product).all.map(() => 0),
    }))
    for (const facts of population) {
      for (const { index, verdict, failing, product } of match(compiled, facts, AS_OF).results) {
        const counts = expected[index]
        assert.ok(counts)
        if (verdict === 'eligible') counts.eligible += 1
        if (verdict === 'needs_information') counts.needs += 1
        if (failing !== 1) continue
        const place = conditionsOf(product).all.findIndex((rule) => evaluate(rule, facts) === 'fail')
        counts.near[place] = (counts.near[place] ?? 0) + 1
      }
    }
    const counted = coverage(compiled, populationOf(population))
    expected.forEach(({ eligible, needs, near }, i) => {
      assert.equal(counted.eligible[i], eligible)
      assert.equal(counted.needsInformation[i], needs)
      assert.equal(counted.ineligible[i], population.length - eligible - needs)
      assert.deepEqual([...(counted.aloneExcludes[i] ?? [])], near)
      assert.equal(
        counted.nearMisses[i],
        near.reduce((sum, each) => sum + each, 0),
      )
    })
  })
})
