import assert from 'node:assert/strict'
import type { CatalogueSnapshot } from '../../src/catalogue/data/current-catalogue.js'
import { searchProducts } from '../../src/catalogue/listing/product-search.js'
import { shippedSnapshot } from './shipped-catalogue.js'

describe('searching products', () => {
  let snapshot: CatalogueSnapshot
  before(async () => {
    snapshot = await shippedSnapshot()
  })

  const find = (query: string) => {
    const found = searchProducts(
      snapshot.productIndex.items.map((item) => item.search),
      query,
    )
    const names = snapshot.productIndex.items.filter((_, place) => found.hits[place]).map((item) => item.product.name)
    return { names, approximate: found.approximate }
  }

  it('finds 惠如意·绿色贷 by name, part, pinyin, initials, mixtures and full-width letters', () => {
    for (const query of ['惠如意·绿色贷', '惠如意绿色贷', '绿色贷', 'HRY', 'ｈｒｙ', 'huiruyi', 'hui ruyi', '惠ry']) {
      assert.ok(find(query).names.includes('惠如意·绿色贷'), query)
    }
    assert.deepEqual(find('huirulsd').names, [])
    assert.deepEqual(find('hry').names, ['惠如意·绿色贷'])
  })

  it('finds a word while its last syllable is still being typed', () => {
    for (const query of ['huir', 'huiru', 'lvsed']) assert.ok(find(query).names.includes('惠如意·绿色贷'), query)
  })

  it('takes ü as v, u and yu', () => {
    for (const query of ['lvse', 'luse', 'lyuse', 'lüse']) assert.ok(find(query).names.includes('惠如意·绿色贷'), query)
  })

  it('finds all products of a bank by its short name, full name, English abbreviation and initials', () => {
    const own = snapshot.catalogue.products.filter((product) => product.bank === 'icbc').map((product) => product.name)
    for (const query of ['工行', '中国工商银行', 'icbc', 'ICBC', 'gongshangyinhang', 'zggs']) {
      const { names } = find(query)
      assert.ok(
        own.every((name) => names.includes(name)),
        query,
      )
    }
  })

  it('does not show a product whose institution is not published under the bank it illustrates', () => {
    for (const query of ['农行', 'abc', '中国农业银行']) assert.ok(!find(query).names.includes('惠如意·绿色贷'), query)
  })

  it('asks for every word of a search', () => {
    const { names } = find('邮储 风')
    assert.ok(names.includes('风力发电项目贷款'))
    assert.ok(names.length < find('邮储').names.length)
  })

  it('falls back to characters in order only where nothing holds them side by side', () => {
    assert.equal(find('绿色贷').approximate, false)
    const loose = find('邮储风电')
    assert.equal(loose.approximate, true)
    assert.deepEqual(loose.names, ['风力发电项目贷款'])
  })

  it('finds everything with an empty search and nothing with a foreign one', () => {
    assert.equal(find(' ·').names.length, 110)
    for (const query of ['zzzz', '<script>', '$ne', '__proto__', "' OR 1=1"])
      assert.deepEqual(find(query).names, [], query)
  })
})
