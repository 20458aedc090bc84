import assert from 'node:assert/strict'
import { parse } from 'node:querystring'
import { productListView, paginate, pageLinks } from '../../src/catalogue/pages/product-list.views.js'
import { readProductQuery } from '../../src/catalogue/listing/product-query.js'
import type { CatalogueSnapshot } from '../../src/catalogue/data/current-catalogue.js'
import { shippedSnapshot } from './shipped-catalogue.js'

describe('the product list as a page', () => {
  let snapshot: CatalogueSnapshot
  before(async () => {
    snapshot = await shippedSnapshot()
  })

  const view = (search: string) => {
    const { query, remarks } = readProductQuery(parse(search), snapshot.productIndex.facets)
    return productListView(snapshot, query, remarks)
  }
  const cards = (search: string) => view(search).cards
  const card = (name: string) => {
    const found = cards(`q=${encodeURIComponent(name)}`).find((one) => one.name.startsWith(name))
    assert.ok(found, name)
    return found
  }

  it('shows on a card each figure with what it rests on', () => {
    const { facts, institution, tally } = card('风力发电项目贷款')
    assert.equal(institution, '中国邮政储蓄银行')
    assert.deepEqual(tally, ['公开 3 项，', '示例 6 项，', '未公布 1 项'])
    assert.deepEqual(
      facts.map((fact) => [fact.label, fact.text, fact.tag?.word ?? null]),
      [
        ['最高额度', '15 亿元', '示例'],
        ['最长期限', '15 年', '公开'],
        ['年利率', null, null],
        ['担保方式', '质押', null],
      ],
    )
    assert.equal(facts[0]?.exact, '150,000 万元')
  })

  it('shows 惠如意·绿色贷 under no institution', () => {
    const { institution, tally } = card('惠如意·绿色贷')
    assert.equal(institution, '所属机构未公布')
    assert.deepEqual(tally, ['示例 13 项'])
  })

  it('tallies the terms of the products as their sources state them', () => {
    assert.deepEqual(card('国家储备林贷款').tally, ['公开 2 项，', '示例 7 项，', '未公布 1 项'])
    assert.deepEqual(card('绿色工厂综合金融服务方案').tally, ['公开 1 项，', '示例 11 项'])
  })

  it('says how many there are and which of them are shown', () => {
    const { total, from, to, pages, nextHref, previousHref } = view('green=yes&page=6')
    assert.deepEqual([total, from, to], [51, 51, 51])
    assert.deepEqual(
      pages.map((link) => link?.number ?? null),
      [1, null, 5, 6],
    )
    assert.equal(nextHref, null)
    assert.equal(previousHref, '/products?green=yes&page=5')
  })

  it('shows the last page where a later one is asked for, and says so', () => {
    const { from, remarks } = view('page=99')
    assert.equal(from, 101)
    assert.deepEqual(remarks, ['没有第 99 页，显示最后一页。'])
  })

  it('offers every condition as a chip that takes just this one away', () => {
    const { chips, chosenCount } = view('q=dai&green=yes&bank=abc&amount=300&term=24&sort=rate&page=2')
    assert.equal(chosenCount, 5)
    assert.deepEqual(
      chips.map((chip) => chip.text),
      ['搜索：dai', '绿色产品', '中国农业银行', '需要 300 万元', '期限 24 个月'],
    )
    assert.equal(chips[1]?.href, '/products?q=dai&bank=abc&amount=300&term=24&sort=rate')
    assert.equal(chips[3]?.href, '/products?q=dai&green=yes&bank=abc&term=24&sort=rate')
  })

  it('keeps a number that could not be used in its field, with the reason', () => {
    const { amount, remarks, total } = view('amount=abc')
    assert.equal(amount.value, 'abc')
    assert.match(amount.fault ?? '', /没有用上/)
    assert.match(remarks[0] ?? '', /“abc”/)
    assert.equal(total, 110)
  })

  it('exports the list as it is filtered, all pages of it', () => {
    assert.equal(view('green=yes&page=3').csvHref, '/products.csv?green=yes')
  })

  it('says where an empty list may be widened', () => {
    const { cards, waysOut } = view('bank=exim&purpose=%E5%86%9C%E4%BA%A7%E5%93%81%E6%94%B6%E8%B4%AD')
    assert.deepEqual(cards, [])
    assert.ok(waysOut.every((way) => way.count > 0 && way.href.startsWith('/products?')))
    assert.equal(waysOut.length, 2)
  })

  it('opens the filters that hold a choice', () => {
    const open = (search: string) =>
      view(search)
        .facets.filter((facet) => facet.open)
        .map((facet) => facet.name)
    assert.deepEqual(open(''), ['green', 'purpose', 'guarantee'])
    assert.ok(open('bank=abc').includes('bank'))
  })
})

describe('cutting a list into pages', () => {
  it('counts from one and knows an empty list', () => {
    assert.deepEqual(paginate(0, 1, 10), { page: 1, pages: 1, from: 0, to: 0 })
    assert.deepEqual(paginate(10, 1, 10), { page: 1, pages: 1, from: 1, to: 10 })
    assert.deepEqual(paginate(11, 2, 10), { page: 2, pages: 2, from: 11, to: 11 })
  })

  it('leaves out no single page', () => {
    const numbers = (page: number) => pageLinks({ page, pages: 11, from: 1, to: 1 }).map((link) => link?.number ?? null)
    assert.deepEqual(numbers(1), [1, 2, null, 11])
    assert.deepEqual(numbers(4), [1, 2, 3, 4, 5, null, 11])
    assert.deepEqual(numbers(6), [1, null, 5, 6, 7, null, 11])
  })
})
