import assert from 'node:assert/strict'
import fc from 'fast-check'
import { parse } from 'node:querystring'
import { productsHref } from '../../src/catalogue/pages/product-list.views.js'
import { facetNames } from '../../src/catalogue/listing/facets.js'
import {
  emptyQuery,
  readProductQuery,
  withoutValue,
  type ProductQuery,
} from '../../src/catalogue/listing/product-query.js'
import { sortOrders, type SortOrder } from '../../src/catalogue/listing/sort-products.js'
import type { CatalogueSnapshot } from '../../src/catalogue/data/current-catalogue.js'
import { shippedSnapshot } from './shipped-catalogue.js'

describe('the query of the product list', () => {
  let snapshot: CatalogueSnapshot
  before(async () => {
    snapshot = await shippedSnapshot()
  })

  const read = (search: string) => readProductQuery(parse(search), snapshot.productIndex.facets)
  const searchOf = (query: ProductQuery) => productsHref(query).split('?')[1] ?? ''

  it('is as usual for an address without parameters', () => {
    assert.deepEqual(read(''), { query: emptyQuery, remarks: [] })
    assert.equal(productsHref(emptyQuery), '/products')
  })

  it('comes back the same from the address that says it', () => {
    const chosen = fc.record(
      Object.fromEntries(
        facetNames.map((name) => {
          const values =
            snapshot.productIndex.facets.find((facet) => facet.name === name)?.options.map((one) => one.value) ?? []
          return [name, fc.subarray(values)]
        }),
      ),
      { noNullPrototype: true },
    )
    const query = fc.record(
      {
        q: fc.constantFrom('', 'hry', '绿色 贷', 'a&b=c', '100%'),
        chosen,
        amountWan: fc.constantFrom(null, 0.5, 300, 1000000),
        termMonths: fc.constantFrom(null, 1, 36),
        sort: fc.constantFrom(...(Object.keys(sortOrders) as SortOrder[])),
        page: fc.integer({ min: 1, max: 50 }),
      },
      { noNullPrototype: true },
    )
    fc.assert(
      fc.property(query, (one) => {
        assert.deepEqual(read(searchOf(one as unknown as ProductQuery)), { query: one, remarks: [] })
      }),
    )
  })

  it('leaves out filter values that the catalogue does not have', () => {
    const { query, remarks } = read('green=maybe&bank=abc&bank=nobank&purpose=__proto__&class=10&sort=price&x=1')
    assert.deepEqual(query, { ...emptyQuery, chosen: { ...emptyQuery.chosen, bank: ['abc'] } })
    assert.deepEqual(remarks, [])
  })

  it('puts values in one order and takes each once, so that one selection has one address', () => {
    assert.deepEqual(read('green=no&green=yes&green=no').query.chosen.green, ['yes', 'no'])
    assert.equal(searchOf(read('bank=icbc&bank=abc').query), searchOf(read('bank=abc&bank=icbc').query))
  })

  it('falls back from a bad number, and says which and why', () => {
    for (const search of ['amount=abc', 'amount=-5', 'amount=1e400', 'amount=NaN', 'amount=0', 'amount=99999999999']) {
      const { query, remarks } = read(search)
      assert.equal(query.amountWan, null, search)
      assert.deepEqual([remarks.length, remarks[0]?.field], [1, 'amount'], search)
      assert.match(remarks[0]?.message ?? '', /^所需金额没有用上：/)
    }
    assert.equal(read('term=1.5').remarks[0]?.field, 'term')
    assert.deepEqual([read('page=-3').query.page, read('page=-3').remarks.length], [1, 1])
  })

  it('reads full-width digits and the unit', () => {
    assert.deepEqual(read(`amount=${encodeURIComponent('１，０００ 万元')}`).query.amountWan, 1000)
  })

  it('cuts a search that is too long, and says so', () => {
    const { query, remarks } = read(`q=${'绿'.repeat(500)}`)
    assert.equal([...query.q].length, 60)
    assert.equal(remarks[0]?.field, 'q')
  })

  it('drops control characters and broken bytes from a search', () => {
    assert.equal(read(`q=%00${encodeURIComponent('绿')}%1b%FF${encodeURIComponent('色')}`).query.q, '绿 色')
  })

  it('goes back to the first page when a value is taken away', () => {
    const query = read('bank=abc&green=yes&page=3').query
    const left = withoutValue(query, 'bank', 'abc')
    assert.deepEqual([left.chosen.bank, left.chosen.green, left.page], [[], ['yes'], 1])
  })
})
