import assert from 'node:assert/strict'
import { path } from '../../src/web/path.js'

describe('paths', () => {
  const product = path('/products/:id')

  it('keeps the pattern for the router', () => assert.equal(product.pattern, '/products/:id'))

  it('encodes parameters', () => assert.equal(product({ id: 'a/b 绿' }), '/products/a%2Fb%20%E7%BB%BF'))

  it('leaves empty query values out and repeats lists', () => {
    const products = path('/products')
    assert.equal(products({}, { q: '', page: 2, use: ['a', 'b'] }), '/products?page=2&use=a&use=b')
    assert.equal(products({}), '/products')
  })

  it('takes a parameter in front of a file ending', () => {
    assert.equal(path('/match/:id/record.json')({ id: 'x' }), '/match/x/record.json')
  })
})
