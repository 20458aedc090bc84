import {
  compileCatalogue,
  conditionsOf,
  coverage,
  evaluate,
  explainResult,
  match,
  populationOf,
  sha256,
  verdictsOf,
} from '../../src/matching/engine/index.js'
import type { Catalogue, CompiledCatalogue, Facts, Verdict } from '../../src/matching/engine/index.js'
import { deliveredCatalogue, deliveredSizeBands, deliveredVocabulary } from '../../test/matching/engine/delivered.js'
import { enlarged, randomFacts, randomNumbers, worldOf } from '../../test/matching/engine/random-world.js'
import { median } from '../table.js'
import type { Table } from '../table.js'
import { jsonRulesEngine } from './json-rules.js'

const AS_OF = '2026-11-22'
const MISSING = 0.05
const VERDICT = { pass: 'eligible', unknown: 'needs_information', fail: 'ineligible' } as const

/** The jobs an engine has to do fast, each checked against the plain interpreter before its time is told. */
export async function runEngineBench(): Promise<Table> {
  const random = randomNumbers(20261122)
  const catalogue = deliveredCatalogue()
  const vocabulary = deliveredVocabulary(catalogue)
  const bands = deliveredSizeBands()
  const world = worldOf(catalogue, vocabulary)
  const larger = enlarged(catalogue, 10_000, random)
  const profiles = Array.from({ length: 1000 }, () => randomFacts(world, random, MISSING))
  const compiled = compileCatalogue(catalogue, vocabulary, bands)
  const compiledLarger = compileCatalogue(larger, vocabulary, bands)
  const sums = [checkMatch(compiled, profiles.slice(0, 300)), checkVerdicts(compiledLarger, profiles.slice(0, 12))]

  const profile = cycle(profiles)
  const one = timed(4000, () => explainedMatch(compiled, profile()))
  const plain = timed(4000, () => match(compiled, profile(), { asOf: AS_OF }))
  const many = timed(1000, () => verdictsOf(compiledLarger, profile()))
  const population = Array.from({ length: 100_000 }, () => randomFacts(world, random, MISSING))
  const columns = populationOf(population)
  sums.push(checkCoverage(compiled, population.slice(0, 2000)))
  const batch = timed(5, () => coverage(compiled, columns))
  const small = timed(30, () => compiledWhole(catalogue, profiles[0]))
  const large = timed(3, () => compiledWhole(larger, profiles[0]))
  const theirs = await jsonRules(
    catalogue,
    compiled,
    cycle(Array.from({ length: 60 }, () => randomFacts(world, random))),
  )

  function compiledWhole(source: Catalogue, facts: Facts = {}) {
    return verdictsOf(compileCatalogue(source, vocabulary, bands), facts)
  }
  const ratio = (mine: number) => `${(theirs.p50 / mine).toFixed(0)} ×`
  return {
    title: 'Engine: one process, p50, 5 % of the facts missing, nested groups and relative bounds included',
    columns: ['job', 'p50', 'at least', 'aim'],
    rows: [
      ['1 profile × 110: match, rank, first 20 explained', micro(one), '80 µs', '20 µs'],
      ['1 profile × 110: match and rank', micro(plain), '', ''],
      ['1 profile × 10,000: verdicts and near misses', micro(many), '200 µs', '40 µs'],
      [
        '100,000 profiles × 110 from columns: verdicts and near misses',
        `${(batch / 1000).toFixed(3)} s`,
        '0.2 s',
        '0.05 s',
      ],
      ['compile 110 products', `${small.toFixed(1)} ms`, '40 ms', '10 ms'],
      ['compile 10,000 products', `${large.toFixed(0)} ms`, '600 ms', '150 ms'],
      ['json-rules-engine, 1 profile × 110, verdicts only', micro(theirs.p50), '', ''],
      ['  against match and rank', ratio(plain), '100 ×', '1,000 ×'],
      ['  against match, rank, first 20 explained', ratio(one), '100 ×', '1,000 ×'],
      ['  against the batch, per profile', ratio(batch / population.length), '100 ×', '1,000 ×'],
    ],
    notes: [
      `checksum ${sha256([...sums, theirs.checksum].join(' ')).slice(0, 16)}, equal to the interpreter's answers`,
    ],
  }
}

function explainedMatch(compiled: CompiledCatalogue, facts: Facts) {
  const matched = match(compiled, facts, { asOf: AS_OF })
  return matched.results.slice(0, 20).map((result) => explainResult(compiled, matched, result))
}

/** Median milliseconds of a job, warmed up with as many runs again. */
function timed(runs: number, job: () => unknown): number {
  for (let i = 0; i < runs; i += 1) job()
  const times: number[] = []
  for (let i = 0; i < runs; i += 1) {
    const start = performance.now()
    job()
    times.push(performance.now() - start)
  }
  return median(times)
}

function cycle<T>(items: readonly T[]): () => T {
  let next = 0
  return () => items[next++ % items.length] as T
}

function micro(milliseconds: number): string {
  return `${(milliseconds * 1000).toFixed(1)} µs`
}

function interpreted(catalogue: Catalogue, facts: Facts): readonly Verdict[] {
  return catalogue.products.map((product) => VERDICT[evaluate(conditionsOf(product), facts)])
}

/** Refuses to go on when match or an explanation differs from the interpreter; answers a digest of the verdicts. */
function checkMatch(compiled: CompiledCatalogue, profiles: readonly Facts[]): string {
  return digest(profiles, (facts) => {
    const expected = interpreted(compiled.catalogue, facts)
    const matched = match(compiled, facts, { asOf: AS_OF })
    for (const result of matched.results) {
      const { state } = explainResult(compiled, matched, result)
      same(result.verdict, expected[result.index])
      same(VERDICT[state], expected[result.index])
    }
    return expected
  })
}

function checkVerdicts(compiled: CompiledCatalogue, profiles: readonly Facts[]): string {
  return digest(profiles, (facts) => {
    const expected = interpreted(compiled.catalogue, facts)
    const found = verdictsOf(compiled, facts)
    const near = compiled.catalogue.products.flatMap((product, i) => {
      const failing = conditionsOf(product).all.filter((rule) => evaluate(rule, facts) === 'fail')
      return failing.length === 1 ? [i] : []
    })
    same(found.ineligible, expected.filter((verdict) => verdict === 'ineligible').length)
    same(found.eligible, expected.filter((verdict) => verdict === 'eligible').length)
    same(found.nearMisses.join(), near.join())
    return expected
  })
}

function checkCoverage(compiled: CompiledCatalogue, profiles: readonly Facts[]): string {
  const found = coverage(compiled, populationOf(profiles))
  const eligible = compiled.products.map(() => 0)
  const ineligible = compiled.products.map(() => 0)
  const sum = digest(profiles, (facts) => {
    const expected = interpreted(compiled.catalogue, facts)
    expected.forEach((verdict, i) => {
      if (verdict === 'eligible') eligible[i] = (eligible[i] ?? 0) + 1
      if (verdict === 'ineligible') ineligible[i] = (ineligible[i] ?? 0) + 1
    })
    return expected
  })
  same([...found.eligible].join(), eligible.join())
  same([...found.ineligible].join(), ineligible.join())
  return sum
}

/** Complete profiles only: json-rules-engine has no answer for what is not known. */
async function jsonRules(catalogue: Catalogue, compiled: CompiledCatalogue, profile: () => Facts) {
  const answer = jsonRulesEngine(catalogue)
  const times: number[] = []
  let checksum = ''
  for (let i = 0; i < 60; i += 1) {
    const facts = profile()
    const start = performance.now()
    const eligible = await answer(facts)
    if (i >= 20) times.push(performance.now() - start)
    const { results } = match(compiled, facts, { asOf: AS_OF })
    for (const { verdict, product } of results) same(verdict === 'eligible', eligible.has(product.id))
    checksum = sha256(checksum + [...eligible].sort().join())
  }
  return { p50: median(times), checksum }
}

function digest(profiles: readonly Facts[], verdicts: (facts: Facts) => readonly Verdict[]): string {
  return profiles.reduce((sum, facts) => sha256(sum + verdicts(facts).join()), '')
}

function same(found: unknown, expected: unknown): void {
  if (found !== expected)
    throw new Error(`no times: the engine answered ${String(found)}, the interpreter ${String(expected)}`)
}
