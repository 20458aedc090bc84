import { amountOnOffer, coverageOfNeed } from './amount-on-offer.js'
import type { CompiledCatalogue, CompiledProduct } from './compile.js'
import { evaluate } from './evaluate.js'
import { factOf } from './fact-spec.js'
import { groupState } from './explain.js'
import { DEFAULT_RANKING, rankResults } from './rank.js'
import type { Ranking } from './rank.js'
import { factsOfRule } from './rule-shape.js'
import { scoreOf } from './score.js'
import type { Facts, GroupNode, MatchResult, ProductResult, State, Verdict } from './types.js'

export type MatchOptions = {
  /** The day the facts stand for, YYYY-MM-DD. */
  readonly asOf: string
  readonly derived?: ReadonlySet<string>
  readonly by?: Ranking
}

const NOTHING_DERIVED: ReadonlySet<string> = new Set()

/** Every product's verdict for one profile, in rank order. `facts` are the full facts, derived ones included. */
export function match(compiled: CompiledCatalogue, facts: Facts, options: MatchOptions): MatchResult {
  const results = compiled.products.map((product) => resultOf(product, facts))
  return {
    asOf: options.asOf,
    facts,
    derived: options.derived ?? NOTHING_DERIVED,
    results: rankResults(results, options.by ?? DEFAULT_RANKING),
  }
}

function resultOf({ product, index, conditions }: CompiledProduct, facts: Facts): ProductResult {
  const states = conditions.map((condition) => evaluate(condition, facts))
  const failing = states.filter((state) => state === 'fail').length
  const unknown = states.filter((state) => state === 'unknown').length
  const amountWan = amountOnOffer(product, facts)
  const coveragePct = coverageOfNeed(amountWan, facts)
  const greenClass = conditions.findIndex((rule) => 'fact' in rule && rule.fact === 'need.greenCode')
  return {
    product,
    index,
    verdict: verdictOf(failing, unknown),
    failing,
    unknown,
    amountWan,
    coveragePct,
    partial: failing > 0 && failsOnAmountAlone(conditions, states, facts, amountWan),
    score: scoreOf(product, facts, { amountWan, coveragePct }, states[greenClass]),
    rank: 0,
  }
}

function verdictOf(failing: number, unknown: number): Verdict {
  return failing > 0 ? 'ineligible' : unknown > 0 ? 'needs_information' : 'eligible'
}

/** Whether nothing fails any more once the need is lowered to the amount on offer. */
export function failsOnAmountAlone(
  conditions: CompiledProduct['conditions'],
  states: readonly State[],
  facts: Facts,
  amountWan: number | null,
): boolean {
  const need = factOf(facts, 'need.amountWan')
  if (amountWan === null || amountWan <= 0 || typeof need !== 'number' || need <= amountWan) return false
  const onAmount = conditions.map((condition) => factsOfRule(condition).has('need.amountWan'))
  if (states.some((state, i) => state === 'fail' && onAmount[i] !== true)) return false
  const lowered = { ...facts, 'need.amountWan': amountWan }
  return conditions.every((condition, i) => onAmount[i] !== true || evaluate(condition, lowered) !== 'fail')
}

/** The conditions of one result, each with state, value, bound and sentence, as the children of one `all`. */
export function explainResult(
  compiled: CompiledCatalogue,
  matched: MatchResult,
  result: Pick<ProductResult, 'index'>,
): Extract<GroupNode, { readonly all: unknown }> {
  const compiledProduct = compiled.products[result.index]
  if (compiledProduct === undefined) throw new Error(`no product at place ${result.index}`)
  const all = compiledProduct.conditions.map((condition) => compiled.explainer(condition)(matched))
  return { all, state: groupState('all', all), sentence: '' }
}
