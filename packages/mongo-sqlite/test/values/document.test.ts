import assert from 'node:assert/strict'
import { deserialize, Double, Int32, Long, serialize } from 'bson'
import fc from 'fast-check'
import { copyOf, decode, documentOf, drop, encode, get, keysOf, put } from '../../src/values/document.js'
import { CommandError } from '../../src/errors.js'
import { typeName } from '../../src/values/types.js'
import { values } from './arbitrary.js'

describe('documents', () => {
  it('come back byte for byte after decoding', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const bytes = encode(
          documentOf([
            ['x', a],
            ['1', b],
            ['0', a],
          ]),
        )
        assert.deepEqual(encode(decode(bytes)), bytes)
      }),
      { numRuns: 2000 },
    )
  })

  it('agree with the bytes of the bson package', () => {
    const document = {
      n: new Int32(5),
      d: new Double(5),
      l: Long.fromNumber(5),
      s: '垦区',
      a: [1, { b: null }],
      t: new Date(7),
    }
    assert.deepEqual(encode(document), Buffer.from(serialize(document)))
    assert.equal(deserialize(encode({ s: '垦区' })).s, '垦区')
  })

  it('keep int, double and long apart', () => {
    const document = decode(serialize({ i: new Int32(5), d: new Double(5), l: Long.fromNumber(5) }))
    assert.deepEqual(
      keysOf(document).map((key) => typeName(document[key])),
      ['int', 'double', 'long'],
    )
  })

  it('keep keys that look like numbers where they were', () => {
    const document = documentOf([
      ['b', 1],
      ['2', 2],
      ['1', 3],
    ])
    assert.deepEqual(keysOf(document), ['b', '2', '1'])
    assert.deepEqual(keysOf(decode(encode(document))), ['b', '2', '1'])
    const copy = copyOf(document)
    drop(copy, '2')
    put(copy, '2', 4)
    assert.deepEqual(keysOf(copy), ['b', '1', '2'])
    assert.deepEqual(keysOf(document), ['b', '2', '1'])
  })

  it('have no inherited fields', () => {
    const document = decode(encode({ a: 1 }))
    assert.equal(get(document, 'constructor'), undefined)
    assert.equal(get(document, '__proto__'), undefined)
    const own = decode(encode(documentOf([['__proto__', 5]])))
    assert.equal(get(own, '__proto__'), 5)
    assert.deepEqual(keysOf(own), ['__proto__'])
  })

  it('that are cut short or lie about their length are refused', () => {
    const bytes = encode({ a: 'text', b: [1, 2] })
    for (let length = 0; length < bytes.length; length++) {
      assert.throws(() => decode(bytes.subarray(0, length)), Error)
    }
    const longer = Buffer.from(bytes)
    longer.writeInt32LE(bytes.length - 1, 0)
    assert.throws(() => decode(longer), CommandError)
  })
})
