import { conditionsOf } from './conditions.js'
import { explainerFactory } from './explain.js'
import type { Explainer } from './explain.js'
import { programOf } from './program.js'
import type { Program } from './program.js'
import { compareScores } from './rank.js'
import type { Ranking } from './rank.js'
import { factsOfRule } from './rule-shape.js'
import { scoreOf } from './score.js'
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
  /** Explainers of the conditions, made when first asked for. */
  readonly explainers: () => readonly Explainer[]
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
  readonly order: (by: Ranking) => readonly number[]
  /** A field of states to be used within one call and left behind. */
  readonly states: Uint8Array
}

/** Prepares a validated catalogue. `sizeBands` lets the questionnaire ask for what a size class follows from. */
export function compileCatalogue(
  catalogue: Catalogue,
  vocabulary: Vocabulary,
  sizeBands: readonly SizeBand[] = [],
): CompiledCatalogue {
  const conditions = catalogue.products.map((product) => conditionsOf(product).all)
  const program = programOf(conditions.flat(), vocabulary)
  const explainer = explainerFactory(vocabulary)
  const products = catalogue.products.map((product, index) =>
    compileProduct(product, index, conditions[index] ?? [], program, explainer),
  )
  return {
    catalogue,
    vocabulary,
    sizeBands,
    products,
    program,
    onAmount: Uint8Array.from(program.rules, (rule) => (factsOfRule(rule).has('need.amountWan') ? 1 : 0)),
    order: orders(products),
    states: new Uint8Array(program.size),
  }
}

function compileProduct(
  product: Product,
  index: number,
  conditions: readonly Rule[],
  program: Program,
  explainer: (rule: Rule) => Explainer,
): CompiledProduct {
  const greenClass = product.greenCodes.length > 0 ? conditions.findIndex(isGreenClass) : -1
  const numbers = Int32Array.from(conditions, program.numberOf)
  let explainers: readonly Explainer[] | undefined
  return {
    product,
    index,
    conditions,
    numbers,
    greenClass: numbers[greenClass] ?? -1,
    explainers: () => (explainers ??= conditions.map(explainer)),
  }
}

function isGreenClass(rule: Rule): boolean {
  return 'fact' in rule && rule.fact === 'need.greenCode'
}

/** The orders, each made when first asked for. */
function orders(products: readonly CompiledProduct[]): (by: Ranking) => readonly number[] {
  const made = new Map<Ranking, readonly number[]>()
  return (by) => {
    const known = made.get(by)
    if (known !== undefined) return known
    const nothing = { amountWan: null, coveragePct: null }
    const order = products
      .map(({ product, index }) => ({ product, index, score: scoreOf(product, {}, nothing, undefined) }))
      .sort((a, b) => compareScores(a, b, by))
      .map(({ index }) => index)
    made.set(by, order)
    return order
  }
}
