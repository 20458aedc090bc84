import assert from 'node:assert/strict'
import { compileCollation } from '../../src/values/collation.js'
import { compareValues } from '../../src/values/compare.js'

describe('collations', () => {
  it('ignore case at strength 2 and accents too at strength 1', () => {
    const two = compileCollation({ locale: 'en_US', strength: 2 })
    assert.equal(compareValues('PING', 'ping', two), 0)
    assert.notEqual(compareValues('é', 'e', two), 0)
    assert.equal(compareValues('é', 'E', compileCollation({ locale: 'en', strength: 1 })), 0)
  })

  it('order numbers in text by value when asked', () => {
    assert.ok(compareValues('a10', 'a9', compileCollation({ locale: 'en', numericOrdering: true })) > 0)
    assert.ok(compareValues('a10', 'a9', compileCollation({ locale: 'en' })) < 0)
  })

  it('order Chinese by pinyin', () => {
    assert.ok(compareValues('阿克苏', '石河子', compileCollation({ locale: 'zh' })) < 0)
  })

  it('reach into documents and arrays', () => {
    assert.equal(compareValues({ a: ['X'] }, { a: ['x'] }, compileCollation({ locale: 'en', strength: 2 })), 0)
  })

  it('are none for the simple locale', () => {
    assert.equal(compileCollation({ locale: 'simple' }), undefined)
    assert.equal(compileCollation(undefined), undefined)
  })

  it('are refused where ICU is asked for something Intl cannot do', () => {
    for (const spec of [
      { locale: 'en', strength: 4 },
      { locale: 'en', backwards: true },
      { locale: 'en', alternate: 'shifted' },
      { locale: 'xx-nowhere-at-all' },
      { locale: 'en', color: 1 },
      {},
    ]) {
      assert.throws(() => compileCollation(spec))
    }
  })
})
