import type { Reference } from '../../reference/index.js'
import type { Bank, Catalogue, Product } from '@lueqiao/matching-engine'
import { isInstitutionDisclosed, UNDISCLOSED } from '../rules/institution.js'

/** The filters with a list of values, in the order of the page. */
export const facetNames = ['green', 'purpose', 'guarantee', 'class', 'bank', 'basis'] as const
export type FacetName = (typeof facetNames)[number]

type FacetOption = { readonly value: string; readonly label: string }
export type Facet = {
  readonly name: FacetName
  readonly legend: string
  readonly options: readonly FacetOption[]
}

type FacetRule = { readonly legend: string; readonly valuesOf: (product: Product) => readonly string[] }

/** The value of the institution filter for products whose institution no public source names. */
const undisclosed = 'undisclosed'

const rules: Readonly<Record<FacetName, FacetRule>> = {
  green: { legend: '是否绿色', valuesOf: (product) => [product.isGreen ? 'yes' : 'no'] },
  purpose: { legend: '资金用途', valuesOf: (product) => product.purposes },
  guarantee: { legend: '担保方式', valuesOf: (product) => product.guarantee },
  class: {
    legend: '绿色目录',
    valuesOf: (product) => [...new Set(product.greenCodes.map((code) => code.split('.')[0] ?? ''))],
  },
  bank: { legend: '机构', valuesOf: (product) => [isInstitutionDisclosed(product) ? product.bank : undisclosed] },
  basis: { legend: '条款依据', valuesOf: (product) => [product.confidence] },
}

const fixedLabels: Readonly<Record<string, string>> = {
  yes: '绿色产品',
  no: '其他产品',
  published: '公开条款',
  partial: '部分公开',
  illustrative: '示例条款',
  [undisclosed]: UNDISCLOSED,
}

/** The values of a facet that a product has. */
export const facetValues = (name: FacetName, product: Product): readonly string[] => rules[name].valuesOf(product)

/**
 * The facets of a catalogue with every value that occurs in it. The order does not depend on the selection: fixed values
 * and green classes have their own order, the others are sorted by their number of products.
 */
export function facetsOf(catalogue: Catalogue, greenClasses: Reference['greenClasses']): readonly Facet[] {
  const banks = new Map(catalogue.banks.map((bank) => [bank.id, bank]))
  return facetNames.map((name) => {
    const counts = new Map<string, number>()
    for (const product of catalogue.products) {
      for (const value of facetValues(name, product)) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    const values = [...counts.keys()].sort(orderOf(name, counts))
    const label = (value: string) => labelOf(name, value, banks, greenClasses)
    return { name, legend: rules[name].legend, options: values.map((value) => ({ value, label: label(value) })) }
  })
}

const fixedOrder = Object.keys(fixedLabels)

function orderOf(name: FacetName, counts: ReadonlyMap<string, number>) {
  if (name === 'class') return (a: string, b: string) => Number(a) - Number(b)
  if (name === 'green' || name === 'basis')
    return (a: string, b: string) => fixedOrder.indexOf(a) - fixedOrder.indexOf(b)
  return (a: string, b: string) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || a.localeCompare(b)
}

function labelOf(
  name: FacetName,
  value: string,
  banks: ReadonlyMap<string, Bank>,
  greenClasses: Reference['greenClasses'],
): string {
  if (name === 'bank') return banks.get(value)?.name ?? fixedLabels[value] ?? value
  if (name === 'class') return greenClasses.find(value)?.name ?? value
  return fixedLabels[value] ?? value
}
