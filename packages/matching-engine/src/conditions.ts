import type { Basis, Leaf, Product, Rule } from './types.js'

/**
 * Every condition of a product as one `all`: those that follow from its fields (purpose, amount, limits, term,
 * green class), then its criteria. A field that is null is 未公布 and imposes no condition.
 * Purposes and green classes carry no basis of their own: theirs follows the product's confidence.
 */
export function conditionsOf(product: Product): { readonly all: readonly Rule[] } {
  const criteria = 'all' in product.criteria ? product.criteria.all : [product.criteria]
  return { all: [...fieldConditions(product), ...criteria] }
}

function fieldConditions(product: Product): readonly Leaf[] {
  const { amount, term } = product
  const basis: Basis = product.confidence === 'published' ? 'published' : 'illustrative'
  const conditions: Leaf[] = [{ fact: 'need.purpose', op: 'in', value: product.purposes, basis }]
  if (amount.minWan !== null) {
    conditions.push({ fact: 'need.amountWan', op: '>=', value: amount.minWan, basis: amount.basis })
  }
  if (amount.maxWan !== null) {
    conditions.push({ fact: 'need.amountWan', op: '<=', value: amount.maxWan, basis: amount.basis })
  }
  for (const { of, times, basis: stated } of amount.limit ?? []) {
    conditions.push({ fact: 'need.amountWan', op: '<=', value: { of, times }, basis: stated })
  }
  if (term.minMonths !== null) {
    conditions.push({ fact: 'need.termMonths', op: '>=', value: term.minMonths, basis: term.basis })
  }
  if (term.maxMonths !== null) {
    conditions.push({ fact: 'need.termMonths', op: '<=', value: term.maxMonths, basis: term.basis })
  }
  if (product.greenCodes.length > 0) {
    conditions.push({ fact: 'need.greenCode', op: 'prefixIn', value: product.greenCodes, basis })
  }
  return conditions
}
