import assert from 'node:assert/strict'
import { Binary, BSONRegExp, Decimal128, Double, Long, MaxKey, ObjectId } from 'bson'
import { CommandError } from '../../src/errors.js'
import { compileFilter } from '../../src/query/filter.js'
import { compileCollation } from '../../src/values/collation.js'
import type { Document } from '../../src/values/document.js'

function matching(filter: Document, documents: Document[]): number[] {
  const matcher = compileFilter(filter)
  return documents.flatMap((document, i) => (matcher.matches(document) ? [i] : []))
}

function refusal(filter: Document): { code: number; message: string } {
  try {
    compileFilter(filter)
  } catch (error) {
    assert.ok(error instanceof CommandError)
    return { code: error.code, message: error.message }
  }
  return assert.fail('the filter was accepted')
}

const id = new ObjectId()

/** Each row: what it shows, a filter, documents, and the positions of those that match. */
const cases: [string, Document, Document[], number[]][] = [
  [
    'an equality compares numbers of all types',
    { a: 1 },
    [{ a: new Double(1) }, { a: Long.ONE }, { a: Decimal128.fromString('1.0') }, { a: '1' }],
    [0, 1, 2],
  ],
  [
    'an equality with null matches missing fields',
    { a: null },
    [{}, { a: null }, { a: 0 }, { a: [null] }, { a: [] }],
    [0, 1, 3],
  ],
  [
    'null below an array of scalars does not match',
    { 'a.b': null },
    [{ a: [1] }, { a: [{}] }, { a: 5 }, { a: [] }, { a: [{ b: 1 }] }],
    [1, 2],
  ],
  [
    'a value matches an element or the whole array',
    { a: [1] },
    [{ a: [1] }, { a: [[1]] }, { a: 1 }, { a: [1, 2] }],
    [0, 1],
  ],
  [
    'a document matches only with the same order of keys',
    { a: { x: 1, y: 2 } },
    [{ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } }, { a: { x: 1, y: 2, z: 3 } }],
    [0],
  ],
  [
    'a dotted path goes into arrays of documents',
    { 'a.b': 2 },
    [{ a: [{ b: 1 }, { b: 2 }] }, { a: { b: [1, 2] } }, { a: [[{ b: 2 }]] }],
    [0, 1],
  ],
  [
    'a number in a path names a position',
    { 'a.1': 2 },
    [{ a: [1, 2] }, { a: [2, 1] }, { a: { '1': 2 } }, { a: [{ '1': 2 }] }, { a: [0, [2]] }],
    [0, 2, 3],
  ],
  [
    'a position may be followed by a field',
    { 'a.0.b': 1 },
    [{ a: [{ b: 1 }, { b: 2 }] }, { a: [{ b: 2 }, { b: 1 }] }, { a: [[{ b: 1 }]] }],
    [0, 2],
  ],
  [
    'a comparison stays within its type',
    { a: { $gt: 5 } },
    [{ a: 6 }, { a: '9' }, { a: new Date() }, { a: null }, { a: new Double(5.5) }],
    [0, 4],
  ],
  ['NaN is neither above nor below anything', { a: { $lt: 5 } }, [{ a: new Double(NaN) }, { a: 4 }], [1]],
  [
    'NaN equals NaN',
    { a: new Double(NaN) },
    [{ a: new Double(NaN) }, { a: 0 }, { a: Decimal128.fromString('NaN') }],
    [0, 2],
  ],
  ['$gte null matches null and missing', { a: { $gte: null } }, [{}, { a: null }, { a: 1 }], [0, 1]],
  ['$lt MaxKey matches every type', { a: { $lt: new MaxKey() } }, [{ a: 1 }, { a: 'x' }, { a: new MaxKey() }], [0, 1]],
  [
    'longs are not rounded',
    { a: Long.fromString('9007199254740993') },
    [{ a: Long.fromString('9007199254740992') }, { a: Long.fromString('9007199254740993') }],
    [1],
  ],
  ['$ne holds when no element is equal', { a: { $ne: 1 } }, [{ a: [1, 2] }, { a: [2] }, {}, { a: 1 }], [1, 2]],
  [
    '$in takes regular expressions and null',
    { a: { $in: [new BSONRegExp('^ab'), null, 7] } },
    [{ a: 'abc' }, {}, { a: [7] }, { a: 'xab' }, { a: 7.5 }],
    [0, 1, 2],
  ],
  [
    'a long $in finds numbers of any type',
    { a: { $in: [1, 2, 3, 4, 5, 6, 7, 8, 9, 'x', null] } },
    [{ a: new Double(9) }, { a: 'x' }, {}, { a: 10 }, { a: 'y' }],
    [0, 1, 2],
  ],
  [
    '$nin excludes missing when null is listed',
    { a: { $nin: [null, 1] } },
    [{}, { a: 1 }, { a: 2 }, { a: [1, 2] }],
    [2],
  ],
  ['$not matches a missing field', { a: { $not: { $gt: 5 } } }, [{}, { a: 6 }, { a: 5 }, { a: 'x' }], [0, 2, 3]],
  ['$not takes a regular expression', { a: { $not: new BSONRegExp('x') } }, [{ a: 'x' }, { a: 'y' }, {}], [1, 2]],
  ['several operators may be met by different elements', { a: { $gt: 5, $lt: 3 } }, [{ a: [1, 9] }, { a: 4 }], [0]],
  [
    '$elemMatch wants one element to meet all',
    { a: { $elemMatch: { $gt: 5, $lt: 8 } } },
    [{ a: [1, 9] }, { a: [6] }, { a: 6 }],
    [1],
  ],
  [
    '$elemMatch on documents',
    { a: { $elemMatch: { b: 1, c: 2 } } },
    [{ a: [{ b: 1 }, { c: 2 }] }, { a: [{ b: 1, c: 2 }] }, { a: { b: 1, c: 2 } }],
    [1],
  ],
  [
    '$elemMatch takes logical operators',
    { a: { $elemMatch: { $or: [{ b: 1 }, { b: 2 }] } } },
    [{ a: [{ b: 2 }] }, { a: [{ b: 3 }] }],
    [0],
  ],
  ['$elemMatch with $not', { a: { $elemMatch: { $not: { $gt: 5 } } } }, [{ a: [6, 7] }, { a: [6, 1] }, { a: [] }], [1]],
  ['$all wants every value', { a: { $all: [1, 2] } }, [{ a: [2, 1] }, { a: [1] }, { a: 1 }], [0]],
  [
    '$all takes $elemMatch',
    { a: { $all: [{ $elemMatch: { b: 1 } }, { $elemMatch: { b: 2 } }] } },
    [{ a: [{ b: 1 }, { b: 2 }] }, { a: [{ b: 1 }] }],
    [0],
  ],
  ['an empty $all matches nothing', { a: { $all: [] } }, [{ a: [] }, {}], []],
  [
    '$size looks at the array itself',
    { a: { $size: 1 } },
    [{ a: [1] }, { a: [[1, 2]] }, { a: 'x' }, { a: [] }],
    [0, 1],
  ],
  ['$exists', { a: { $exists: true } }, [{ a: null }, {}, { a: [] }], [0, 2]],
  ['$exists false', { 'a.b': { $exists: false } }, [{ a: [] }, { a: [{ b: 1 }] }, { a: 1 }], [0, 2]],
  [
    '$type by name and number, also of elements',
    { a: { $type: ['string', 16] } },
    [{ a: 'x' }, { a: 1 }, { a: new Double(1) }, { a: ['x'] }, {}],
    [0, 1, 3],
  ],
  ['$type number and array', { a: { $type: ['number', 'array'] } }, [{ a: Long.ONE }, { a: [] }, { a: 'x' }], [0, 1]],
  [
    '$mod cuts fractions off',
    { a: { $mod: [4, 1] } },
    [{ a: 5 }, { a: new Double(5.9) }, { a: 4 }, { a: 'x' }, { a: -3 }],
    [0, 1],
  ],
  [
    '$regex with options',
    { a: { $regex: '^垦.区$', $options: 'i' } },
    [{ a: '垦一区' }, { a: '垦区' }, { a: ['垦二区'] }],
    [0, 2],
  ],
  ['$regex on a 4-byte character', { a: new BSONRegExp('^.$') }, [{ a: '\u{20000}' }, { a: 'ab' }], [0]],
  [
    '$or, $and and $nor',
    { $or: [{ a: 1 }, { $and: [{ b: 1 }, { $nor: [{ c: 1 }] }] }] },
    [{ a: 1 }, { b: 1 }, { b: 1, c: 1 }],
    [0, 1],
  ],
  [
    'binary values differ by their bytes',
    { a: new Binary(Buffer.from('ab')) },
    [{ a: new Binary(Buffer.from('ab')) }, { a: new Binary(Buffer.from('ac')) }],
    [0],
  ],
  ['object ids', { _id: id }, [{ _id: new ObjectId(id.toHexString()) }, { _id: new ObjectId() }], [0]],
  [
    'bits',
    { a: { $bitsAllSet: [0, 2], $bitsAllClear: 2 } },
    [{ a: 5 }, { a: 7 }, { a: new Double(5) }, { a: new Double(5.5) }, { a: new Binary(Buffer.from([5])) }],
    [0, 2, 4],
  ],
  ['bits of negative numbers extend their sign', { a: { $bitsAnySet: [200] } }, [{ a: -1 }, { a: 1 }], [0]],
  ['no field is inherited', { constructor: { $exists: true } }, [{}], []],
  ['a DBRef is a value, not operators', { a: { $ref: 'c', $id: 1 } }, [{ a: { $ref: 'c', $id: 1 } }, { a: 1 }], [0]],
]

/** Refused filters with code and the beginning of the message. */
const refusals: [Document, number, string][] = [
  [{ a: { $foo: 1 } }, 2, 'unknown operator: $foo'],
  [{ $foo: 1 }, 2, 'unknown top level operator: $foo.'],
  [{ a: { $gt: 1, b: 2 } }, 2, 'unknown operator: b'],
  [{ $where: 'true' }, 2, '$where is not allowed in this context'],
  [{ $text: { $search: 'x' } }, 238, '$text'],
  [{ $jsonSchema: {} }, 238, '$jsonSchema'],
  [{ a: { $near: [0, 0] } }, 238, '$near'],
  [{ $or: [] }, 2, '$and/$or/$nor must be a nonempty array'],
  [{ $or: [1] }, 2, '$or/$and/$nor entries need to be full objects'],
  [{ a: { $in: 1 } }, 2, '$in needs an array'],
  [{ a: { $in: [{ $gt: 1 }] } }, 2, 'cannot nest $ under $in'],
  [{ a: { $size: -1 } }, 2, 'Failed to parse $size. Expected a non-negative number in: $size: -1'],
  [{ a: { $mod: [0, 1] } }, 2, 'divisor cannot be 0'],
  [{ a: { $type: 'text' } }, 2, 'Unknown type name alias: text'],
  [{ a: { $elemMatch: 1 } }, 2, '$elemMatch needs an Object'],
  [{ a: { $regex: '(' } }, 51091, 'Regular expression is invalid'],
  [{ a: { $options: 'i' } }, 2, '$options needs a $regex'],
  [{ a: { $not: 1 } }, 2, '$not needs a regex or a document'],
  [{ a: { $gt: new BSONRegExp('a') } }, 2, "Can't have RegEx as arg to predicate over field 'a'."],
]

describe('filters', () => {
  for (const [title, filter, documents, expected] of cases) {
    it(title, () => {
      assert.deepEqual(matching(filter, documents), expected)
    })
  }

  for (const [filter, code, message] of refusals) {
    it(`refuse ${JSON.stringify(filter)} with ${code}`, () => {
      const refused = refusal(filter)
      assert.equal(refused.code, code)
      assert.ok(refused.message.startsWith(message), refused.message)
    })
  }

  it('note the array position of the match, also through $elemMatch, and none without an array', () => {
    assert.equal(compileFilter({ 'a.b': 2 }).position({ a: [{ b: 1 }, { b: 2 }] }), 1)
    assert.equal(compileFilter({ a: { $elemMatch: { b: 2 } } }).position({ a: [{ b: 1 }, { b: 2 }] }), 1)
    assert.equal(compileFilter({ a: { $gt: 5 } }).position({ a: [1, 7, 9] }), 1)
    assert.equal(compileFilter({ a: 1 }).position({ a: 1 }), null)
  })

  it('follow a collation where strings are compared', () => {
    const collation = compileCollation({ locale: 'en_US', strength: 2 })
    const matcher = compileFilter({ x: 'PING' }, { collation })
    assert.ok(matcher.matches({ x: 'ping' }))
    assert.ok(!matcher.matches({ x: 'pong' }))
  })
})

describe('regular expressions', () => {
  const matches = (pattern: string, text: string, options = ''): boolean =>
    compileFilter({ a: { $regex: pattern, $options: options } }).matches({ a: text })

  it('mean what PCRE means where JavaScript differs', () => {
    assert.ok(matches('a$', 'a\n'), '$ matches before a last line end')
    assert.ok(!matches('a$', 'a\nb'))
    assert.ok(matches('a$', 'a\nb', 'm'))
    assert.ok(matches('^b', 'a\nb', 'm'))
    assert.ok(!matches('^b', 'a\nb'))
    assert.ok(matches('a.b', 'a\rb'), '. excludes the line feed only')
    assert.ok(!matches('a.b', 'a\nb'))
    assert.ok(matches('a.b', 'a\nb', 's'))
    assert.ok(!matches('^\\s$', '\u3000'), '\\s is ASCII')
    assert.ok(matches('^\\S$', '\u3000'))
    assert.ok(matches('a b # c', 'ab', 'x'))
    assert.ok(matches('(?i)ABC', 'xabc'))
    assert.ok(matches('\\Aab\\-c\\Z', 'ab-c'))
    assert.ok(matches('[[:digit:]]{2}', 'x12'))
    assert.ok(matches('\\Qa.b\\E', 'a.b'))
    assert.ok(matches('[\\s\\S]+', '\n'))
    assert.ok(matches('a{x}', 'a{x}'))
  })

  it('are refused where JavaScript has no equal', () => {
    for (const pattern of ['a++', '(?>a)', '(?R)', '\\Ka', '(*FAIL)']) {
      assert.equal(refusal({ a: { $regex: pattern } }).code, 51091, pattern)
    }
  })
})
