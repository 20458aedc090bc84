import assert from 'node:assert/strict'
import { Decimal128, Double, Long } from 'bson'
import fc from 'fast-check'
import { compareValues } from '../../src/values/compare.js'
import { encodeKey } from '../../src/values/key.js'
import { numbers, values } from './arbitrary.js'

describe('index keys', () => {
  it('are in the order of the values, and equal only when the values are', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        assert.equal(Buffer.compare(encodeKey([a]), encodeKey([b])), Math.sign(compareValues(a, b)))
      }),
      { numRuns: 3000 },
    )
  })

  it('order numbers of all kinds exactly', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        assert.equal(Buffer.compare(encodeKey([a]), encodeKey([b])), Math.sign(compareValues(a, b)))
      }),
      { numRuns: 3000 },
    )
  })

  it('of several fields follow the first difference, in the direction of its field', () => {
    const direction = fc.constantFrom<1 | -1>(1, -1)
    fc.assert(
      fc.property(fc.tuple(values, values), fc.tuple(values, values), fc.tuple(direction, direction), (a, b, by) => {
        const first = Math.sign(compareValues(a[0], b[0])) * by[0]
        const expected = first || Math.sign(compareValues(a[1], b[1])) * by[1]
        assert.equal(Buffer.compare(encodeKey(a, by), encodeKey(b, by)), expected || 0)
      }),
      { numRuns: 2000 },
    )
  })

  it('give one key to the same number in every type', () => {
    const keys = [7, new Double(7), Long.fromNumber(7), Decimal128.fromString('7.00')].map((n) => encodeKey([n]))
    for (const key of keys) assert.deepEqual(key, keys[0])
  })

  it('tell a long apart from the double it would round to', () => {
    const long = encodeKey([Long.fromString('9007199254740993')])
    assert.equal(Buffer.compare(long, encodeKey([new Double(9007199254740992)])), 1)
  })
})
