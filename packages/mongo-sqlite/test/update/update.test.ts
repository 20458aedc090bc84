import assert from 'node:assert/strict'
import { Decimal128, Double, Long, Timestamp } from 'bson'
import { CommandError } from '../../src/errors.js'
import { compileUpdate, upsertSeed } from '../../src/update/update.js'
import type { UpdateOptions } from '../../src/update/update.js'
import { encode } from '../../src/values/document.js'
import type { Document } from '../../src/values/document.js'

const now = new Date('2026-01-02T03:04:05Z')

function updated(
  document: Document,
  update: Document,
  options: UpdateOptions = {},
  position: number | null = null,
): Document {
  return compileUpdate(update, { now, ...options }).apply(document, { position, insert: false })
}

/** Bytes are compared, so types and the order of keys count. */
function assertSame(actual: Document, expected: Document): void {
  assert.deepEqual(actual, expected)
  assert.deepEqual(encode(actual), encode(expected))
}

const long = (text: string): Long => Long.fromString(text)

/** Each row: what it shows, a document, an update, and the result. */
const cases: [string, Document, Document, Document][] = [
  [
    '$set replaces in place and appends new fields by name',
    { _id: 1, b: 1, a: 1 },
    { $set: { d: 1, c: 2, b: 'x' } },
    { _id: 1, b: 'x', a: 1, c: 2, d: 1 },
  ],
  ['$set makes missing documents on the way', { _id: 1 }, { $set: { 'a.b.c': 1 } }, { _id: 1, a: { b: { c: 1 } } }],
  [
    '$set on an array position pads with null',
    { _id: 1, a: [1] },
    { $set: { 'a.3': 4 } },
    { _id: 1, a: [1, null, null, 4] },
  ],
  ['a number below a missing field is a field name', { _id: 1 }, { $set: { 'a.0': 1 } }, { _id: 1, a: { '0': 1 } }],
  [
    '$unset removes fields and leaves null in arrays',
    { _id: 1, a: 1, b: [1, 2], c: { d: 1 } },
    { $unset: { a: '', 'b.0': '', 'c.d': '', 'x.y': '' } },
    { _id: 1, b: [null, 2], c: {} },
  ],
  [
    '$inc keeps whole numbers whole',
    { _id: 1, a: 1, d: new Double(1) },
    { $inc: { a: 2, d: 1, n: 5 } },
    { _id: 1, a: 3, d: new Double(2), n: 5 },
  ],
  ['$inc grows from int to long', { _id: 1, a: 2147483647 }, { $inc: { a: 1 } }, { _id: 1, a: long('2147483648') }],
  ['$inc of a long stays a long', { _id: 1, a: long('5') }, { $inc: { a: 1 } }, { _id: 1, a: long('6') }],
  [
    '$inc with a decimal is exact',
    { _id: 1, a: Decimal128.fromString('0.1') },
    { $inc: { a: Decimal128.fromString('0.2') } },
    { _id: 1, a: Decimal128.fromString('0.3') },
  ],
  [
    '$mul of a missing field is zero of the same type',
    { _id: 1, b: 3 },
    { $mul: { a: long('5'), b: new Double(1.5) } },
    { _id: 1, b: new Double(4.5), a: long('0') },
  ],
  [
    '$min and $max compare across types',
    { _id: 1, a: 5, b: 'x' },
    { $min: { a: 3, b: 9 }, $max: { c: 1 } },
    { _id: 1, a: 3, b: 9, c: 1 },
  ],
  ['$max leaves an equal value as it is', { _id: 1, a: 5 }, { $max: { a: new Double(5) } }, { _id: 1, a: 5 }],
  ['$rename moves a value', { _id: 1, a: 1, b: 2 }, { $rename: { a: 'c.d', x: 'y' } }, { _id: 1, b: 2, c: { d: 1 } }],
  ['$setOnInsert does nothing to what exists', { _id: 1 }, { $setOnInsert: { 'a.b': 1 } }, { _id: 1 }],
  [
    '$currentDate',
    { _id: 1 },
    { $currentDate: { a: true, b: { $type: 'timestamp' } } },
    { _id: 1, a: now, b: new Timestamp({ t: now.getTime() / 1000, i: 1 }) },
  ],
  [
    '$push appends and makes the array',
    { _id: 1, a: [1] },
    { $push: { a: [2], b: 3 } },
    { _id: 1, a: [1, [2]], b: [3] },
  ],
  [
    '$push with $each, $position, $sort and $slice',
    { _id: 1, a: [5, 1], b: [1, 2] },
    { $push: { a: { $each: [4, 2], $sort: -1, $slice: 3 }, b: { $each: [9], $position: -1 } } },
    { _id: 1, a: [5, 4, 2], b: [1, 9, 2] },
  ],
  [
    '$push sorts documents by field',
    { _id: 1, a: [{ s: 2 }] },
    { $push: { a: { $each: [{ s: 1 }], $sort: { s: 1 }, $slice: -5 } } },
    { _id: 1, a: [{ s: 1 }, { s: 2 }] },
  ],
  [
    '$addToSet compares by value',
    { _id: 1, a: [1, { x: 1 }] },
    { $addToSet: { a: { $each: [new Double(1), { x: 1 }, 2, 2] } } },
    { _id: 1, a: [1, { x: 1 }, 2] },
  ],
  [
    '$pop takes from either end',
    { _id: 1, a: [1, 2, 3], b: [1, 2] },
    { $pop: { a: 1, b: -1, c: 1 } },
    { _id: 1, a: [1, 2], b: [2] },
  ],
  [
    '$pull by condition, by fields and by value',
    { _id: 1, a: [1, 5, 9], b: [{ x: 1, y: 1 }, { x: 2 }], c: [1, '1', 1] },
    { $pull: { a: { $gt: 4 }, b: { x: 1 }, c: 1 } },
    { _id: 1, a: [1], b: [{ x: 2 }], c: ['1'] },
  ],
  ['$pullAll', { _id: 1, a: [1, 2, 3, 1] }, { $pullAll: { a: [1, 3] } }, { _id: 1, a: [2] }],
  [
    '$bit',
    { _id: 1, a: 12, b: long('5') },
    { $bit: { a: { and: 10 }, b: { or: 2 }, c: { xor: 3 } } },
    { _id: 1, a: 8, b: long('7'), c: 3 },
  ],
  [
    '$[] changes every element',
    { _id: 1, a: [{ n: 1 }, { n: 2 }] },
    { $inc: { 'a.$[].n': 1 } },
    { _id: 1, a: [{ n: 2 }, { n: 3 }] },
  ],
  ['a replacement keeps _id', { _id: 1, a: 1 }, { b: 2 }, { _id: 1, b: 2 }],
  ['a dollar inside a value is stored', { _id: 1 }, { $set: { a: { $b: 1 } } }, { _id: 1, a: { $b: 1 } }],
]

/** Refusals: document, update, code and the beginning of the message. */
const refusals: [Document, Document, number, string][] = [
  [
    { _id: 1 },
    { $set: { _id: 2 } },
    66,
    "Performing an update on the path '_id' would modify the immutable field '_id'",
  ],
  [{ _id: 1 }, { $unset: { _id: 1 } }, 66, "Performing an update on the path '_id'"],
  [
    { _id: 1 },
    { _id: 2 },
    66,
    "After applying the update, the (immutable) field '_id' was found to have been altered to _id: 2",
  ],
  [{ _id: 1 }, { $set: { a: 1 }, $inc: { a: 1 } }, 40, "Updating the path 'a' would create a conflict at 'a'"],
  [{ _id: 1 }, { $set: { a: 1, 'a.b': 1 } }, 40, "Updating the path 'a.b' would create a conflict at 'a'"],
  [{ _id: 1 }, { $rename: { a: 'b' }, $set: { b: 1 } }, 40, "Updating the path 'b' would create a conflict at 'b'"],
  [{ _id: 1, a: 5 }, { $set: { 'a.b': 1 } }, 28, "Cannot create field 'b' in element {a: 5}"],
  [{ _id: 1, a: [1] }, { $set: { 'a.b': 1 } }, 28, "Cannot create field 'b' in element {a: [1]}"],
  [
    { _id: 1, a: 'x' },
    { $inc: { a: 1 } },
    14,
    "Cannot apply $inc to a value of non-numeric type. {_id: 1} has the field 'a' of non-numeric type string",
  ],
  [{ _id: 1 }, { $inc: { a: 'x' } }, 14, 'Cannot increment with non-numeric argument: {a: "x"}'],
  [
    { _id: 1, a: long('9223372036854775807') },
    { $inc: { a: 1 } },
    2,
    'Failed to apply $inc operations to current value',
  ],
  [{ _id: 1, a: 1 }, { $push: { a: 1 } }, 2, "The field 'a' must be an array but is of type int in document {_id: 1}"],
  [
    { _id: 1, a: 1 },
    { $addToSet: { a: 1 } },
    2,
    "Cannot apply $addToSet to non-array field. Field named 'a' has non-array type int",
  ],
  [{ _id: 1, a: 1 }, { $pop: { a: 1 } }, 14, "Path 'a' contains an element of non-array type 'int'"],
  [{ _id: 1, a: 1 }, { $pull: { a: 1 } }, 2, 'Cannot apply $pull to a non-array value'],
  [{ _id: 1 }, { $foo: { a: 1 } }, 9, 'Unknown modifier: $foo.'],
  [{ _id: 1 }, { $set: 1 }, 9, 'Modifiers operate on fields but we found type int instead.'],
  [{ _id: 1 }, { $set: { 'a..b': 1 } }, 56, "The update path 'a..b' contains an empty field name"],
  [{ _id: 1 }, { $set: { 'a.$b': 1 } }, 52, "The dollar ($) prefixed field '$b' in 'a.$b'"],
  [{ _id: 1 }, { a: 1, $b: 2 }, 52, "The dollar ($) prefixed field '$b'"],
  [
    { _id: 1, a: [1] },
    { $set: { 'a.$': 1 } },
    2,
    'The positional operator did not find the match needed from the query.',
  ],
  [{ _id: 1, a: [1] }, { $set: { 'a.$[i]': 1 } }, 2, "No array filter found for identifier 'i' in path 'a.$[i]'"],
  [{ _id: 1 }, { $set: { 'a.$[]': 1 } }, 2, "The path 'a' must exist in the document in order to apply array updates."],
  [{ _id: 1, a: new Double(1.5) }, { $bit: { a: { or: 1 } } }, 2, 'Cannot apply $bit to a value of non-integral type.'],
]

describe('updates', () => {
  for (const [title, document, update, expected] of cases) {
    it(title, () => {
      const before = encode(document)
      assertSame(updated(document, update), expected)
      assert.deepEqual(encode(document), before, 'the document itself is not touched')
    })
  }

  for (const [document, update, code, message] of refusals) {
    it(`refuse ${JSON.stringify(update)} with ${code}`, () => {
      assert.throws(
        () => updated(document, update),
        (error) => {
          assert.ok(error instanceof CommandError)
          assert.equal(error.code, code)
          assert.ok(error.message.startsWith(message), error.message)
          return true
        },
      )
    })
  }

  it('put the matched position where $ stands', () => {
    const document = { _id: 1, a: [{ n: 1 }, { n: 2 }] }
    assertSame(updated(document, { $set: { 'a.$.n': 9 } }, {}, 1), { _id: 1, a: [{ n: 1 }, { n: 9 }] })
  })

  it('change the elements an array filter names', () => {
    const document = {
      _id: 1,
      a: [
        { n: 1, t: [1, 5] },
        { n: 2, t: [7] },
      ],
    }
    const options = { arrayFilters: [{ 'e.n': { $gte: 2 } }, { x: { $gt: 4 } }] }
    assertSame(updated(document, { $set: { 'a.$[e].n': 0, 'a.$[].t.$[x]': 4 } }, options), {
      _id: 1,
      a: [
        { n: 1, t: [1, 4] },
        { n: 0, t: [4] },
      ],
    })
  })

  it('refuse an array filter nobody uses', () => {
    assert.throws(
      () => updated({ _id: 1 }, { $set: { a: 1 } }, { arrayFilters: [{ i: 1 }] }),
      /The array filter for identifier 'i' was not used in the update/,
    )
  })

  it('apply $setOnInsert to what an upsert inserts, and put _id first', () => {
    const update = compileUpdate({ $setOnInsert: { _id: 7, a: 1 }, $set: { b: 2 } })
    assertSame(update.apply(upsertSeed({ c: 3 }), { position: null, insert: true }), { _id: 7, c: 3, a: 1, b: 2 })
  })
})

describe('the seed of an upsert', () => {
  it('holds the equalities of the filter, _id first', () => {
    const filter = {
      a: 1,
      'b.c': { $eq: 2 },
      $and: [{ d: { $in: [3] } }],
      e: { $gt: 1 },
      $or: [{ f: 1 }, { f: 2 }],
      _id: 5,
    }
    assertSame(upsertSeed(filter), { _id: 5, a: 1, b: { c: 2 }, d: 3 })
  })

  it('is refused when one field lies inside another that is fixed as a whole', () => {
    const filter = { a: { x: 1 }, 'a.b': 2 }
    assert.throws(() => upsertSeed(filter), /both paths 'a.b' and 'a' are matched/)
    assert.deepEqual(filter, { a: { x: 1 }, 'a.b': 2 })
  })

  it('is refused when the filter names a field twice', () => {
    assert.throws(
      () => upsertSeed({ a: 1, $and: [{ a: 2 }] }),
      /cannot infer query fields to set, path 'a' is matched twice/,
    )
  })
})
