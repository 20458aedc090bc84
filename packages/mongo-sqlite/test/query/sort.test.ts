import assert from 'node:assert/strict'
import { Double, Long } from 'bson'
import { CommandError } from '../../src/errors.js'
import { compileSort, sortDocuments } from '../../src/query/sort.js'
import { compileCollation } from '../../src/values/collation.js'
import type { Document } from '../../src/values/document.js'

function order(spec: Document, documents: Document[]): unknown[] {
  return documents
    .map((document, i) => ({ ...document, _id: i }))
    .sort(compileSort(spec))
    .map((document) => document._id)
}

describe('sorting', () => {
  it('orders mixed types, with missing as null', () => {
    assert.deepEqual(order({ a: 1 }, [{ a: 'x' }, { a: 2 }, {}, { a: new Double(1.5) }, { a: null }]), [2, 4, 3, 1, 0])
  })

  it('takes the least element of an array upwards and the greatest downwards', () => {
    const documents = [{ a: [5, 1] }, { a: 3 }, { a: [] }, { a: null }]
    assert.deepEqual(order({ a: 1 }, documents), [2, 3, 0, 1])
    assert.deepEqual(order({ a: -1 }, documents), [0, 1, 3, 2])
  })

  it('goes through arrays of documents, field by field of one element', () => {
    const documents = [
      {
        a: [
          { x: 1, y: 9 },
          { x: 2, y: 0 },
        ],
      },
      { a: [{ x: 1, y: 5 }] },
    ]
    assert.deepEqual(order({ 'a.x': 1, 'a.y': 1 }, documents), [1, 0])
  })

  it('keeps the order of equals, and mixes directions', () => {
    const documents = [{ a: 1, b: 1 }, { a: new Double(1), b: 2 }, { a: Long.ONE, b: 1 }, { a: 0 }]
    assert.deepEqual(order({ a: 1, b: -1 }, documents), [3, 1, 0, 2])
  })

  it('follows a collation', () => {
    const collation = compileCollation({ locale: 'en', strength: 1 })
    const sorted = sortDocuments([{ a: 'b' }, { a: 'B' }, { a: 'a' }], { a: 1 }, collation)
    assert.deepEqual(sorted, [{ a: 'a' }, { a: 'b' }, { a: 'B' }])
  })

  it('refuses two arrays in one key, and directions that are none', () => {
    assert.throws(
      () => order({ a: 1, b: 1 }, [{ a: [1], b: [1] }, {}]),
      /cannot sort with keys that are parallel arrays/,
    )
    const code = (spec: Document): number | undefined => {
      try {
        compileSort(spec)
      } catch (error) {
        return error instanceof CommandError ? error.code : undefined
      }
      return undefined
    }
    assert.equal(code({ a: 2 }), 15975)
    assert.equal(code({ a: 'x' }), 15974)
  })
})
