import assert from 'node:assert/strict'
import { Binary, BSONRegExp, Decimal128, Double, Long, ObjectId } from 'bson'
import { compileExpression, scopeOf } from '../../src/aggregate/expression.js'
import { CommandError } from '../../src/errors.js'
import { encode } from '../../src/values/document.js'
import type { Document } from '../../src/values/document.js'

const now = new Date('2026-01-02T03:04:05.678Z')

function evaluate(expression: unknown, document: Document = {}): unknown {
  return compileExpression(expression, scopeOf({ now, let: { limit: 7 } }))(document)
}

const double = (value: number): Double => new Double(value)
const long = (value: number | string): Long => Long.fromString(String(value))
const decimal = (text: string): Decimal128 => Decimal128.fromString(text)
const at = (text: string): Date => new Date(text)
const id = new ObjectId('65a0000000000000000000aa')

/** Each row: an expression, the document it is evaluated on, and the value with its type. */
const cases: [unknown, Document, unknown][] = [
  // Paths and variables
  ['$a.b', { a: { b: 1 } }, 1],
  ['$a.b', { a: [{ b: 1 }, {}, 5, { b: 2 }] }, [1, 2]],
  ['$a.0', { a: [1] }, []],
  ['$constructor', {}, undefined],
  ['$$ROOT.a', { a: 1 }, 1],
  ['$$limit', {}, 7],
  ['$$NOW', {}, now],
  ['$$REMOVE', {}, undefined],
  [{ a: '$x', b: '$y' }, { y: 1 }, { b: 1 }],
  [['$x', 1], {}, [null, 1]],
  [{ $literal: '$x' }, {}, '$x'],
  [{ $let: { vars: { x: 2, y: '$a' }, in: { $add: ['$$x', '$$y'] } } }, { a: 3 }, 5],
  // Arithmetic
  [{ $add: [1, 2] }, {}, 3],
  [{ $add: [2147483647, 1] }, {}, long(2147483648)],
  [{ $add: [long('9223372036854775807'), 1] }, {}, double(9223372036854775808)],
  [{ $add: [1, double(0.5)] }, {}, double(1.5)],
  [{ $add: [decimal('0.1'), decimal('0.2')] }, {}, decimal('0.3')],
  [{ $add: [at('2026-01-01T00:00:00Z'), 1000] }, {}, at('2026-01-01T00:00:01Z')],
  [{ $add: [1, '$missing'] }, {}, null],
  [{ $subtract: [5, long(3)] }, {}, long(2)],
  [{ $subtract: [at('2026-01-01T00:00:01Z'), at('2026-01-01T00:00:00Z')] }, {}, long(1000)],
  [{ $multiply: [3, double(0.5)] }, {}, double(1.5)],
  [{ $multiply: [2147483647, 2] }, {}, long(4294967294)],
  [{ $divide: [6, 2] }, {}, double(3)],
  [{ $divide: [decimal('1'), 3] }, {}, decimal('0.3333333333333333333333333333333333')],
  [{ $divide: [decimal('6'), decimal('2')] }, {}, decimal('3')],
  [{ $mod: [-7, 3] }, {}, -1],
  [{ $mod: [double(7.5), 2] }, {}, double(1.5)],
  [{ $mod: [decimal('7.5'), 2] }, {}, decimal('1.5')],
  [{ $abs: -5 }, {}, 5],
  [{ $ceil: double(1.2) }, {}, double(2)],
  [{ $floor: decimal('-1.2') }, {}, decimal('-2')],
  [{ $round: double(2.5) }, {}, double(2)],
  [{ $round: [double(1.005), 2] }, {}, double(1)],
  [{ $round: [decimal('2.675'), 2] }, {}, decimal('2.68')],
  [{ $round: [1250, -2] }, {}, 1200],
  [{ $trunc: [double(-1.29), 1] }, {}, double(-1.2)],
  [{ $pow: [2, 10] }, {}, 1024],
  [{ $pow: [2, 40] }, {}, long(1099511627776)],
  [{ $pow: [2, -1] }, {}, double(0.5)],
  [{ $sqrt: 16 }, {}, double(4)],
  [{ $ln: 1 }, {}, double(0)],
  // Comparison, logic
  [{ $eq: [1, double(1)] }, {}, true],
  [{ $eq: ['$missing', null] }, {}, false],
  [{ $lt: ['$missing', null] }, {}, true],
  [{ $cmp: ['a', 1] }, {}, 1],
  [{ $and: [1, 'x', []] }, {}, true],
  [{ $and: [long(0)] }, {}, false],
  [{ $or: [null, double(0), '$missing'] }, {}, false],
  [{ $not: [decimal('0')] }, {}, true],
  [{ $cond: ['$a', 1, 2] }, {}, 2],
  [{ $cond: { if: true, then: 1, else: 2 } }, {}, 1],
  [{ $ifNull: ['$a', null, 3] }, {}, 3],
  [
    {
      $switch: {
        branches: [
          { case: false, then: 1 },
          { case: { $gt: ['$a', 1] }, then: 2 },
        ],
        default: 3,
      },
    },
    { a: 2 },
    2,
  ],
  // Arrays
  [{ $arrayElemAt: ['$a', -1] }, { a: [1, 2] }, 2],
  [{ $arrayElemAt: ['$a', 5] }, { a: [1, 2] }, undefined],
  [{ $first: '$a' }, { a: [1, 2] }, 1],
  [{ $lastN: { n: 2, input: '$a' } }, { a: [1, 2, 3] }, [2, 3]],
  [{ $concatArrays: ['$a', [3]] }, { a: [1] }, [1, 3]],
  [{ $concatArrays: ['$a', null] }, { a: [1] }, null],
  [{ $in: [double(2), '$a'] }, { a: [1, 2] }, true],
  [{ $indexOfArray: ['$a', 2] }, { a: [1, 2] }, 1],
  [{ $isArray: '$a' }, { a: [] }, true],
  [{ $map: { input: '$a', as: 'x', in: { $multiply: ['$$x', 2] } } }, { a: [1, 2] }, [2, 4]],
  [{ $filter: { input: '$a', cond: { $gt: ['$$this', 1] }, limit: 1 } }, { a: [1, 2, 3] }, [2]],
  [{ $reduce: { input: '$a', initialValue: '', in: { $concat: ['$$value', '$$this'] } } }, { a: ['x', 'y'] }, 'xy'],
  [
    { $map: { input: '$a', in: { $map: { input: '$$this.b', as: 'y', in: { $add: ['$$y', '$$this.c'] } } } } },
    { a: [{ b: [1, 2], c: 1 }] },
    [[2, 3]],
  ],
  [{ $range: [0, 6, 2] }, {}, [0, 2, 4]],
  [{ $reverseArray: '$a' }, { a: [1, 2] }, [2, 1]],
  [{ $size: '$a' }, { a: [1, 2] }, 2],
  [{ $slice: ['$a', -2, 1] }, { a: [1, 2, 3] }, [2]],
  [{ $sortArray: { input: '$a', sortBy: { n: -1 } } }, { a: [{ n: 1 }, { n: 2 }] }, [{ n: 2 }, { n: 1 }]],
  [
    { $zip: { inputs: [[1, 2], ['a']], useLongestLength: true } },
    {},
    [
      [1, 'a'],
      [2, null],
    ],
  ],
  [
    {
      $setUnion: [
        [2, 1],
        [double(1), 3],
      ],
    },
    {},
    [1, 2, 3],
  ],
  [
    {
      $setIntersection: [
        [2, 1],
        [1, 3],
      ],
    },
    {},
    [1],
  ],
  [{ $setDifference: [[3, 1, 2], [1]] }, {}, [3, 2]],
  [{ $setIsSubset: [[1], [1, 2]] }, {}, true],
  [
    {
      $setEquals: [
        [1, 2, 1],
        [2, 1],
      ],
    },
    {},
    true,
  ],
  [{ $anyElementTrue: [[0, 1]] }, {}, true],
  // Objects
  [
    {
      $arrayToObject: [
        [
          ['a', 1],
          ['b', 2],
        ],
      ],
    },
    {},
    { a: 1, b: 2 },
  ],
  [{ $objectToArray: '$o' }, { o: { a: 1 } }, [{ k: 'a', v: 1 }]],
  [{ $mergeObjects: ['$o', null, { b: 2 }] }, { o: { a: 1, b: 1 } }, { a: 1, b: 2 }],
  [{ $getField: 'a.b' }, { 'a.b': 1 }, 1],
  [{ $setField: { field: { $literal: '$x' }, input: '$$ROOT', value: 1 } }, { a: 1 }, { a: 1, $x: 1 }],
  // Strings
  [{ $concat: ['a', '$b'] }, { b: '区' }, 'a区'],
  [{ $concat: ['a', '$b'] }, {}, null],
  [{ $toUpper: 'abcé区' }, {}, 'ABCé区'],
  [{ $toLower: null }, {}, ''],
  [{ $strLenCP: '垦\u{20000}' }, {}, 2],
  [{ $strLenBytes: '垦区' }, {}, 6],
  [{ $substrCP: ['垦\u{20000}区', 1, 1] }, {}, '\u{20000}'],
  [{ $substrBytes: ['垦区', 3, 3] }, {}, '区'],
  [{ $trim: { input: '  a b\n' } }, {}, 'a b'],
  [{ $ltrim: { input: 'xxa', chars: 'x' } }, {}, 'a'],
  [{ $split: ['a,b,,c', ','] }, {}, ['a', 'b', '', 'c']],
  [{ $indexOfCP: ['\u{20000}b', 'b'] }, {}, 1],
  [{ $strcasecmp: ['abc', 'ABD'] }, {}, -1],
  [{ $replaceAll: { input: 'a.a', find: 'a', replacement: { $literal: '$&' } } }, {}, '$&.$&'],
  [{ $replaceOne: { input: 'aa', find: 'a', replacement: 'b' } }, {}, 'ba'],
  [{ $regexMatch: { input: 'Abc', regex: '^a', options: 'i' } }, {}, true],
  [
    { $regexFind: { input: '\u{20000}ab', regex: new BSONRegExp('(a)(x)?') } },
    {},
    { match: 'a', idx: 1, captures: ['a', null] },
  ],
  [
    { $regexFindAll: { input: 'aba', regex: 'a' } },
    {},
    [
      { match: 'a', idx: 0, captures: [] },
      { match: 'a', idx: 2, captures: [] },
    ],
  ],
  // Conversions
  [{ $type: '$a' }, {}, 'missing'],
  [{ $type: '$a' }, { a: double(1) }, 'double'],
  [{ $toString: double(0.1) }, {}, '0.1'],
  [{ $toString: double(1e21) }, {}, '1e+21'],
  [{ $toString: double(5) }, {}, '5'],
  [{ $toString: id }, {}, '65a0000000000000000000aa'],
  [{ $toInt: '42' }, {}, 42],
  [{ $toInt: double(-1.9) }, {}, -1],
  [{ $toLong: at('2026-01-01T00:00:00Z') }, {}, long(1767225600000)],
  [{ $toDouble: '1e3' }, {}, double(1000)],
  [{ $toDecimal: double(0.1) }, {}, decimal('0.100000000000000')],
  [{ $toDate: long(0) }, {}, at('1970-01-01T00:00:00Z')],
  [{ $toObjectId: '65a0000000000000000000aa' }, {}, id],
  [{ $toBool: 'false' }, {}, true],
  [{ $isNumber: '1' }, {}, false],
  [{ $convert: { input: 'x', to: 'int', onError: -1 } }, {}, -1],
  [{ $convert: { input: null, to: 'int', onNull: 0 } }, {}, 0],
  // Dates
  [{ $year: at('2025-12-31T17:00:00Z') }, {}, 2025],
  [{ $year: { date: at('2025-12-31T17:00:00Z'), timezone: 'Asia/Shanghai' } }, {}, 2026],
  [{ $dayOfWeek: at('2026-11-22T00:00:00Z') }, {}, 1],
  [{ $isoWeek: at('2027-01-01T00:00:00Z') }, {}, 53],
  [{ $isoWeekYear: at('2027-01-01T00:00:00Z') }, {}, long(2026)],
  [{ $week: at('2026-01-04T00:00:00Z') }, {}, 1],
  [{ $dayOfYear: at('2024-12-31T00:00:00Z') }, {}, 366],
  [
    { $dateToString: { date: at('2026-01-01T00:30:00Z'), format: '%Y-%m-%d %H:%M %z', timezone: 'Asia/Urumqi' } },
    {},
    '2026-01-01 06:30 +0600',
  ],
  [{ $dateToString: { date: at('2026-01-01T00:30:00Z') } }, {}, '2026-01-01T00:30:00.000Z'],
  [{ $dateToString: { date: null, onNull: '—' } }, {}, '—'],
  [{ $dateFromString: { dateString: '2026-01-02T08:00:00+0800' } }, {}, at('2026-01-02T00:00:00Z')],
  [
    { $dateFromString: { dateString: '02/01/2026', format: '%d/%m/%Y', timezone: 'Asia/Shanghai' } },
    {},
    at('2026-01-01T16:00:00Z'),
  ],
  [
    { $dateTrunc: { date: at('2026-05-20T17:00:00Z'), unit: 'month', timezone: 'Asia/Shanghai' } },
    {},
    at('2026-04-30T16:00:00Z'),
  ],
  [
    { $dateTrunc: { date: at('2026-11-22T05:00:00Z'), unit: 'week', startOfWeek: 'monday' } },
    {},
    at('2026-11-16T00:00:00Z'),
  ],
  [{ $dateTrunc: { date: at('2026-05-20T17:44:00Z'), unit: 'minute', binSize: 15 } }, {}, at('2026-05-20T17:30:00Z')],
  [{ $dateAdd: { startDate: at('2026-01-31T00:00:00Z'), unit: 'month', amount: 1 } }, {}, at('2026-02-28T00:00:00Z')],
  [
    { $dateSubtract: { startDate: at('2026-03-01T00:00:00Z'), unit: 'day', amount: 1 } },
    {},
    at('2026-02-28T00:00:00Z'),
  ],
  [
    { $dateAdd: { startDate: at('2026-03-07T12:00:00Z'), unit: 'day', amount: 1, timezone: 'America/New_York' } },
    {},
    at('2026-03-08T11:00:00Z'),
  ],
  [
    { $dateDiff: { startDate: at('2025-12-31T23:59:00Z'), endDate: at('2026-01-01T00:00:00Z'), unit: 'year' } },
    {},
    long(1),
  ],
  [
    { $dateDiff: { startDate: at('2026-11-21T00:00:00Z'), endDate: at('2026-11-22T00:00:00Z'), unit: 'week' } },
    {},
    long(1),
  ],
  [
    { $dateToParts: { date: at('2026-01-02T03:04:05.006Z') } },
    {},
    { year: 2026, month: 1, day: 2, hour: 3, minute: 4, second: 5, millisecond: 6 },
  ],
  [{ $dateFromParts: { year: 2026, month: 14, day: 1 } }, {}, at('2027-02-01T00:00:00Z')],
  // Accumulators as expressions
  [{ $sum: '$a' }, { a: [1, long(2), 'x', double(0.5)] }, double(3.5)],
  [{ $avg: [1, 2] }, {}, double(1.5)],
  [{ $avg: '$a' }, { a: [] }, null],
  [{ $max: ['$a', 'x', 2] }, {}, 'x'],
  [{ $min: '$a' }, { a: [3, null, 1] }, 1],
  [{ $stdDevSamp: [2, 4] }, {}, double(Math.sqrt(2))],
]

/** Refusals: an expression and MongoDB's code. */
const refusals: [unknown, number, RegExp][] = [
  [{ $foo: 1 }, 168, /^Unrecognized expression '\$foo'$/],
  [{ $add: [1], $subtract: [1] }, 15983, /must have exactly one field/],
  ['$$nope', 17276, /^Use of undefined variable: nope$/],
  ['$a..b', 15998, /may not be empty/],
  [{ $add: ['x', 1] }, 14, /^\$add only supports numeric or date types, not string$/],
  [{ $divide: [1, 0] }, 2, /can't \$divide by zero/],
  [{ $mod: [1, 0] }, 16610, /can't \$mod by zero/],
  [{ $subtract: [1] }, 16020, /takes exactly 2 arguments. 1 were passed in/],
  [{ $size: 'x' }, 17124, /must be an array, but was of type: string/],
  [{ $concat: [1] }, 16702, /\$concat only supports strings, not int/],
  [{ $toInt: 'x' }, 241, /^Failed to parse number 'x' in \$convert with no onError value/],
  [{ $toInt: long('2147483648') }, 241, /overflow/],
  [{ $toDate: 5 }, 241, /^Unsupported conversion from int to date/],
  [{ $dateToString: { date: now, format: '%q' } }, 18536, /Invalid format character '%q'/],
  [{ $year: { date: now, timezone: 'Mars/Base' } }, 40485, /unrecognized time zone identifier/],
  [{ $switch: { branches: [{ case: false, then: 1 }] } }, 40066, /could not find a matching branch/],
  [{ $function: { body: 'x', args: [], lang: 'js' } }, 168, /Unrecognized expression/],
  [{ $pow: [0, -1] }, 28764, /base of 0/],
  [{ $setField: { field: '$x', input: '$$ROOT', value: 1 } }, 5654602, /constant string/],
  [{ $dateFromString: { dateString: 'yesterday' } }, 241, /Error parsing date string/],
]

describe('expressions', () => {
  for (const [expression, document, expected] of cases) {
    it(`${JSON.stringify(expression)} on ${JSON.stringify(document)}`, () => {
      const actual = evaluate(expression, document)
      assert.deepEqual(actual, expected)
      assert.deepEqual(encode({ v: actual }), encode({ v: expected }))
    })
  }

  for (const [expression, code, message] of refusals) {
    it(`refuse ${JSON.stringify(expression)} with ${code}`, () => {
      assert.throws(
        () => evaluate(expression),
        (error) => {
          assert.ok(error instanceof CommandError)
          assert.equal(error.code, code, error.message)
          assert.match(error.message, message)
          return true
        },
      )
    })
  }

  it('compare binary values by their bytes', () => {
    const document = { a: new Binary(Buffer.from('ab')), b: new Binary(Buffer.from('ac')) }
    assert.equal(evaluate({ $eq: ['$a', '$b'] }, document), false)
  })
})
