import { conditionsOf } from './conditions.js'
import { explainerFactory } from './explain.js'
import type { Explainer } from './explain.js'
import type { SizeBand } from './size-class.js'
import type { Catalogue, Product, Rule, Vocabulary } from './types.js'

export type CompiledProduct = {
  readonly product: Product
  readonly index: number
  readonly conditions: readonly Rule[]
}

/** A catalogue version made ready to be matched: make it once per version and keep it. */
export type CompiledCatalogue = {
  readonly catalogue: Catalogue
  readonly vocabulary: Vocabulary
  readonly sizeBands: readonly SizeBand[]
  readonly products: readonly CompiledProduct[]
  readonly explainer: (rule: Rule) => Explainer
}

/** Prepares a validated catalogue. `sizeBands` lets the questionnaire ask for what a size class follows from. */
export function compileCatalogue(
  catalogue: Catalogue,
  vocabulary: Vocabulary,
  sizeBands: readonly SizeBand[] = [],
): CompiledCatalogue {
  const products = catalogue.products.map((product, index) => ({
    product,
    index,
    conditions: conditionsOf(product).all,
  }))
  return { catalogue, vocabulary, sizeBands, products, explainer: explainerFactory(vocabulary) }
}
