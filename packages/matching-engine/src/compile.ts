import { offerOf } from './amount-on-offer.js'
import type { Offer } from './amount-on-offer.js'
import { conditionsOf } from './conditions.js'
import { explainerOf } from './explain.js'
import type { Explainer } from './explain.js'
import { placeOfFact } from './fact-values.js'
import { programOf } from './program.js'
import type { Program } from './program.js'
import type { Ranking } from './rank.js'
import { newRankKeys, rankPlaces } from './rank-places.js'
import type { RankKeys } from './rank-places.js'
import { factsOfRule } from './rule-shape.js'
import { newRun } from './run-profile.js'
import type { Run } from './run-profile.js'
import { greenScore, known, termsOf, yearlyCostPct } from './score.js'
import type { Terms } from './score.js'
import type { SizeBand } from './size-class.js'
import type { Catalogue, Product, Rule, Vocabulary } from './types.js'

export type CompiledProduct = {
  readonly product: Product
  readonly index: number
  /** The children of the top-level `all`, in the order they are shown. */
  readonly conditions: readonly Rule[]
  /** Their numbers in the program. */
  readonly numbers: Int32Array
  /** Number of the condition on the green class, -1 when there is none. */
  readonly greenClass: number
  readonly offer: Offer
  readonly terms: Terms
  /** The conditions' numbers among the explained ones, given when first asked for. */
  readonly explained: () => Int32Array
}

/** How many conditions of each product fail and are not known, and its amount on offer in 万元, by place. */
export type Tallies = {
  readonly failing: Int32Array
  readonly unknown: Int32Array
  readonly amountWan: Float64Array
}

/** A catalogue version made ready to be matched: make it once per version and keep it. */
export type CompiledCatalogue = {
  readonly catalogue: Catalogue
  readonly vocabulary: Vocabulary
  readonly sizeBands: readonly SizeBand[]
  readonly products: readonly CompiledProduct[]
  readonly program: Program
  /** 1 for every condition that reads need.amountWan. */
  readonly onAmount: Uint8Array
  /** Products in the order of each ranking as far as the catalogue alone decides it. */
  readonly order: (by: Ranking) => Int32Array
  /** The conditions of all products one after the other, and where each product's begin. */
  readonly numbers: Int32Array
  readonly starts: Int32Array
  /** What the products are ranked by and what was counted for the profile last matched. */
  readonly keys: RankKeys
  readonly tallies: Tallies
  /** Place of need.amountWan among the values of a profile. */
  readonly amountPlace: number
  /** The states of the profile last asked about; every use runs its profile first or makes sure that it is the last. */
  readonly run: Run
  readonly explainer: Explainer
}

/** Prepares a validated catalogue. `sizeBands` lets the questionnaire ask for what a size class follows from. */
export function compileCatalogue(
  catalogue: Catalogue,
  vocabulary: Vocabulary,
  sizeBands: readonly SizeBand[] = [],
): CompiledCatalogue {
  const conditions = catalogue.products.map((product) => conditionsOf(product).all)
  const program = programOf(conditions.flat())
  const explainer = explainerOf(program, vocabulary)
  const products = catalogue.products.map((product, index) =>
    compileProduct(product, index, conditions[index] ?? [], program, explainer),
  )
  const size = products.length
  const starts = new Int32Array(size + 1)
  products.forEach(({ numbers }, i) => (starts[i + 1] = (starts[i] ?? 0) + numbers.length))
  const joined = new Int32Array(starts[size] ?? 0)
  products.forEach(({ numbers }, i) => joined.set(numbers, starts[i] ?? 0))
  return {
    catalogue,
    vocabulary,
    sizeBands,
    products,
    program,
    onAmount: Uint8Array.from(program.rules, (rule) => (factsOfRule(rule).has('need.amountWan') ? 1 : 0)),
    order: orders(products),
    numbers: joined,
    starts,
    keys: fixedKeys(products),
    tallies: {
      failing: new Int32Array(size),
      unknown: new Int32Array(size),
      amountWan: new Float64Array(size),
    },
    amountPlace: placeOfFact('need.amountWan'),
    run: newRun(program),
    explainer,
  }
}

function compileProduct(
  product: Product,
  index: number,
  conditions: readonly Rule[],
  program: Program,
  explainer: Explainer,
): CompiledProduct {
  const greenClass = product.greenCodes.length > 0 ? conditions.findIndex(isGreenClass) : -1
  const numbers = Int32Array.from(conditions, program.numberOf)
  let explained: Int32Array | undefined
  return {
    product,
    index,
    conditions,
    numbers,
    greenClass: numbers[greenClass] ?? -1,
    offer: offerOf(product),
    terms: termsOf(product),
    explained: () => (explained ??= Int32Array.from(conditions, explainer.numberOf)),
  }
}

function isGreenClass(rule: Rule): boolean {
  return 'fact' in rule && rule.fact === 'need.greenCode'
}

/** The orders, each made when first asked for. */
function orders(products: readonly CompiledProduct[]): (by: Ranking) => Int32Array {
  const made = new Map<Ranking, Int32Array>()
  return (by) => {
    const before = made.get(by)
    if (before !== undefined) return before
    const places = Int32Array.from(products, ({ index }) => index)
    const order = rankPlaces(fixedKeys(products), places, by)
    made.set(by, order)
    return order
  }
}

/** Keys filled in as far as the catalogue alone gives them. */
function fixedKeys(products: readonly CompiledProduct[]): RankKeys {
  const most = products.reduce((length, { numbers }) => Math.max(length, numbers.length), 0)
  const keys = newRankKeys(
    products.map(({ product }) => product.id),
    most,
  )
  products.forEach(({ terms, index }) => {
    keys.cost[index] = known(yearlyCostPct(terms, NaN, { amountWan: NaN, termMonths: NaN }), Infinity)
    keys.days[index] = terms.days ?? Infinity
    keys.coverage[index] = Infinity
    keys.green[index] = -greenScore(terms, undefined)
  })
  return keys
}
