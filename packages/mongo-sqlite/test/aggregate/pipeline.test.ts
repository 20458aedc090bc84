import assert from 'node:assert/strict'
import { Decimal128, Double, Long } from 'bson'
import { pushdown, runPipeline, splitWriteStage } from '../../src/aggregate/pipeline.js'
import { CommandError } from '../../src/errors.js'
import { compileFilter } from '../../src/query/filter.js'
import { compileUpdate } from '../../src/update/update.js'
import { compileCollation } from '../../src/values/collation.js'
import { encode } from '../../src/values/document.js'
import type { Document } from '../../src/values/document.js'

const now = new Date('2026-01-02T00:00:00Z')

const others: Record<string, Document[]> = {
  banks: [
    { _id: 1, name: 'A', rate: new Double(3.5) },
    { _id: 2, name: 'B', rate: new Double(4) },
    { _id: 3, name: null },
  ],
}

let asked: (Document | undefined)[] = []

function run(source: Document[], stages: Document[], extra: Record<string, unknown> = {}): Document[] {
  asked = []
  const collection = (name: string, filter?: Document): Document[] => {
    asked.push(filter)
    const all = others[name] ?? []
    return filter === undefined ? all : all.filter((document) => compileFilter(filter).matches(document))
  }
  return Array.from(runPipeline(stages, { source, collection, now, ...extra }))
}

const five: Document[] = [1, 2, 3, 4, 5].map((n) => ({ _id: n, n, g: n % 2 === 0 ? 'even' : 'odd' }))

/** Each row: what it shows, the source, the stages and the result; types and key order count. */
const cases: [string, Document[], Document[], Document[]][] = [
  [
    '$match, $sort, $skip and $limit',
    five,
    [{ $match: { n: { $gt: 1 } } }, { $sort: { n: -1 } }, { $skip: 1 }, { $limit: 2 }],
    [five[3] ?? {}, five[2] ?? {}],
  ],
  [
    '$project computes and keeps',
    [{ _id: 1, a: { b: 1, c: 2 }, d: 3 }],
    [{ $project: { 'a.b': 1, x: { $add: ['$d', 1] } } }],
    [{ _id: 1, a: { b: 1 }, x: 4 }],
  ],
  ['$project leaves out', [{ _id: 1, a: 1, b: 1 }], [{ $project: { a: 0 } }], [{ _id: 1, b: 1 }]],
  [
    '$addFields sets in place, also in arrays, and $$REMOVE removes',
    [{ _id: 1, a: [{ x: 1 }, 2], b: 1, c: 1 }],
    [{ $addFields: { 'a.y': '$b', b: 9, c: '$$REMOVE' } }],
    [{ _id: 1, a: [{ x: 1, y: 1 }, { y: 1 }], b: 9 }],
  ],
  ['$unset', [{ _id: 1, a: { b: 1, c: 1 }, d: 1 }], [{ $unset: ['a.b', 'd'] }], [{ _id: 1, a: { c: 1 } }]],
  [
    '$unwind makes one document per element',
    [{ _id: 1, a: [1, 2] }, { _id: 2, a: 3 }, { _id: 3, a: [] }, { _id: 4 }],
    [{ $unwind: '$a' }],
    [
      { _id: 1, a: 1 },
      { _id: 1, a: 2 },
      { _id: 2, a: 3 },
    ],
  ],
  [
    '$unwind may keep what has no elements',
    [{ _id: 1, a: { b: [5] } }, { _id: 2, a: { b: [] } }, { _id: 3 }],
    [{ $unwind: { path: '$a.b', includeArrayIndex: 'i', preserveNullAndEmptyArrays: true } }],
    [
      { _id: 1, a: { b: 5 }, i: Long.fromNumber(0) },
      { _id: 2, a: {}, i: null },
      { _id: 3, i: null },
    ],
  ],
  [
    '$group sums by type and in order of appearance',
    five,
    [
      {
        $group: {
          _id: '$g',
          sum: { $sum: '$n' },
          avg: { $avg: '$n' },
          all: { $push: '$n' },
          first: { $first: '$n' },
          last: { $last: '$n' },
          max: { $max: '$n' },
          count: { $count: {} },
        },
      },
    ],
    [
      { _id: 'odd', sum: 9, avg: new Double(3), all: [1, 3, 5], first: 1, last: 5, max: 5, count: 3 },
      { _id: 'even', sum: 6, avg: new Double(3), all: [2, 4], first: 2, last: 4, max: 4, count: 2 },
    ],
  ],
  [
    '$group puts equal numbers of all types, and null with missing, together',
    [{ k: 1 }, { k: new Double(1) }, { k: Long.ONE }, { k: Decimal128.fromString('1.0') }, { k: null }, {}],
    [{ $group: { _id: '$k', n: { $sum: 1 } } }],
    [
      { _id: 1, n: 4 },
      { _id: null, n: 2 },
    ],
  ],
  [
    '$group tells long keys apart that a double could not',
    [{ k: Long.fromString('9007199254740993') }, { k: Long.fromString('9007199254740992') }],
    [{ $group: { _id: '$k' } }],
    [{ _id: Long.fromString('9007199254740993') }, { _id: Long.fromString('9007199254740992') }],
  ],
  [
    '$group by several fields leaves missing ones out',
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ $group: { _id: { a: '$a', b: '$b' } } }],
    [{ _id: { a: 1 } }, { _id: { a: 1, b: 2 } }],
  ],
  [
    'sums of whole numbers are exact beyond 2^53',
    [{ n: Long.fromString('9007199254740993') }, { n: 1 }],
    [{ $group: { _id: null, s: { $sum: '$n' } } }],
    [{ _id: null, s: Long.fromString('9007199254740994') }],
  ],
  [
    'sums of decimals are exact',
    [{ n: Decimal128.fromString('0.1') }, { n: Decimal128.fromString('0.2') }, { n: 1 }],
    [{ $group: { _id: null, s: { $sum: '$n' }, a: { $avg: '$n' } } }],
    [{ _id: null, s: Decimal128.fromString('1.3'), a: Decimal128.fromString('0.4333333333333333333333333333333333') }],
  ],
  [
    'sums of doubles lose nothing on the way',
    [{ n: new Double(1e16) }, { n: new Double(1) }, { n: new Double(-1e16) }],
    [{ $group: { _id: null, s: { $sum: '$n' } } }],
    [{ _id: null, s: new Double(1) }],
  ],
  [
    '$addToSet and $mergeObjects',
    [{ v: 1, o: { a: 1 } }, { v: new Double(1), o: { a: 2, b: 1 } }, { v: 2 }],
    [{ $group: { _id: null, s: { $addToSet: '$v' }, m: { $mergeObjects: '$o' } } }],
    [{ _id: null, s: [1, 2], m: { a: 2, b: 1 } }],
  ],
  [
    '$top, $bottomN and $minN',
    five,
    [
      {
        $group: {
          _id: null,
          t: { $top: { sortBy: { n: -1 }, output: '$n' } },
          b: { $bottomN: { sortBy: { n: -1 }, output: '$n', n: 2 } },
          m: { $minN: { input: '$n', n: 2 } },
        },
      },
    ],
    [{ _id: null, t: 5, b: [2, 1], m: [1, 2] }],
  ],
  ['$count', five, [{ $match: { n: { $lt: 3 } } }, { $count: 'n' }], [{ n: 2 }]],
  ['$count of nothing is no document', [], [{ $count: 'n' }], []],
  [
    '$facet runs each pipeline on all documents',
    five,
    [{ $facet: { a: [{ $match: { n: 1 } }], b: [{ $count: 'n' }] } }],
    [{ a: [five[0] ?? {}], b: [{ n: 5 }] }],
  ],
  [
    '$sortByCount',
    five,
    [{ $sortByCount: '$g' }],
    [
      { _id: 'odd', count: 3 },
      { _id: 'even', count: 2 },
    ],
  ],
  [
    '$replaceRoot and $replaceWith',
    [{ _id: 1, a: { b: 1 } }],
    [{ $replaceRoot: { newRoot: '$a' } }, { $replaceWith: { c: '$b' } }],
    [{ c: 1 }],
  ],
  [
    '$bucket',
    five,
    [{ $bucket: { groupBy: '$n', boundaries: [1, 3, 5], default: 'rest', output: { all: { $push: '$n' } } } }],
    [
      { _id: 1, all: [1, 2] },
      { _id: 3, all: [3, 4] },
      { _id: 'rest', all: [5] },
    ],
  ],
  [
    '$unionWith',
    [{ _id: 9 }],
    [{ $unionWith: { coll: 'banks', pipeline: [{ $match: { _id: 1 } }, { $project: { name: 1 } }] } }],
    [{ _id: 9 }, { _id: 1, name: 'A' }],
  ],
  ['$documents', [], [{ $documents: [{ a: 1 }, { a: { $add: [1, 1] } }] }, { $match: { a: 2 } }], [{ a: 2 }]],
  [
    '$lookup by field, also from arrays, null with missing',
    [{ _id: 1, bank: 'A' }, { _id: 2, bank: ['A', 'B'] }, { _id: 3 }],
    [
      { $lookup: { from: 'banks', localField: 'bank', foreignField: 'name', as: 'b' } },
      { $project: { ids: '$b._id' } },
    ],
    [
      { _id: 1, ids: [1] },
      { _id: 2, ids: [1, 2] },
      { _id: 3, ids: [3] },
    ],
  ],
  [
    '$lookup by pipeline with variables',
    [{ _id: 1, most: new Double(3.7) }],
    [
      {
        $lookup: {
          from: 'banks',
          let: { most: '$most' },
          pipeline: [
            { $match: { $expr: { $and: [{ $lte: ['$rate', '$$most'] }, { $gt: ['$rate', 0] }] } } },
            { $project: { _id: 1 } },
          ],
          as: 'b',
        },
      },
    ],
    [{ _id: 1, most: new Double(3.7), b: [{ _id: 1 }] }],
  ],
  [
    '$lookup by field and pipeline',
    [{ _id: 1, bank: 'A' }],
    [
      {
        $lookup: {
          from: 'banks',
          localField: 'bank',
          foreignField: 'name',
          pipeline: [{ $match: { rate: { $gt: 9 } } }],
          as: 'b',
        },
      },
    ],
    [{ _id: 1, bank: 'A', b: [] }],
  ],
]

const refusals: [Document[], number, RegExp][] = [
  [[{ $foo: {} }], 40324, /^Unrecognized pipeline stage name: '\$foo'$/],
  [[{ $match: {}, $sort: {} }], 40323, /exactly one field/],
  [[{ $out: 'x' }, { $match: {} }], 40601, /\$out can only be the final stage/],
  [[{ $limit: 0 }], 15958, /the limit must be positive/],
  [[{ $group: { n: { $sum: 1 } } }], 15955, /must include an _id/],
  [[{ $group: { _id: 1, n: { $foo: 1 } } }], 15952, /unknown group operator '\$foo'/],
  [[{ $group: { _id: 1, n: 5 } }], 40234, /must be an accumulator object/],
  [[{ $unwind: 'a' }], 28818, /should be prefixed with a '\$'/],
  [[{ $project: {} }], 51272, /at least one field/],
  [[{ $facet: { a: [{ $out: 'x' }] } }], 40600, /not allowed to be used within a \$facet/],
  [[{ $graphLookup: {} }], 238, /not supported/],
  [[{ $replaceRoot: { newRoot: '$n' } }], 40228, /must evaluate to an object/],
  [[{ $bucket: { groupBy: '$n', boundaries: [3, 1] } }], 40194, /sorted in ascending order/],
]

describe('pipelines', () => {
  for (const [title, source, stages, expected] of cases) {
    it(title, () => {
      const before = source.map((document) => encode(document))
      const actual = run(source, stages)
      assert.deepEqual(actual, expected)
      assert.deepEqual(
        actual.map((document) => encode(document)),
        expected.map((document) => encode(document)),
      )
      assert.deepEqual(
        source.map((document) => encode(document)),
        before,
        'the source is not touched',
      )
    })
  }

  for (const [stages, code, message] of refusals) {
    it(`refuse ${JSON.stringify(stages)} with ${code}`, () => {
      assert.throws(
        () => run(five, stages),
        (error) => {
          assert.ok(error instanceof CommandError)
          assert.equal(error.code, code, error.message)
          assert.match(error.message, message)
          return true
        },
      )
    })
  }

  it('hand the joined key to the other collection as an equality', () => {
    const lookup = { from: 'banks', localField: 'bank', foreignField: 'name', as: 'b' }
    run([{ bank: 'A' }, { bank: ['A', 'B'] }], [{ $lookup: lookup }])
    assert.deepEqual(asked, [{ name: { $eq: 'A' } }, { name: { $in: ['A', 'B'] } }])
  })

  it('know the variables of the command', () => {
    assert.deepEqual(run(five, [{ $match: { $expr: { $eq: ['$n', '$$wanted'] } } }], { let: { wanted: 2 } }), [five[1]])
  })

  it('group by a collation', () => {
    const collation = compileCollation({ locale: 'en', strength: 2 })
    const grouped = run([{ k: 'a' }, { k: 'A' }], [{ $group: { _id: '$k', n: { $sum: 1 } } }], { collation })
    assert.deepEqual(grouped, [{ _id: 'a', n: 2 }])
  })

  it('take a sample without repetition', () => {
    const taken = run(five, [{ $sample: { size: 3 } }]).map((document) => document._id)
    assert.equal(new Set(taken).size, 3)
  })
})

describe('the beginning of a pipeline', () => {
  it('is taken off for an index', () => {
    const stages = [
      { $match: { a: 1 } },
      { $match: { b: 1 } },
      { $sort: { c: 1 } },
      { $skip: 2 },
      { $limit: 3 },
      { $count: 'n' },
    ]
    assert.deepEqual(pushdown(stages), {
      filter: { $and: [{ a: 1 }, { b: 1 }] },
      sort: { c: 1 },
      skip: 2,
      limit: 3,
      rest: [{ $count: 'n' }],
    })
  })

  it('ends where the order of stages would change', () => {
    assert.deepEqual(pushdown([{ $limit: 3 }, { $skip: 1 }]), { limit: 3, rest: [{ $skip: 1 }] })
    assert.deepEqual(pushdown([{ $sort: { a: 1 } }, { $match: { a: 1 } }]), {
      sort: { a: 1 },
      rest: [{ $match: { a: 1 } }],
    })
  })

  it('ends in $out or $merge at most once', () => {
    assert.deepEqual(splitWriteStage([{ $match: {} }, { $out: 'x' }]), {
      stages: [{ $match: {} }],
      write: { $out: 'x' },
    })
    assert.throws(() => splitWriteStage([{ $out: 'x' }, { $match: {} }]), /\$out can only be the final stage/)
  })
})

describe('pipeline updates', () => {
  it('compute from the document and keep _id', () => {
    const update = compileUpdate([{ $set: { total: { $add: ['$a', 1] }, at: '$$NOW' } }, { $unset: 'a' }], { now })
    const result = update.apply({ _id: 1, a: 1 }, { position: null, insert: false })
    assert.deepEqual(result, { _id: 1, total: 2, at: now })
    const replaced = compileUpdate([{ $replaceWith: { x: '$a' } }]).apply(
      { _id: 1, a: 2 },
      { position: null, insert: false },
    )
    assert.deepEqual(replaced, { _id: 1, x: 2 })
  })

  it('refuse other stages and a changed _id', () => {
    assert.throws(() => compileUpdate([{ $match: {} }]), /\$match is not allowed to be used within an update/)
    const update = compileUpdate([{ $set: { _id: 2 } }])
    assert.throws(() => update.apply({ _id: 1 }, { position: null, insert: false }), /immutable/)
  })
})
