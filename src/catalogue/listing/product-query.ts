import { parseFormNumber, type FormNumberOptions } from '../../kernel/form-number.js'
import { facetNames, type Facet, type FacetName } from './facets.js'
import { isSortOrder, defaultSortOrder, type SortOrder } from './sort-products.js'

/** The filters, search, order and page of the product list in canonical form; all of it is in the address. */
export type ProductQuery = {
  readonly q: string
  readonly chosen: Readonly<Record<FacetName, readonly string[]>>
  /** The amount wanted in 万元. */
  readonly amountWan: number | null
  readonly termMonths: number | null
  readonly sort: SortOrder
  /** From 1; a page after the last shows the last. */
  readonly page: number
}

/** A part of the address that was not used, and the message about it. */
export type QueryWarning = {
  readonly field: 'q' | 'amount' | 'term' | 'page'
  readonly typed: string
  readonly message: string
}

export type ProductQueryRead = { readonly query: ProductQuery; readonly remarks: readonly QueryWarning[] }

export const emptyQuery: ProductQuery = {
  q: '',
  chosen: { green: [], purpose: [], guarantee: [], class: [], bank: [], basis: [] },
  amountWan: null,
  termMonths: null,
  sort: defaultSortOrder,
  page: 1,
}

const MAX_SEARCH_LENGTH = 60
const amount: FormNumberOptions = { unit: '万元', min: 0.01, max: 10_000_000 }
const term: FormNumberOptions = { unit: '个月', min: 1, max: 600, whole: true }
const pageNumber: FormNumberOptions = { min: 1, max: 100_000, whole: true }

/**
 * Reads the query string. An unknown filter value is ignored; an invalid number is ignored and named in `remarks`.
 */
export function readProductQuery(raw: Readonly<Record<string, unknown>>, facets: readonly Facet[]): ProductQueryRead {
  const remarks: QueryWarning[] = []
  const number = (field: 'amount' | 'term' | 'page', label: string, options: FormNumberOptions): number | null => {
    const typed = first(raw, field)
    const read = parseFormNumber(typed, options)
    if (read.kind === 'fault')
      remarks.push({ field, typed: typed.slice(0, 40), message: `${label}没有用上：${read.reason}。` })
    return read.kind === 'number' ? read.value : null
  }
  const search = searchText(first(raw, 'q'))
  if (search.cut) {
    remarks.push({ field: 'q', typed: search.text, message: `搜索内容太长，只用了前 ${MAX_SEARCH_LENGTH} 个字。` })
  }
  const query: ProductQuery = {
    q: search.text,
    chosen: Object.fromEntries(
      facetNames.map((name) => [name, chosenValues(raw, name, facets)]),
    ) as ProductQuery['chosen'],
    amountWan: number('amount', '所需金额', amount),
    termMonths: number('term', '所需期限', term),
    sort: sortOrder(first(raw, 'sort')),
    page: number('page', '页码', pageNumber) ?? 1,
  }
  return { query, remarks }
}

/** The parameters of the address for a query; default values are left out. */
export function queryParameters(
  query: ProductQuery,
): Readonly<Record<string, string | number | readonly string[] | undefined>> {
  return {
    q: query.q,
    ...query.chosen,
    amount: query.amountWan ?? undefined,
    term: query.termMonths ?? undefined,
    sort: query.sort === defaultSortOrder ? undefined : query.sort,
    page: query.page === 1 ? undefined : query.page,
  }
}

/** The query without one chosen value, on its first page. */
export function withoutValue(query: ProductQuery, name: FacetName, value: string): ProductQuery {
  const left = query.chosen[name].filter((one) => one !== value)
  return { ...query, chosen: { ...query.chosen, [name]: left }, page: 1 }
}

/** The chosen values in the order of the facet, each once, so that one selection has one address. */
function chosenValues(
  raw: Readonly<Record<string, unknown>>,
  name: FacetName,
  facets: readonly Facet[],
): readonly string[] {
  const requested = new Set(all(raw, name))
  const facet = facets.find((one) => one.name === name)
  return facet?.options.map((option) => option.value).filter((value) => requested.has(value)) ?? []
}

function searchText(typed: string): { text: string; cut: boolean } {
  const text = typed
    .replace(/[\p{Cc}\p{Cs}\uFFFD]+/gu, ' ')
    .trim()
    .replace(/\s+/gu, ' ')
  const chars = [...text]
  return { text: chars.slice(0, MAX_SEARCH_LENGTH).join('').trim(), cut: chars.length > MAX_SEARCH_LENGTH }
}

const sortOrder = (requested: string): SortOrder => (isSortOrder(requested) ? requested : defaultSortOrder)

function all(raw: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const value = Object.hasOwn(raw, name) ? raw[name] : undefined
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.filter((one): one is string => typeof one === 'string')
}

const first = (raw: Readonly<Record<string, unknown>>, name: string): string => all(raw, name)[0] ?? ''
