import assert from 'node:assert/strict'
import fc from 'fast-check'
import { facetNames, type FacetName } from '../../src/catalogue/listing/facets.js'
import { filtersToRemove, activeFilters, selectProducts } from '../../src/catalogue/listing/select-products.js'
import { emptyQuery, type ProductQuery } from '../../src/catalogue/listing/product-query.js'
import { similarProducts } from '../../src/catalogue/listing/similar-products.js'
import { sortProducts } from '../../src/catalogue/listing/sort-products.js'
import type { CatalogueSnapshot } from '../../src/catalogue/data/current-catalogue.js'
import { shippedSnapshot } from './shipped-catalogue.js'

describe('selecting products', () => {
  let snapshot: CatalogueSnapshot
  before(async () => {
    snapshot = await shippedSnapshot()
  })

  const choose = (chosen: Partial<ProductQuery['chosen']>, rest: Partial<ProductQuery> = {}): ProductQuery => ({
    ...emptyQuery,
    ...rest,
    chosen: { ...emptyQuery.chosen, ...chosen },
  })
  const count = (query: ProductQuery) => selectProducts(snapshot.productIndex, query).items.length

  it('shows 51 green products and 59 others', () => {
    const { counts, items } = selectProducts(snapshot.productIndex, choose({ green: ['yes'] }))
    assert.equal(items.length, 51)
    assert.deepEqual([counts.green.get('yes'), counts.green.get('no')], [51, 59])
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((code) => counts.class.get(String(code))),
      [17, 16, 15, 25, 12, 19, 5, 2, 1],
    )
    assert.deepEqual(
      ['published', 'partial', 'illustrative'].map((value) => counts.basis.get(value)),
      [5, 45, 1],
    )
  })

  it('counts for each value what choosing it alone in its filter would show', () => {
    const options = (name: FacetName) =>
      snapshot.productIndex.facets.find((facet) => facet.name === name)?.options.map((one) => one.value) ?? []
    const chosen = fc.record({
      green: fc.subarray(['yes', 'no']),
      purpose: fc.subarray(options('purpose'), { maxLength: 2 }),
      guarantee: fc.subarray(options('guarantee'), { maxLength: 2 }),
      bank: fc.subarray(options('bank'), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(chosen, fc.constantFrom(null, 100, 5000), (some, amountWan) => {
        const query = choose(some, { amountWan })
        const { counts } = selectProducts(snapshot.productIndex, query)
        for (const name of facetNames) {
          for (const value of options(name)) {
            const alone = count({ ...query, chosen: { ...query.chosen, [name]: [value] } })
            assert.equal(counts[name].get(value) ?? 0, alone, `${name}=${value}`)
          }
        }
      }),
      { numRuns: 25, seed: 5 },
    )
  })

  it('widens within a filter and narrows across filters', () => {
    assert.ok(count(choose({ bank: ['abc', 'icbc'] })) > count(choose({ bank: ['abc'] })))
    assert.ok(count(choose({ bank: ['abc'], green: ['yes'] })) < count(choose({ bank: ['abc'] })))
  })

  it('rules nothing out by an amount or a term that is not published', () => {
    const { items } = selectProducts(snapshot.productIndex, choose({}, { amountWan: 9_000_000, termMonths: 600 }))
    assert.ok(items.length > 0)
    assert.ok(items.every(({ product }) => product.amount.maxWan === null && product.term.maxMonths === null))
  })

  it('keeps the bounds of amount and term inclusive', () => {
    const { product } = snapshot.productIndex.items.find((item) => item.product.id === 'huiruyi-lvsedai') ?? {}
    assert.deepEqual([product?.amount.minWan, product?.amount.maxWan, product?.term.maxMonths], [10, 1000, 36])
    const shown = (rest: Partial<ProductQuery>) =>
      selectProducts(snapshot.productIndex, choose({}, rest)).items.some(
        (item) => item.product.id === 'huiruyi-lvsedai',
      )
    assert.deepEqual(
      [10, 1000, 9.99, 1000.01].map((amountWan) => shown({ amountWan })),
      [true, true, false, false],
    )
    assert.deepEqual(
      [6, 36, 5, 37].map((termMonths) => shown({ termMonths })),
      [true, true, false, false],
    )
  })

  it('puts what is not published last in every order', () => {
    const { items } = snapshot.productIndex
    const rates = sortProducts(items, 'rate').map(({ product }) => product.rate.minPct ?? product.rate.maxPct)
    const known = rates.filter((rate) => rate !== null)
    assert.ok(known.length > 0 && known.length < rates.length)
    assert.deepEqual(
      rates.slice(0, known.length),
      [...known].sort((a, b) => a - b),
    )
    const amounts = sortProducts(items, 'amount').map(({ product }) => product.amount.maxWan)
    assert.equal(amounts[0], Math.max(...amounts.filter((amount) => amount !== null)))
    assert.equal(amounts.at(-1), null)
    const days = sortProducts(items, 'days').map(({ product }) => product.processingDays.value)
    assert.equal(days[0], Math.min(...days.filter((day) => day !== null)))
  })

  it('sorts by how much is public: whole products first, then the share of public terms', () => {
    const sorted = sortProducts(snapshot.productIndex.items, 'basis').map((item) => item.product.confidence)
    assert.deepEqual(
      sorted,
      [...sorted].sort((a, b) => rank(a) - rank(b)),
    )
    assert.equal(sorted[0], 'published')
  })

  it('names for an empty list what to give up, and how many products that brings back', () => {
    const query = choose({ bank: ['exim'], purpose: ['农产品收购'] })
    assert.equal(count(query), 0)
    const ways = filtersToRemove(snapshot.productIndex, activeFilters(query, snapshot.productIndex.facets))
    assert.deepEqual(new Set(ways.map((way) => way.text)), new Set(['农产品收购', '中国进出口银行']))
    for (const way of ways) assert.equal(way.count, count(way.without))
  })

  it('finds products like one, of its own colour, and not the product itself', () => {
    const similar = similarProducts(snapshot.productIndex, 'psbc-fengdian-dai')
    assert.ok(similar.length > 0 && similar.length <= 3)
    assert.ok(similar.every(({ product }) => product.isGreen && product.id !== 'psbc-fengdian-dai'))
    assert.deepEqual(similarProducts(snapshot.productIndex, 'no-such'), [])
  })
})

const rank = (confidence: string) => ['published', 'partial', 'illustrative'].indexOf(confidence)
