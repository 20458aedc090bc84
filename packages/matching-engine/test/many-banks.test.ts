import assert from 'node:assert/strict'
import {
  compileCatalogue,
  conditionsOf,
  coverage,
  evaluate,
  explainResult,
  match,
  nextQuestion,
  populationOf,
  verdictsOf,
} from '../src/index.js'
import type { Catalogue, Facts, Leaf, Rule } from '../src/index.js'
import { deliveredCatalogue, deliveredVocabulary } from './delivered.js'
import { randomNumbers } from './random-world.js'

const AS_OF = { asOf: '2026-11-22' }
const VERDICT = { pass: 'eligible', unknown: 'needs_information', fail: 'ineligible' } as const
const FACT = 'enterprise.accountBanks'

/** A catalogue of many banks: each wants an account of its own, and a few products speak of many banks at once. */
function catalogueOf(count: number): Catalogue {
  const delivered = deliveredCatalogue()
  const [bank] = delivered.banks
  const [product] = delivered.products
  assert.ok(bank && product)
  const banks = Array.from({ length: count }, (_, i) => ({ ...bank, id: `bank-${i}`, name: `第 ${i} 银行` }))
  const ids = banks.map(({ id }) => id)
  const leaf = (op: Leaf['op'], value: readonly string[]): Leaf => ({ fact: FACT, op, value, basis: 'published' })
  const far = [ids[0] ?? '', ids.at(-1) ?? '']
  const rules: readonly Rule[] = [
    ...ids.map((id) => leaf('hasAny', [id])),
    leaf('hasAny', ids),
    leaf('hasAll', ids),
    leaf('hasNone', ids),
    leaf('hasAny', far),
    leaf('hasAll', far),
    leaf('hasNone', far),
    { any: [leaf('hasAll', far), { not: leaf('hasAny', ids.slice(20)) }] },
  ]
  const products = rules.map((criteria, i) => {
    return { ...product, id: `product-${i}`, bank: ids[i % count] ?? '', criteria }
  })
  return { ...delivered, banks, products }
}

function profilesOf({ banks }: Catalogue): readonly Facts[] {
  const random = randomNumbers(31)
  const ids = banks.map(({ id }) => id)
  const some = (share: number) => ids.filter(() => random() < share)
  const held = [[], ids, ids.slice(0, 1), ids.slice(-1), [...ids.slice(0, 1), ...ids.slice(-1)]]
  const more = Array.from({ length: 60 }, (_, i) => some(i / 60))
  return [{}, ...[...held, ...more].map((members) => ({ [FACT]: members }))]
}

for (const count of [14, 30, 31, 60, 61, 70]) {
  describe(`A catalogue of ${count} banks`, () => {
    const catalogue = catalogueOf(count)
    const compiled = compileCatalogue(catalogue, deliveredVocabulary(catalogue))
    const profiles = profilesOf(catalogue)

    it('compiles, and every condition has the interpreter’s state', () => {
      for (const facts of profiles) {
        const matched = match(compiled, facts, AS_OF)
        for (const result of matched.results) {
          const rules = conditionsOf(result.product).all
          const states = rules.map((rule) => evaluate(rule, facts))
          assert.deepEqual(
            explainResult(compiled, matched, result).all.map(({ state }) => state),
            states,
            `${result.product.id} ${JSON.stringify(facts)}`,
          )
          assert.equal(result.verdict, VERDICT[evaluate({ all: rules }, facts)])
          assert.equal(result.unknown, states.filter((state) => state === 'unknown').length)
        }
      }
    })

    it('counts one profile and a whole population as the interpreter does', () => {
      const expected = catalogue.products.map((product) =>
        profiles.map((facts) => evaluate(conditionsOf(product), facts)),
      )
      const counted = coverage(compiled, populationOf(profiles))
      expected.forEach((states, i) => {
        assert.equal(counted.ineligible[i], states.filter((state) => state === 'fail').length)
        assert.equal(counted.needsInformation[i], states.filter((state) => state === 'unknown').length)
      })
      profiles.forEach((facts, i) => {
        const failing = expected.filter((states) => states[i] === 'fail').length
        assert.equal(verdictsOf(compiled, facts).ineligible, failing)
      })
    })

    it('still knows what to ask next', () => {
      assert.notEqual(nextQuestion(compiled, {}, new Set()), null)
    })
  })
}
