import { amountOnOffer, coverageOfNeed } from './amount-on-offer.js'
import type { CompiledCatalogue } from './compile.js'
import type { Explanation } from './explain.js'
import { allSentence } from './explain-group.js'
import { factIndex } from './fact-values.js'
import { groupState } from './group-state.js'
import { failsOnAmountAlone } from './partial-match.js'
import { FAIL } from './program.js'
import type { Program } from './program.js'
import { DEFAULT_RANKING } from './rank.js'
import type { Ranking } from './rank.js'
import { newRankKeys, rankProducts } from './rank-products.js'
import type { RankKeys } from './rank-products.js'
import { runProfile } from './run.js'
import type { Run } from './run.js'
import { greenScore, known, yearlyCostPct } from './score.js'
import type { Need } from './score.js'
import type { Facts, FactValue, GroupNode, ProductResult } from './types.js'

export type MatchOptions = {
  /** The day the facts stand for, YYYY-MM-DD. */
  readonly asOf: string
  /** Which of the facts were derived, not given. */
  readonly derived?: ReadonlySet<string>
  /** Order of the results; the all-in cost when left out. */
  readonly by?: Ranking
}

/** All products in rank order, with the profile they were matched against. */
export type MatchResult = {
  /** The day the facts stand for, YYYY-MM-DD. */
  readonly asOf: string
  readonly facts: Facts
  readonly derived: ReadonlySet<string>
  readonly results: readonly ProductResult[]
  /** What the results were computed from; `explainResult` reads it. */
  readonly run: MatchRun
}

/** The run of one match: the states of all conditions, and their explanation once it is asked for. */
type MatchRun = Run & { readonly program: Program; explanation: Explanation | undefined }

/** What one match counts for every product, by index. Amounts on offer in 万元, NaN when not known. */
type Counts = {
  readonly failing: Int32Array
  readonly unknown: Int32Array
  readonly amountWan: Float64Array
  readonly keys: RankKeys
}

const NOTHING_DERIVED: ReadonlySet<string> = new Set()
const TERM_INDEX = factIndex('need.termMonths')

/** Every product's verdict for one profile, in rank order. `facts` are the full facts, derived ones included. */
export function match(compiled: CompiledCatalogue, facts: Facts, options: MatchOptions): MatchResult {
  const { program } = compiled
  const { values, states } = runProfile(program, facts)
  const run: MatchRun = { values, states, program, explanation: undefined }
  const need: Need = { amountWan: numeric(values[compiled.amountIndex]), termMonths: numeric(values[TERM_INDEX]) }
  const by = options.by ?? DEFAULT_RANKING
  const counts = count(compiled, run, need)
  const results: ProductResult[] = []
  for (const index of rankProducts(counts.keys, compiled.order(by), by)) {
    results.push(resultOf(compiled, run, counts, index, need, results.length + 1))
  }
  return { asOf: options.asOf, facts, derived: options.derived ?? NOTHING_DERIVED, results, run }
}

function numeric(value: FactValue | undefined): number {
  return typeof value === 'number' ? value : NaN
}

/** Counts every product's failing and unknown conditions and fills in its rank keys. */
function count(compiled: CompiledCatalogue, { states, values }: Run, need: Need): Counts {
  const { products, numbers, starts } = compiled
  const keys = newRankKeys(compiled.keys)
  const size = products.length
  const buffer = new ArrayBuffer(size * 16)
  const amounts = new Float64Array(buffer, 0, size)
  const failures = new Int32Array(buffer, size * 8, size)
  const unknowns = new Int32Array(buffer, size * 12, size)
  let at = 0
  for (let index = 0; index < products.length; index += 1) {
    const product = products[index]
    if (product === undefined) continue
    let failing = 0
    let unknown = 0
    for (const end = starts[index + 1] ?? 0; at < end; at += 1) {
      const state = states[numbers[at] ?? 0] ?? 0
      failing += state & FAIL
      unknown += state >> 1
    }
    const { offer, terms, greenCondition } = product
    const amountWan = amountOnOffer(offer, values)
    failures[index] = failing
    unknowns[index] = unknown
    amounts[index] = amountWan
    keys.group[index] = failing > 0 ? failing + 1 : unknown > 0 ? 1 : 0
    keys.coverage[index] = -known(coverageOfNeed(amountWan, need.amountWan), -Infinity)
    if (terms.fees.length > 0) keys.cost[index] = known(yearlyCostPct(terms, amountWan, need), Infinity)
    if (greenCondition >= 0) keys.green[index] = -greenScore(terms, states[greenCondition])
  }
  return { failing: failures, unknown: unknowns, amountWan: amounts, keys }
}

function resultOf(
  compiled: CompiledCatalogue,
  run: Run,
  counts: Counts,
  index: number,
  need: Need,
  rank: number,
): ProductResult {
  const { keys } = counts
  const product = compiled.products[index]
  if (product === undefined) throw new Error(`no product has the index ${index}`)
  const failing = counts.failing[index] ?? 0
  const unknown = counts.unknown[index] ?? 0
  const amount = counts.amountWan[index] ?? NaN
  const coveragePct = unlessInfinite(-(keys.coverage[index] ?? 0))
  return {
    product: product.product,
    index,
    verdict: failing > 0 ? 'ineligible' : unknown > 0 ? 'needs_information' : 'eligible',
    failing,
    unknown,
    amountWan: known(amount, null),
    coveragePct,
    partial: failing > 0 && failsOnAmountAlone(compiled, run, product, need.amountWan, amount),
    score: {
      costPct: unlessInfinite(keys.cost[index] ?? 0),
      days: product.terms.days,
      coveragePct,
      green: Math.abs(keys.green[index] ?? 0),
    },
    rank,
  }
}

function unlessInfinite(key: number): number | null {
  return Math.abs(key) === Infinity ? null : key
}

/**
 * The conditions of one result, each with state, value, bound and sentence, as the children of one `all`. `compiled`
 * is the catalogue that `matched` came from; any other throws.
 */
export function explainResult(
  compiled: CompiledCatalogue,
  { run, derived }: Pick<MatchResult, 'run' | 'derived'>,
  { index }: Pick<ProductResult, 'index'>,
): Extract<GroupNode, { readonly all: unknown }> {
  if (run.program !== compiled.program) throw new Error('the match was made with another compiled catalogue')
  const product = compiled.products[index]
  if (product === undefined) throw new Error(`no product has the index ${index}`)
  const { explainer } = compiled
  const all = explainer.nodes(product.explained(), (run.explanation ??= explainer.begin(run, derived)))
  const state = groupState('all', all)
  return { all, state, sentence: allSentence(state, all) }
}
