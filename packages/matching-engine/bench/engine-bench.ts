import {
  compileCatalogue,
  conditionsOf,
  coverage,
  evaluate,
  explainLeaf,
  explainResult,
  match,
  nextQuestion,
  populationOf,
  sha256,
  verdictsOf,
} from '../src/index.js'
import type { Catalogue, CompiledCatalogue, Facts, Node, Rule, Verdict } from '../src/index.js'
import { deliveredCatalogue, deliveredSizeBands, deliveredVocabulary } from '../test/delivered.js'
import { enlarged, randomFacts, randomNumbers, worldOf } from '../test/random-world.js'
import { median } from '../../../bench/table.js'
import type { Table } from '../../../bench/table.js'
import { jsonRulesEngine } from './json-rules.js'

const AS_OF = '2026-11-22'
const MISSING = 0.05
const VERDICT = { pass: 'eligible', unknown: 'needs_information', fail: 'ineligible' } as const

/** The speed of the engine's jobs, each verified against the interpreter first. */
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
  const sums = [checkMatch(compiled, profiles.slice(0, 300)), checkVerdicts(compiledLarger, profiles.slice(0, 20))]

  const profile = cycle(profiles)
  const one = timed(60, 100, () => explainedMatch(compiled, profile()))
  const plain = timed(60, 100, () => match(compiled, profile(), { asOf: AS_OF }))
  const many = timed(40, 50, () => verdictsOf(compiledLarger, profile()))
  const question = timed(15, 10, () => nextQuestion(compiled, {}, new Set()))
  const population = Array.from({ length: 100_000 }, () => randomFacts(world, random, MISSING))
  const columns = populationOf(population)
  sums.push(checkCoverage(compiled, population.slice(0, 2000)))
  const batch = timed(7, 1, () => coverage(compiled, columns))
  const small = timed(10, 4, () => compiledWhole(catalogue, profiles[0]))
  const large = timed(3, 1, () => compiledWhole(larger, profiles[0]))
  const theirs = await jsonRules(
    catalogue,
    compiled,
    cycle(Array.from({ length: 60 }, () => randomFacts(world, random))),
  )

  function compiledWhole(source: Catalogue, facts: Facts = {}) {
    return verdictsOf(compileCatalogue(source, vocabulary, bands), facts)
  }
  const ratio = (mine: number) => `${(theirs.median / mine).toFixed(0)} ×`
  return {
    title:
      'Engine: CPU time of the process, median, 5 % of the facts missing, nested groups and relative bounds included',
    columns: ['job', 'median', 'at least', 'aim'],
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
      ['next question with nothing answered', `${question.toFixed(2)} ms`, '5 ms', ''],
      ['compile 110 products', `${small.toFixed(1)} ms`, '40 ms', '10 ms'],
      ['compile 10,000 products', `${large.toFixed(0)} ms`, '600 ms', '150 ms'],
      ['json-rules-engine, 1 profile × 110, verdicts only', micro(theirs.median), '', ''],
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

/**
 * Median CPU milliseconds of a job over `samples` runs of `jobs` each, warmed up with as many again. CPU time, with
 * that of the garbage collector's threads, because wall-clock time includes other work of the machine.
 */
function timed(samples: number, jobs: number, job: () => unknown): number {
  const times: number[] = []
  for (let i = 0; i < samples * 2; i += 1) {
    const start = process.cpuUsage()
    for (let k = 0; k < jobs; k += 1) job()
    if (i >= samples) times.push(cpuSince(start) / jobs)
  }
  return median(times)
}

function cpuSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
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

/** Throws when match or an explanation differs from the interpreter; returns a digest of the verdicts. */
function checkMatch(compiled: CompiledCatalogue, profiles: readonly Facts[]): string {
  return digest(profiles, (facts) => {
    const expected = interpreted(compiled.catalogue, facts)
    const matched = match(compiled, facts, { asOf: AS_OF })
    for (const result of matched.results) {
      const { state, all } = explainResult(compiled, matched, result)
      same(result.verdict, expected[result.index])
      same(VERDICT[state], expected[result.index])
      const rules = conditionsOf(result.product).all
      all.forEach((node, i) => sameNode(node, rules[i], facts, compiled, result.rank <= 20))
    }
    return expected
  })
}

/** Checks every state against the interpreter, and every sentence against the leaf explained by itself. */
function sameNode(node: Node, rule: Rule | undefined, facts: Facts, compiled: CompiledCatalogue, worded: boolean) {
  if (rule === undefined) throw new Error('no result: a node has no rule')
  same(node.state, evaluate(rule, facts))
  if ('fact' in rule) {
    if (worded) same(node.sentence, explainLeaf(rule, facts, compiled.vocabulary).sentence)
    return
  }
  const children = 'all' in rule ? rule.all : 'any' in rule ? rule.any : [rule.not]
  const nodes = 'all' in node ? node.all : 'any' in node ? node.any : 'not' in node ? node.not : []
  same(nodes.length, children.length)
  nodes.forEach((child, i) => sameNode(child, children[i], facts, compiled, worded))
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
  const near = compiled.products.map(({ conditions }) => conditions.map(() => 0))
  const sum = digest(profiles, (facts) => {
    const expected = interpreted(compiled.catalogue, facts)
    expected.forEach((verdict, i) => {
      if (verdict === 'eligible') eligible[i] = (eligible[i] ?? 0) + 1
      if (verdict !== 'ineligible') return
      ineligible[i] = (ineligible[i] ?? 0) + 1
      const states = compiled.products[i]?.conditions.map((rule) => evaluate(rule, facts)) ?? []
      const [place, counts] = [states.indexOf('fail'), near[i]]
      if (counts && states.lastIndexOf('fail') === place) counts[place] = (counts[place] ?? 0) + 1
    })
    return expected
  })
  same([...found.eligible].join(), eligible.join())
  same([...found.ineligible].join(), ineligible.join())
  same(found.aloneExcludes.map((counts) => counts.join()).join(';'), near.map((counts) => counts.join()).join(';'))
  same([...found.nearMisses].join(), near.map((counts) => counts.reduce((a, b) => a + b, 0)).join())
  return sum
}

/** Complete profiles only: json-rules-engine cannot evaluate missing facts. */
async function jsonRules(catalogue: Catalogue, compiled: CompiledCatalogue, profile: () => Facts) {
  const answer = jsonRulesEngine(catalogue)
  const times: number[] = []
  let checksum = ''
  for (let i = 0; i < 60; i += 1) {
    const facts = profile()
    const start = process.cpuUsage()
    const eligible = await answer(facts)
    if (i >= 20) times.push(cpuSince(start))
    const { results } = match(compiled, facts, { asOf: AS_OF })
    for (const { verdict, product } of results) same(verdict === 'eligible', eligible.has(product.id))
    checksum = sha256(checksum + [...eligible].sort().join())
  }
  return { median: median(times), checksum }
}

function digest(profiles: readonly Facts[], verdicts: (facts: Facts) => readonly Verdict[]): string {
  return profiles.reduce((sum, facts) => sha256(sum + verdicts(facts).join()), '')
}

function same(found: unknown, expected: unknown): void {
  if (found !== expected)
    throw new Error(`no result: the engine answered ${String(found)}, the interpreter ${String(expected)}`)
}
