import assert from 'node:assert/strict'
import fc from 'fast-check'
import { parseCreditCode } from '../../src/kernel/credit-code.js'
import cases from '../cases/credit-codes.json' with { type: 'json' }

const sound = cases.valid[0] ?? ''

describe('the unified social credit code', () => {
  it('is accepted for every published code', () => {
    assert.ok(cases.valid.length >= 30)
    for (const code of cases.valid) assert.deepEqual(parseCreditCode(code), { ok: true, value: code })
  })

  for (const { code, why } of cases.invalid) {
    it(`is refused: ${why} (${code})`, () => assert.equal(parseCreditCode(code).ok, false))
  }

  it('is understood in small and full-width letters, with blanks and dashes', () => {
    const wide = Array.from(sound, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)).join('')
    for (const typed of [
      sound.toLowerCase(),
      wide,
      ` ${sound.slice(0, 8)} ${sound.slice(8)} `,
      sound.replace(/(.{6})/, '$1-'),
    ]) {
      assert.deepEqual(parseCreditCode(typed), { ok: true, value: sound })
    }
  })

  it('shows every single wrong character', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
    const place = fc.record({
      code: fc.constantFrom(...cases.valid),
      at: fc.nat(17),
      char: fc.constantFrom(...alphabet),
    })
    fc.assert(
      fc.property(place, ({ code, at, char }) => {
        if (code[at] === char) return
        assert.equal(parseCreditCode(code.slice(0, at) + char + code.slice(at + 1)).ok, false)
      }),
    )
  })

  it('says how to mend it', () => {
    const error = (text: string) => {
      const read = parseCreditCode(text)
      return read.ok ? '' : read.error
    }
    assert.match(error(''), /请填写/)
    assert.match(error(sound.slice(1)), /18 位，您填写了 17 位/)
    assert.match(error(`${sound.slice(0, 16)}I${sound.slice(17)}`), /“I”/)
    assert.match(error(`${sound.slice(0, 17)}${sound[17] === '0' ? '1' : '0'}`), /校验位/)
  })

  it('survives anything that is typed', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => typeof parseCreditCode(text).ok === 'boolean'))
  })
})
