import assert from 'node:assert/strict'
import fc from 'fast-check'
import { repeatedKeys } from '../../src/kernel/repeated-keys.js'

describe('names that stand twice in one object', () => {
  it('are found at any depth, with their line', () => {
    const text = '{"a":1,\n "b":[{"c":1,\n"c":2}],"a":3}'
    assert.deepEqual(repeatedKeys(text), [
      { key: 'c', line: 3, depth: 3 },
      { key: 'a', line: 3, depth: 1 },
    ])
  })

  it('are told apart from the same name in another object, and from text', () => {
    assert.deepEqual(repeatedKeys('{"a":{"a":"\\"a\\": {"},"b":[{"a":1},{"a":2}]}'), [])
  })

  it('are the same name however it is written', () => {
    assert.equal(repeatedKeys('{"a":1,"\\u0061":2}')[0]?.key, 'a')
  })

  it('are never found in what JSON.stringify writes', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => assert.deepEqual(repeatedKeys(JSON.stringify(value)), [])))
  })
})
