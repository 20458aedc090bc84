import { amountOnOffer, coverageOfNeed } from './amount-on-offer.js'
import type { CompiledCatalogue, CompiledProduct } from './compile.js'
import { evaluate } from './evaluate.js'
import { allSentence, explainAll, groupState } from './explain.js'
import { FAIL, PASS, UNKNOWN } from './program.js'
import { compareResults, DEFAULT_RANKING } from './rank.js'
import type { Ranking } from './rank.js'
import { runProgram } from './run-program.js'
import { scoreOf } from './score.js'
import type { Facts, GroupNode, MatchResult, ProductResult, State, Verdict } from './types.js'

export type MatchOptions = {
  /** The day the facts stand for, YYYY-MM-DD. */
  readonly asOf: string
  /** Which of the facts were derived, not given. */
  readonly derived?: ReadonlySet<string>
  /** Order of the results; the all-in cost when left out. */
  readonly by?: Ranking
}

const NOTHING_DERIVED: ReadonlySet<string> = new Set()

const COMPARE = {
  cost: (a: ProductResult, b: ProductResult) => compareResults(a, b, 'cost'),
  speed: (a: ProductResult, b: ProductResult) => compareResults(a, b, 'speed'),
  amount: (a: ProductResult, b: ProductResult) => compareResults(a, b, 'amount'),
  green: (a: ProductResult, b: ProductResult) => compareResults(a, b, 'green'),
} as const satisfies Record<Ranking, unknown>

type Unranked = { -readonly [K in keyof ProductResult]: ProductResult[K] }

/** Every product's verdict for one profile, in rank order. `facts` are the full facts, derived ones included. */
export function match(compiled: CompiledCatalogue, facts: Facts, options: MatchOptions): MatchResult {
  const { products, program, states } = compiled
  runProgram(program, facts, states)
  const results: Unranked[] = []
  for (const product of products) results.push(resultOf(compiled, product, facts))
  const by = options.by ?? DEFAULT_RANKING
  const ranked = inGroups(results, compiled.order(by))
  ranked.sort(COMPARE[by])
  let rank = 0
  for (const result of ranked) result.rank = rank += 1
  return { asOf: options.asOf, facts, derived: options.derived ?? NOTHING_DERIVED, results: ranked }
}

function resultOf(compiled: CompiledCatalogue, compiledProduct: CompiledProduct, facts: Facts): Unranked {
  const { states } = compiled
  const { product, index, numbers, greenClass } = compiledProduct
  let failing = 0
  let unknown = 0
  const count = numbers.length
  for (let i = 0; i < count; i += 1) {
    const state = states[numbers[i] ?? 0] ?? 0
    failing += state & FAIL
    unknown += state >> 1
  }
  const amountWan = amountOnOffer(product, facts)
  const coveragePct = coverageOfNeed(amountWan, facts)
  return {
    product,
    index,
    verdict: verdictOf(failing, unknown),
    failing,
    unknown,
    amountWan,
    coveragePct,
    partial: failing > 0 && failsOnAmountAlone(compiled, compiledProduct, facts, amountWan),
    score: scoreOf(
      product,
      facts,
      { amountWan, coveragePct },
      greenClass < 0 ? undefined : stateName(states[greenClass]),
    ),
    rank: 0,
  }
}

/** The name of a state number. */
export function stateName(code: number | undefined): State {
  return code === PASS ? 'pass' : code === UNKNOWN ? 'unknown' : 'fail'
}

function verdictOf(failing: number, unknown: number): Verdict {
  return failing > 0 ? 'ineligible' : unknown > 0 ? 'needs_information' : 'eligible'
}

/** Whether nothing fails any more once the need is lowered to the amount on offer (可部分满足). */
function failsOnAmountAlone(
  { onAmount, states }: CompiledCatalogue,
  { conditions, numbers }: CompiledProduct,
  facts: Facts,
  amountWan: number | null,
): boolean {
  const need = facts['need.amountWan']
  if (amountWan === null || amountWan <= 0 || typeof need !== 'number' || need <= amountWan) return false
  for (const number of numbers) if (states[number] === FAIL && onAmount[number] === 0) return false
  const lowered = { ...facts, 'need.amountWan': amountWan }
  return conditions.every((rule, i) => onAmount[numbers[i] ?? -1] === 0 || evaluate(rule, lowered) !== 'fail')
}

/**
 * Results in the groups they are ranked in, each group already in the order the catalogue alone gives, so that the
 * sort that follows has little left to do.
 */
function inGroups(results: readonly Unranked[], order: readonly number[]): Unranked[] {
  const groups: Unranked[][] = []
  for (const index of order) {
    const result = results[index]
    if (result === undefined) continue
    const group = result.failing > 0 ? result.failing + 1 : result.unknown > 0 ? 1 : 0
    const members = groups[group]
    if (members === undefined) groups[group] = [result]
    else members.push(result)
  }
  const sorted: Unranked[] = []
  for (const members of groups) if (members !== undefined) for (const result of members) sorted.push(result)
  return sorted
}

/** The conditions of one result, each with state, value, bound and sentence, as the children of one `all`. */
export function explainResult(
  compiled: CompiledCatalogue,
  matched: MatchResult,
  result: Pick<ProductResult, 'index'>,
): Extract<GroupNode, { readonly all: unknown }> {
  const product = compiled.products[result.index]
  if (product === undefined) throw new Error(`no product at place ${result.index}`)
  const all = explainAll(product.explainers(), matched)
  const state = groupState('all', all)
  return { all, state, sentence: allSentence(state, all) }
}
