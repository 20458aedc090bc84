import assert from 'node:assert/strict'
import { contentHash, versionId, type CatalogueContent } from '../../src/catalogue/data/catalogue-content.js'
import { shippedReference } from '../reference/tables.js'
import { shippedContent } from './shipped-catalogue.js'

describe('the name of a catalogue version', () => {
  let content: CatalogueContent
  before(async () => {
    content = shippedContent(await shippedReference())
  })

  it('is the same on every installation', () => {
    assert.equal(versionId(content.asOf, contentHash(content)), '2026-11-22.42e801d81e9d')
  })

  it('does not depend on the order of keys', () => {
    const turned = Object.fromEntries(Object.entries(content).reverse()) as CatalogueContent
    const products = content.products.map((one) => Object.fromEntries(Object.entries(one).reverse()))
    assert.equal(
      contentHash({ ...turned, products: products as unknown as CatalogueContent['products'] }),
      contentHash(content),
    )
  })

  it('changes with any value, the notes and the order of products included', () => {
    const [first, second, ...rest] = content.products
    assert.ok(first && second)
    const changed: CatalogueContent[] = [
      { ...content, notes: `${content.notes} ` },
      { ...content, products: [second, first, ...rest] },
      { ...content, products: [{ ...first, isGreen: !first.isGreen }, second, ...rest] },
    ]
    for (const one of changed) assert.notEqual(contentHash(one), contentHash(content))
  })
})
