import assert from 'node:assert/strict'
import { Binary, BSONRegExp, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'
import fc from 'fast-check'
import { compareValues, valuesEqual } from '../../src/values/compare.js'
import { documentOf } from '../../src/values/document.js'
import { numbers, values } from './arbitrary.js'

describe('comparing values', () => {
  it('orders the types as MongoDB does', () => {
    const ascending = [
      new MinKey(),
      undefined,
      null,
      new Double(NaN),
      -1,
      new Double(1.5),
      'a',
      { a: 1 },
      [],
      new Binary(Buffer.from('a')),
      new ObjectId(),
      false,
      true,
      new Date(0),
      new Timestamp({ t: 1, i: 1 }),
      new BSONRegExp('a'),
      new MaxKey(),
    ]
    ascending.forEach((low, i) => {
      ascending.slice(i + 1).forEach((high) => {
        assert.ok(compareValues(low, high) < 0)
        assert.ok(compareValues(high, low) > 0)
      })
    })
  })

  it('compares longs, doubles and decimals without rounding', () => {
    assert.ok(compareValues(Long.fromString('9007199254740993'), new Double(9007199254740992)) > 0)
    assert.ok(compareValues(Decimal128.fromString('0.1'), new Double(0.1)) < 0)
    assert.ok(valuesEqual(Decimal128.fromString('0.5'), new Double(0.5)))
    assert.ok(valuesEqual(new Double(-0), 0))
    assert.ok(valuesEqual(Decimal128.fromString('1.0'), 1))
  })

  it('compares strings by code point, not by UTF-16 unit', () => {
    assert.ok(compareValues('\u{1F600}', '\uFFFD') > 0)
    assert.ok(compareValues('垦区', '垦區') < 0)
    assert.ok(compareValues('a', 'ab') < 0)
  })

  it('looks at the order of keys, also of keys that look like numbers', () => {
    assert.ok(!valuesEqual({ a: 1, b: 2 }, { b: 2, a: 1 }))
    const later = documentOf([
      ['b', 1],
      ['1', 1],
    ])
    assert.ok(!valuesEqual(later, { '1': 1, b: 1 }))
    assert.ok(compareValues({ a: 1 }, { a: 1, b: 1 }) < 0)
    assert.ok(compareValues({ b: 1 }, { a: 'x' }) < 0, 'the type of the value counts before the name')
  })

  it('tells two binary values of the same length apart, and shorter ones come first', () => {
    assert.ok(!valuesEqual(new Binary(Buffer.from('ab')), new Binary(Buffer.from('ac'))))
    assert.ok(compareValues(new Binary(Buffer.from('z')), new Binary(Buffer.from('aa'))) < 0)
    assert.ok(!valuesEqual(new Binary(Buffer.from('a'), 0), new Binary(Buffer.from('a'), 4)))
  })

  it('is a total order', () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        const [low, middle, high] = [a, b, c].sort((x, y) => compareValues(x, y))
        assert.ok(compareValues(low, middle) <= 0 && compareValues(middle, high) <= 0 && compareValues(low, high) <= 0)
        assert.equal(Math.sign(compareValues(a, b)) + Math.sign(compareValues(b, a)), 0)
      }),
      { numRuns: 1000 },
    )
    fc.assert(fc.property(numbers, (n) => valuesEqual(n, n)))
  })
})
