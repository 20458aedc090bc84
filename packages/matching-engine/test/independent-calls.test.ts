import assert from 'node:assert/strict'
import {
  compileCatalogue,
  explainResult,
  match,
  nextQuestion,
  RANKINGS,
  rankResults,
  verdictsOf,
} from '../src/index.js'
import { formatNumber } from '../src/format-value.js'
import type { Facts, MatchResult } from '../src/index.js'
import { deliveredCatalogue, deliveredSizeBands, deliveredVocabulary } from './delivered.js'
import { enlarged, randomFacts, randomNumbers, worldOf } from './random-world.js'

const catalogue = deliveredCatalogue()
const vocabulary = deliveredVocabulary(catalogue)
const compiled = compileCatalogue(catalogue, vocabulary, deliveredSizeBands())
const world = worldOf(catalogue, vocabulary)
const asOf = '2026-11-22'

function explained(matched: MatchResult, engine = compiled) {
  return matched.results.map((result) => explainResult(engine, matched, result))
}

describe('A call with a compiled catalogue is independent of every other call', () => {
  const random = randomNumbers(41)
  const profiles: readonly Facts[] = Array.from({ length: 6 }, () => randomFacts(world, random, 0.2))

  it('explains a result the same after other profiles were matched', () => {
    const early = profiles.map((facts) => match(compiled, facts, { asOf }))
    verdictsOf(compiled, {})
    nextQuestion(compiled, {}, new Set())
    for (const matched of early) {
      const alone = compileCatalogue(catalogue, vocabulary)
      assert.deepEqual(explained(matched), explained(match(alone, matched.facts, { asOf }), alone))
    }
  })

  it('explains a result the same when other explanations come in between', () => {
    const [first, second] = profiles
    assert.ok(first && second)
    const matched = match(compiled, first, { asOf })
    const whole = explained(matched)
    const pieces = matched.results.map((result) => {
      explained(match(compiled, second, { asOf })).slice(0, 1)
      return explainResult(compiled, matched, result)
    })
    assert.deepEqual(pieces, whole)
  })

  it('distinguishes a derived value from a declared one of the same text', () => {
    const facts = { ...profiles[0], 'enterprise.sizeClass': '小型' }
    const sources = (derived: ReadonlySet<string>) => {
      const all = explained(match(compiled, facts, { asOf, derived })).flatMap((group) => group.all)
      return new Set(
        all.flatMap((node) => ('fact' in node && node.fact === 'enterprise.sizeClass' ? [node.source] : [])),
      )
    }
    assert.deepEqual(sources(new Set()), new Set(['declared']))
    assert.deepEqual(sources(new Set(['enterprise.sizeClass'])), new Set(['derived']))
    assert.deepEqual(sources(new Set()), new Set(['declared']))
  })

  it('has states of its own, which later calls leave as they are', () => {
    const [first, second] = profiles
    assert.ok(first && second)
    const { run } = match(compiled, first, { asOf })
    const before = { values: [...run.values], states: run.states.slice() }
    match(compiled, second, { asOf })
    verdictsOf(compiled, second)
    assert.deepEqual({ values: [...run.values], states: run.states }, before)
  })

  it('does not explain a match made with another compiled catalogue', () => {
    const [facts = {}] = profiles
    const matched = match(compileCatalogue(catalogue, vocabulary), facts, { asOf })
    assert.throws(() => explained(matched), /another compiled catalogue/)
  })

  it('ranks by comparing the results, whatever was ranked before', () => {
    const larger = compileCatalogue(enlarged(catalogue, 600, randomNumbers(42)), vocabulary)
    for (const facts of profiles) {
      for (const engine of [compiled, larger]) {
        for (const { id: by } of RANKINGS) {
          const { results } = match(engine, facts, { asOf, by })
          assert.deepEqual(results, rankResults([...results].reverse(), by))
        }
      }
    }
  })
})

describe('A number in a sentence', () => {
  it('has separators from a thousand on and no needless decimals', () => {
    const numbers: readonly (readonly [number, string])[] = [
      [0, '0'], [0.05, '0.05'], [0.5, '0.5'], [999.99, '999.99'], [1000, '1,000'], [1005.07, '1,005.07'],
      [1234567.1, '1,234,567.1'], [123000456, '123,000,456'], [12345.678, '12,345.678'], [-1234.5, '-1,234.5'],
      [1 / 3, '0.3333333333333333'], [1e15, '1000000000000000'],
    ] // prettier-ignore
    for (const [number, text] of numbers) assert.equal(formatNumber(number), text)
  })
})
