import assert from 'node:assert/strict'
import fc from 'fast-check'
import { canonicalJson, sha256, sha256hex } from './browser-verifier.js'

describe('the checksum in the browser', () => {
  it('gives the published SHA-256 values', () => {
    assert.equal(sha256hex(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    assert.equal(sha256hex('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    assert.equal(
      sha256hex('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'),
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    )
    assert.equal(sha256hex('a'.repeat(1_000_000)), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0')
  })

  it('agrees with the server on every length around a block', () => {
    for (let length = 0; length <= 200; length += 1) {
      const text = '绿'.repeat(length).slice(0, length) + 'x'.repeat(length)
      assert.equal(sha256hex(text), sha256(text), `${length}`)
    }
  })

  it('agrees with the server on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 150 }), (text) => {
        assert.equal(sha256hex(text), sha256(text))
      }),
    )
  })
})

describe('canonical JSON in the browser', () => {
  it('is that of RFC 8785', () => {
    const sample: unknown = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`)
    const expected =
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`
    assert.equal(canonicalJson(sample), expected)
  })

  it('sorts keys by UTF-16 code unit, as RFC 8785 section 3.2.3 shows', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
    const sorted = Object.keys(JSON.parse(canonicalJson(Object.fromEntries(names.map((name) => [name, 0])))) as object)
    const [one, ...others] = sorted
    assert.equal(one, '1')
    assert.deepEqual(others, ['\r', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'])
  })

  it('does not depend on the layout or the order of the file', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const canonical = canonicalJson(value)
        assert.equal(canonicalJson(JSON.parse(JSON.stringify(value, null, 4))), canonical)
        assert.equal(canonicalJson(JSON.parse(canonical)), canonical)
      }),
    )
  })

  it('refuses a number that is not one', () => {
    assert.throws(() => canonicalJson(JSON.parse('{"a":1e400}')), TypeError)
  })
})
