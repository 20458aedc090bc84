import assert from 'node:assert/strict'
import { CommandError } from '../../src/errors.js'
import { compileFilter } from '../../src/query/filter.js'
import { compileProjection } from '../../src/query/projection.js'
import { encode } from '../../src/values/document.js'
import type { Document } from '../../src/values/document.js'

/** Each row: what it shows, the projection, the document and the result; the order of keys counts. */
const cases: [string, Document, Document, Document][] = [
  ['an empty one keeps everything', {}, { _id: 1, a: 1 }, { _id: 1, a: 1 }],
  [
    'an inclusion keeps _id and the order of the document',
    { b: 1, a: true },
    { _id: 1, a: 1, c: 1, b: 1 },
    { _id: 1, a: 1, b: 1 },
  ],
  ['an inclusion may leave _id out', { a: 1, _id: 0 }, { _id: 1, a: 1, b: 1 }, { a: 1 }],
  ['_id: 0 alone is an exclusion', { _id: 0 }, { _id: 1, a: 1 }, { a: 1 }],
  ['_id: 1 alone is an inclusion', { _id: 1 }, { _id: 1, a: 1 }, { _id: 1 }],
  ['an exclusion keeps the rest', { a: 0, 'b.c': 0 }, { _id: 1, a: 1, b: { c: 1, d: 2 } }, { _id: 1, b: { d: 2 } }],
  ['an exclusion may name _id as kept', { a: 0, _id: 1 }, { _id: 1, a: 1, b: 1 }, { _id: 1, b: 1 }],
  [
    'nested inclusion drops scalars from arrays',
    { 'a.b': 1 },
    { _id: 1, a: [{ b: 1, c: 1 }, 5, [{ b: 2 }], {}] },
    { _id: 1, a: [{ b: 1 }, [{ b: 2 }], {}] },
  ],
  ['nested inclusion of a scalar keeps nothing', { 'a.b': 1 }, { _id: 1, a: 5 }, { _id: 1 }],
  [
    'nested exclusion keeps scalars in arrays',
    { a: { b: 0 } },
    { _id: 1, a: [{ b: 1, c: 1 }, 5] },
    { _id: 1, a: [{ c: 1 }, 5] },
  ],
  [
    '$slice alone keeps the other fields',
    { a: { $slice: -2 } },
    { _id: 1, a: [1, 2, 3], b: 1 },
    { _id: 1, a: [2, 3], b: 1 },
  ],
  ['$slice with skip and limit', { a: { $slice: [1, 1] } }, { _id: 1, a: [1, 2, 3] }, { _id: 1, a: [2] }],
  [
    '$slice beside an inclusion',
    { a: { $slice: 1 }, b: 1 },
    { _id: 1, a: [1, 2], b: 1, c: 1 },
    { _id: 1, a: [1], b: 1 },
  ],
  [
    '$elemMatch keeps the first matching element',
    { a: { $elemMatch: { n: { $gt: 1 } } } },
    { _id: 1, a: [{ n: 1 }, { n: 2 }, { n: 3 }], b: 1 },
    { _id: 1, a: [{ n: 2 }] },
  ],
  [
    '$elemMatch without a match leaves the field out',
    { a: { $elemMatch: { n: 9 } } },
    { _id: 1, a: [{ n: 1 }] },
    { _id: 1 },
  ],
  [
    'expressions are appended',
    { x: { $add: ['$a', 1] }, a: 1, s: 'text' },
    { _id: 1, a: 1, b: 2 },
    { _id: 1, a: 1, x: 2, s: 'text' },
  ],
  ['a computed field below a missing one makes it', { 'n.x': '$a' }, { _id: 1, a: 1 }, { _id: 1, n: { x: 1 } }],
]

const refusals: [Document, number, string][] = [
  [{ a: 1, b: 0 }, 31254, 'Cannot do exclusion on field b in inclusion projection'],
  [{ a: 0, b: 1 }, 31253, 'Cannot do inclusion on field b in exclusion projection'],
  [{ 'a.b': 1, a: 1 }, 31250, 'Path collision at a'],
  [{ a: 1, 'a.b': 1 }, 31249, 'Path collision at a.b remaining portion b'],
  [{ a: {} }, 51270, 'An empty sub-projection is not a valid value.'],
  [{ a: { $foo: 1 } }, 168, "Unrecognized expression '$foo'"],
  [{ $a: 1 }, 16410, "FieldPath field names may not start with '$'."],
  [{ 'a.b': { $elemMatch: {} } }, 31275, 'Cannot use $elemMatch projection on a nested field.'],
  [{ 'a.$': 1, 'b.$': 1 }, 31276, 'Cannot specify more than one positional projection per query.'],
  [{ a: { $slice: [1, 0] } }, 28724, 'First argument to $slice must be positive'],
]

describe('projections', () => {
  for (const [title, spec, document, expected] of cases) {
    it(title, () => {
      const actual = compileProjection(spec)(document)
      assert.deepEqual(actual, expected)
      assert.deepEqual(encode(actual), encode(expected))
    })
  }

  for (const [spec, code, message] of refusals) {
    it(`refuse ${JSON.stringify(spec)} with ${code}`, () => {
      assert.throws(
        () => compileProjection(spec),
        (error) => {
          assert.ok(error instanceof CommandError)
          assert.equal(error.code, code, error.message)
          assert.ok(error.message.startsWith(message), error.message)
          return true
        },
      )
    })
  }

  it('cut an array down to the element the query matched', () => {
    const project = compileProjection({ 'a.$': 1 }, compileFilter({ 'a.n': 2 }))
    assert.deepEqual(project({ _id: 1, a: [{ n: 1 }, { n: 2 }], b: 1 }), { _id: 1, a: [{ n: 2 }] })
  })

  it('refuse the positional operator when the query passed no array', () => {
    const project = compileProjection({ 'a.$': 1 }, compileFilter({ b: 1 }))
    assert.throws(() => project({ _id: 1, a: [1], b: 1 }), /couldn't find a matching element in the array/)
  })
})
