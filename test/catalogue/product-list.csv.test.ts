import assert from 'node:assert/strict'
import { productListCsv } from '../../src/catalogue/pages/product-list.csv.js'
import type { IndexedProduct } from '../../src/catalogue/listing/product-index.js'
import type { CatalogueSnapshot } from '../../src/catalogue/data/current-catalogue.js'
import { shippedSnapshot } from './shipped-catalogue.js'

describe('the product list as a table', () => {
  let snapshot: CatalogueSnapshot
  let item: IndexedProduct
  before(async () => {
    snapshot = await shippedSnapshot()
    const found = snapshot.productIndex.items[0]
    assert.ok(found)
    item = found
  })

  const withName = (name: string) =>
    productListCsv([{ ...item, product: { ...item.product, name } }], snapshot).split('\r\n')[1] ?? ''

  it('begins with a byte order mark and has a line for each product', () => {
    const csv = productListCsv(snapshot.productIndex.items, snapshot)
    assert.ok(csv.startsWith('\uFEFF"编号","产品","机构"'))
    assert.equal(csv.split('\r\n').length, 1 + 110 + 1)
  })

  it('writes 未公布 for what is not known, never blank or 0', () => {
    const line = productListCsv(snapshot.productIndex.items, snapshot)
      .split('\r\n')
      .find((one) => one.startsWith('"psbc-fengdian-dai"'))
    assert.match(line ?? '', /"未公布","未公布","未公布","来源称低于LPR/)
  })

  it('lets no text run as a formula', () => {
    for (const name of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', '\r=1']) {
      assert.ok(withName(name).includes(`"'${name}"`), JSON.stringify(name))
    }
    assert.ok(withName('普通-贷').includes('"普通-贷"'))
  })

  it('keeps quotes, commas and line breaks inside their cell', () => {
    assert.ok(
      productListCsv([{ ...item, product: { ...item.product, name: '甲"乙,\n丙' } }], snapshot).includes(
        '"甲""乙,\n丙"',
      ),
    )
  })

  it('shows no institution where none is published', () => {
    const line = productListCsv(snapshot.productIndex.items, snapshot)
      .split('\r\n')
      .find((one) => one.startsWith('"huiruyi-lvsedai"'))
    assert.match(line ?? '', /"所属机构未公布"/)
    assert.doesNotMatch(line ?? '', /农业银行/)
  })
})
