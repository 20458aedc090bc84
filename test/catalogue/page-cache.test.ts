import assert from 'node:assert/strict'
import { pageCache } from '../../src/catalogue/pages/page-cache.js'

describe('kept pages', () => {
  it('come back as they were put in, with one tag per content', () => {
    const pages = pageCache({ pages: 3, bytes: 1000 })
    const put = pages.put('a', '绿')
    assert.equal(pages.get('a'), put)
    assert.equal(put.body.toString(), '绿')
    assert.equal(pages.put('b', '绿').etag, put.etag)
    assert.notEqual(pages.put('c', '色').etag, put.etag)
    assert.equal(pages.get('d'), undefined)
  })

  it('give way when there are too many, the one used longest ago first', () => {
    const pages = pageCache({ pages: 2, bytes: 1000 })
    pages.put('a', '1')
    pages.put('b', '2')
    pages.get('a')
    pages.put('c', '3')
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => pages.get(key) !== undefined),
      [true, false, true],
    )
  })

  it('give way when they take too much room', () => {
    const pages = pageCache({ pages: 100, bytes: 10 })
    pages.put('a', '12345')
    pages.put('b', '12345')
    assert.ok(pages.get('a'))
    pages.put('c', '1')
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => pages.get(key) !== undefined),
      [true, false, true],
    )
  })

  it('count a page once that is put in again', () => {
    const pages = pageCache({ pages: 100, bytes: 10 })
    for (let time = 0; time < 50; time += 1) pages.put('a', '12345')
    pages.put('b', '12345')
    assert.ok(pages.get('a') && pages.get('b'))
  })
})
