import assert from 'node:assert/strict'
import { pageNumberIn, pageWithin } from '../../src/web/paging.js'

describe('the number of a page', () => {
  it('is the first where the address names none', () => {
    for (const value of [undefined, '', '0', '-1', 'x', '1e3', ['2']]) assert.equal(pageNumberIn(value), 1)
    assert.equal(pageNumberIn('12'), 12)
  })

  it('is the last one beyond the end of a list, and the first of an empty one', () => {
    assert.equal(pageWithin('999', 50, 243), 5)
    assert.equal(pageWithin('5', 50, 250), 5)
    assert.equal(pageWithin('2', 50, 250), 2)
    assert.equal(pageWithin('3', 50, 0), 1)
  })
})
