import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { shippedCatalogueFile } from '../../src/catalogue/index.js'
import { decide } from '../../src/matching/use-cases/decide.js'
import {
  compileCatalogue,
  FACTS,
  parseFacts,
  type Catalogue,
  type CompiledCatalogue,
  type Facts,
} from '@lueqiao/matching-engine'
import { factsOf, withAnswer, type Answer } from '../../src/matching/rules/questionnaire.js'
import { interimResult } from '../../src/matching/rules/interim-result.js'
import { sampleFacts } from '../journeys/answering.js'
import { shippedReference } from '../reference/tables.js'

const asOf = '2026-11-22'
const samples = ['agro-processor-8th-division', 'solar-4.6GW', 'micro-firm'].map(sampleFacts)

/** A profile made of two samples, with some facts not known. */
const aProfile = fc
  .tuple(
    fc.constantFrom(...samples),
    fc.constantFrom(...samples),
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: FACTS.length, maxLength: FACTS.length }),
  )
  .map(([one, other, dice]): Facts => {
    const picked = FACTS.flatMap(({ name }, place) => {
      const roll = dice[place] ?? 0
      const value = roll < 6 ? one[name] : roll < 9 ? other[name] : undefined
      return value === undefined ? [] : [[name, value] as const]
    })
    return Object.fromEntries(picked)
  })

describe('standing of a questionnaire', () => {
  let compiled: CompiledCatalogue
  before(async () => {
    const reference = await shippedReference()
    const content = JSON.parse(readFileSync(shippedCatalogueFile, 'utf8')) as Catalogue
    const catalogue = { ...content, version: 'shipped' }
    compiled = compileCatalogue(catalogue, reference.vocabulary(content.banks), reference.sizeBands)
  })

  const verdictsOf = (facts: Facts) => {
    const parsed = parseFacts(facts, compiled.vocabulary)
    assert.ok(parsed.ok)
    const { results } = decide({ compiled }, parsed.facts, asOf).record
    return new Map(results.map((result) => [result.product, result.verdict]))
  }

  it('ends, asks nothing twice, and ends with the verdicts of the full profile', () => {
    fc.assert(
      fc.property(aProfile, (profile) => {
        let answers: readonly Answer[] = []
        for (;;) {
          const { next, eligible, open, ineligible, total } = interimResult(compiled, answers, asOf)
          assert.equal(eligible + open + ineligible, total)
          if (!next) break
          assert.ok(!answers.some((answer) => answer.fact === next.fact), `${next.fact} is asked twice`)
          const value = profile[next.fact]
          const fact = next.fact
          answers = withAnswer(
            answers,
            value === undefined ? { fact, state: 'declined' } : { fact, state: 'known', value },
          )
        }
        assert.deepEqual(verdictsOf(factsOf(answers)), verdictsOf(profile))
      }),
      { numRuns: 12, seed: 20261122 },
    )
  })

  it('does not depend on the order of the answers, and neither does the record', () => {
    const known = Object.entries(sampleFacts('solar-4.6GW')).map(([fact, value]): Answer => ({
      fact,
      state: 'known',
      value,
    }))
    const recordOf = (answers: readonly Answer[]) => {
      const parsed = parseFacts(factsOf(answers), compiled.vocabulary)
      assert.ok(parsed.ok)
      return decide({ compiled }, parsed.facts, asOf).text
    }
    const expected = recordOf(known)
    fc.assert(
      fc.property(fc.shuffledSubarray(known, { minLength: known.length }), (shuffled) => {
        assert.equal(recordOf(shuffled.reduce(withAnswer, [] as readonly Answer[])), expected)
      }),
      { numRuns: 20, seed: 20261122 },
    )
  })

  it('asks first what settles most, and says so before anything is answered', () => {
    const { next, open, total } = interimResult(compiled, [], asOf)
    assert.equal(open, total)
    assert.ok(next && next.settles > 0 && next.using > 0)
  })
})
