import assert from 'node:assert/strict'
import { CommandError } from '../../src/errors.js'
import { documentOf } from '../../src/values/document.js'
import { indexKeys, valuesAt } from '../../src/values/path.js'

describe('query paths', () => {
  it('reach elements and then the array itself', () => {
    assert.deepEqual(valuesAt({ a: [1, [2]] }, 'a'), [1, [2], [1, [2]]])
    assert.deepEqual(valuesAt({ a: [{ b: 1 }, { c: 2 }, 3] }, 'a.b'), [1, undefined])
    assert.deepEqual(valuesAt({ a: 1 }, 'a.b'), [undefined])
  })
})

describe('keys of an index', () => {
  it('are null for missing and undefined for an empty array', () => {
    assert.deepEqual(indexKeys({}, { a: 1 }), [[null]])
    assert.deepEqual(indexKeys({ a: [] }, { a: 1 }), [[undefined]])
    assert.deepEqual(indexKeys({ a: [] }, { 'a.b': 1 }), [[null]])
  })

  it('are one per element, the same element for all fields of one array', () => {
    const document = { a: [{ b: 1, c: 2 }, { b: 3 }, 4], d: 5 }
    assert.deepEqual(indexKeys(document, { 'a.b': 1, 'a.c': 1, d: 1 }), [
      [1, 2, 5],
      [3, null, 5],
      [null, null, 5],
    ])
  })

  it('hold an array inside an array as one value', () => {
    assert.deepEqual(indexKeys({ a: [[1, 2], 3] }, { a: 1 }), [[[1, 2]], [3]])
  })

  it('open arrays at several depths', () => {
    assert.deepEqual(indexKeys({ a: [{ b: [1, 2] }, { b: 3 }] }, { 'a.b': 1 }), [[1], [2], [3]])
  })

  it('take a position for a number in the path', () => {
    assert.deepEqual(indexKeys({ a: [7, { b: 8 }] }, { 'a.1.b': 1 }), [[8]])
    assert.deepEqual(indexKeys({ a: [7] }, { 'a.5': 1 }), [[null]])
    assert.throws(() => indexKeys({ a: [{ '0': 1 }] }, { 'a.0': 1 }), /Ambiguous field name found in array/)
  })

  it('follow the order of the key specification, also for names that are numbers', () => {
    const spec = documentOf([
      ['b', 1],
      ['1', 1],
    ])
    assert.deepEqual(indexKeys({ '1': 'one', b: 'b' }, spec), [['b', 'one']])
  })

  it('leave out what has no indexed field when sparse', () => {
    assert.deepEqual(indexKeys({ b: 1 }, { a: 1 }, true), [])
    assert.deepEqual(indexKeys({ a: null }, { a: 1 }, true), [[null]])
    assert.deepEqual(indexKeys({ a: 1 }, { a: 1, b: 1 }, true), [[1, null]])
    assert.deepEqual(indexKeys({ a: [{ b: 1 }, {}] }, { 'a.b': 1 }, true), [[1]])
  })

  it('refuse two arrays at once with 171', () => {
    assert.throws(
      () => indexKeys({ a: [1], b: [2] }, { a: 1, b: 1 }),
      (error) =>
        error instanceof CommandError && error.code === 171 && error.message.includes('cannot index parallel arrays'),
    )
  })
})
