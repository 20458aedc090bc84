import assert from 'node:assert/strict'
import { groupDigits, literally, toHalfWidth } from '../../src/kernel/text.js'

describe('text', () => {
  it('turns full-width signs into half-width ones and leaves Chinese alone', () => {
    assert.equal(toHalfWidth('ＡＢＣ１２３，．％（）～'), 'ABC123,.%()~')
    assert.equal(toHalfWidth('第八师　石河子市。😀'), '第八师 石河子市。😀')
  })

  it('groups digits by thousands and never writes minus zero', () => {
    assert.equal(groupDigits(1234567.891, 2), '1,234,567.89')
    assert.equal(groupDigits(-0.001, 2), '0')
    assert.throws(() => groupDigits(Number.NaN, 2), RangeError)
  })

  it('is sought to the letter, whatever its signs mean in a pattern', () => {
    const text = 'a.b*c+d?e^f$g{1}(h)|[i]\\'
    assert.match(text, new RegExp(`^${literally(text)}$`))
    assert.doesNotMatch('甲乙', new RegExp(literally('甲.')))
    assert.doesNotMatch('', new RegExp(literally('|')))
  })
})
