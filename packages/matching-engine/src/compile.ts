import { offerOf } from './amount-on-offer.js'
import type { Offer } from './amount-on-offer.js'
import { conditionsOf } from './conditions.js'
import { explainerOf } from './explain.js'
import type { Explainer } from './explain.js'
import { factIndex } from './fact-values.js'
import { programOf } from './program.js'
import type { Program } from './program.js'
import type { Ranking } from './rank.js'
import { fixedKeys, newRankKeys, rankProducts } from './rank-products.js'
import type { FixedKeys } from './rank-products.js'
import { factsOfRule } from './rule-shape.js'
import { termsOf } from './score.js'
import type { Terms } from './score.js'
import type { SizeBand } from './size-class.js'
import type { Catalogue, Product, Rule, Vocabulary } from './types.js'

export type CompiledProduct = {
  readonly product: Product
  readonly index: number
  /** The children of the top-level `all`, in display order. */
  readonly conditions: readonly Rule[]
  /** Their numbers in the program. */
  readonly numbers: Int32Array
  /** Number of the condition on the green class, -1 when there is none. */
  readonly greenCondition: number
  readonly offer: Offer
  readonly terms: Terms
  /** The conditions' numbers among the explained ones, given when first asked for. */
  readonly explained: () => Int32Array
}

/**
 * A catalogue version prepared for matching. Compile each version once and keep the result: calls do not change it,
 * apart from caches of what depends on the catalogue alone.
 */
export type CompiledCatalogue = {
  readonly catalogue: Catalogue
  readonly vocabulary: Vocabulary
  readonly sizeBands: readonly SizeBand[]
  readonly products: readonly CompiledProduct[]
  readonly program: Program
  /** By condition: 1 when it reads need.amountWan. */
  readonly readsAmount: Uint8Array
  /** Products in the order of a ranking, as far as the catalogue alone determines it. */
  readonly order: (by: Ranking) => Int32Array
  /** The conditions of all products in sequence, and where those of each product begin. */
  readonly numbers: Int32Array
  readonly starts: Int32Array
  /** The rank keys as far as the catalogue alone determines them. */
  readonly keys: FixedKeys
  /** Index of need.amountWan among the values of a profile. */
  readonly amountIndex: number
  readonly explainer: Explainer
}

/** Compiles a validated catalogue. With `sizeBands` the questionnaire can ask for what a size class is derived from. */
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
  const keys = fixedKeys(products)
  return {
    catalogue,
    vocabulary,
    sizeBands,
    products,
    program,
    readsAmount: Uint8Array.from(program.rules, (rule) => (factsOfRule(rule).has('need.amountWan') ? 1 : 0)),
    order: orders(products, keys),
    numbers: joined,
    starts,
    keys,
    amountIndex: factIndex('need.amountWan'),
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
    greenCondition: numbers[greenClass] ?? -1,
    offer: offerOf(product),
    terms: termsOf(product),
    explained: () => (explained ??= Int32Array.from(conditions, explainer.numberOf)),
  }
}

function isGreenClass(rule: Rule): boolean {
  return 'fact' in rule && rule.fact === 'need.greenCode'
}

/** The order of each ranking, cached when first needed. */
function orders(products: readonly CompiledProduct[], keys: FixedKeys): (by: Ranking) => Int32Array {
  const cache = new Map<Ranking, Int32Array>()
  const catalogueOrder = Int32Array.from(products, ({ index }) => index)
  return (by) => {
    const known = cache.get(by)
    if (known !== undefined) return known
    const order = rankProducts(newRankKeys(keys), catalogueOrder, by)
    cache.set(by, order)
    return order
  }
}
