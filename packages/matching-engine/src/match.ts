import { failsOnAmountAlone } from './amount-alone.js'
import { amountOnOffer, coverageOfNeed } from './amount-on-offer.js'
import type { CompiledCatalogue } from './compile.js'
import { allSentence } from './explain-group.js'
import { placeOfFact } from './fact-values.js'
import { groupState } from './group-state.js'
import { FAIL } from './program.js'
import { DEFAULT_RANKING } from './rank.js'
import type { Ranking } from './rank.js'
import { rankPlaces } from './rank-places.js'
import { runProfile } from './run-profile.js'
import { greenScore, known, yearlyCostPct } from './score.js'
import type { Need } from './score.js'
import type { Facts, FactValue, GroupNode, MatchResult, ProductResult } from './types.js'

export type MatchOptions = {
  /** The day the facts stand for, YYYY-MM-DD. */
  readonly asOf: string
  /** Which of the facts were derived, not given. */
  readonly derived?: ReadonlySet<string>
  /** Order of the results; the all-in cost when left out. */
  readonly by?: Ranking
}

const NOTHING_DERIVED: ReadonlySet<string> = new Set()
const TERM_PLACE = placeOfFact('need.termMonths')

/** Every product's verdict for one profile, in rank order. `facts` are the full facts, derived ones included. */
export function match(compiled: CompiledCatalogue, facts: Facts, options: MatchOptions): MatchResult {
  const { values } = runProfile(compiled, facts)
  const need: Need = { amountWan: numeric(values[compiled.amountPlace]), termMonths: numeric(values[TERM_PLACE]) }
  const by = options.by ?? DEFAULT_RANKING
  tally(compiled, need)
  const results: ProductResult[] = []
  for (const index of rankPlaces(compiled.keys, compiled.order(by), by)) {
    results.push(resultOf(compiled, index, need, results.length + 1))
  }
  return { asOf: options.asOf, facts, derived: options.derived ?? NOTHING_DERIVED, results }
}

function numeric(value: FactValue | undefined): number {
  return typeof value === 'number' ? value : NaN
}

/** Counts every product's conditions and writes down what it is ranked by. */
function tally(compiled: CompiledCatalogue, need: Need): void {
  const { products, numbers, starts, keys, tallies, run } = compiled
  const { states, values } = run
  let at = 0
  for (let place = 0; place < products.length; place += 1) {
    const product = products[place]
    if (product === undefined) continue
    let failing = 0
    let unknown = 0
    for (const end = starts[place + 1] ?? 0; at < end; at += 1) {
      const state = states[numbers[at] ?? 0] ?? 0
      failing += state & FAIL
      unknown += state >> 1
    }
    const { offer, terms, greenClass } = product
    const amountWan = amountOnOffer(offer, values)
    tallies.failing[place] = failing
    tallies.unknown[place] = unknown
    tallies.amountWan[place] = amountWan
    keys.group[place] = failing > 0 ? failing + 1 : unknown > 0 ? 1 : 0
    keys.coverage[place] = -known(coverageOfNeed(amountWan, need.amountWan), -Infinity)
    if (terms.fees.length > 0) keys.cost[place] = known(yearlyCostPct(terms, amountWan, need), Infinity)
    if (greenClass >= 0) keys.green[place] = -greenScore(terms, states[greenClass])
  }
}

function resultOf(compiled: CompiledCatalogue, index: number, need: Need, rank: number) {
  const { products, keys, tallies } = compiled
  const compiledProduct = products[index]
  if (compiledProduct === undefined) throw new Error(`no product at place ${index}`)
  const failing = tallies.failing[index] ?? 0
  const unknown = tallies.unknown[index] ?? 0
  const amount = tallies.amountWan[index] ?? NaN
  const coveragePct = unlessInfinite(-(keys.coverage[index] ?? 0))
  const result: ProductResult = {
    product: compiledProduct.product,
    index,
    verdict: failing > 0 ? 'ineligible' : unknown > 0 ? 'needs_information' : 'eligible',
    failing,
    unknown,
    amountWan: known(amount, null),
    coveragePct,
    partial: failing > 0 && failsOnAmountAlone(compiled, compiledProduct, need.amountWan, amount),
    score: {
      costPct: unlessInfinite(keys.cost[index] ?? 0),
      days: compiledProduct.terms.days,
      coveragePct,
      green: Math.abs(keys.green[index] ?? 0),
    },
    rank,
  }
  return result
}

function unlessInfinite(key: number): number | null {
  return Math.abs(key) === Infinity ? null : key
}

/** The conditions of one result, each with state, value, bound and sentence, as the children of one `all`. */
export function explainResult(
  compiled: CompiledCatalogue,
  matched: MatchResult,
  result: Pick<ProductResult, 'index'>,
): Extract<GroupNode, { readonly all: unknown }> {
  const product = compiled.products[result.index]
  if (product === undefined) throw new Error(`no product at place ${result.index}`)
  if (compiled.run.facts !== matched.facts) runProfile(compiled, matched.facts)
  const all = compiled.explainer.nodes(product.explained(), matched, compiled.run)
  const state = groupState('all', all)
  return { all, state, sentence: allSentence(state, all) }
}
