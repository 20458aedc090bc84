import assert from 'node:assert/strict'
import fc from 'fast-check'
import { parseFormNumber, type FormNumberOptions } from '../../src/kernel/form-number.js'

function valueOf(text: string, options?: FormNumberOptions): number {
  const read = parseFormNumber(text, options)
  assert.equal(read.kind, 'number', `${text} is a number`)
  return read.kind === 'number' ? read.value : Number.NaN
}

function reasonFor(text: string, options?: FormNumberOptions): string {
  const read = parseFormNumber(text, options)
  assert.equal(read.kind, 'fault', `${text} is refused`)
  return read.kind === 'fault' ? read.reason : ''
}

describe('a number typed into a form', () => {
  it('is read in full-width and half-width writing', () => {
    const expected: Record<string, number> = {
      '300': 300,
      '  300\t': 300,
      '３００': 300,
      '　３．５　': 3.5,
      '3。5': 3.5,
      '－１２': -12,
      '+5': 5,
      '.5': 0.5,
      '5.': 5,
      '1,000': 1000,
      '１，２３４，５６７．８': 1234567.8,
      '007': 7,
    }
    for (const [text, value] of Object.entries(expected)) assert.equal(valueOf(text), value, text)
  })

  it('may carry the unit that stands beside the field', () => {
    assert.equal(valueOf('62.5％', { unit: '%' }), 62.5)
    assert.equal(valueOf('300 万元', { unit: '万元' }), 300)
    assert.equal(reasonFor('3000000元', { unit: '万元' }), '请按“万元”填写，只写数字')
    assert.equal(reasonFor('300元'), '请只填写数字，不要带单位')
  })

  it('is missing when nothing is typed, which is not zero', () => {
    for (const text of ['', '   ', '\u3000\n']) assert.deepEqual(parseFormNumber(text), { kind: 'missing' })
    assert.deepEqual(parseFormNumber('0'), { kind: 'number', value: 0 })
    assert.ok(Object.is(valueOf('-0'), 0))
  })

  it('is refused with a reason a person can act on', () => {
    const reasons: Record<string, RegExp> = {
      '1e400': /科学计数法/,
      '1E3': /科学计数法/,
      '1.2.3': /小数点/,
      '..': /小数点/,
      '1,00': /千位分隔符/,
      ',100': /千位分隔符/,
      '100-200': /范围/,
      '100～200': /范围/,
      '9007199254740993': /最多 15 位/,
      NaN: /请填写数字/,
      Infinity: /请填写数字/,
      '0x1F': /请填写数字/,
      三百: /请填写数字/,
      '--5': /请填写/,
      '1 000': /请填写数字/,
      "1' OR '1'='1": /请填写数字/,
      '<b>1</b>': /请填写数字/,
      [`1${'0'.repeat(60)}`]: /太长/,
    }
    for (const [text, reason] of Object.entries(reasons)) assert.match(reasonFor(text), reason, text)
  })

  it('is held to the bounds of its field', () => {
    assert.equal(reasonFor('-1', { min: 0 }), '不能是负数')
    assert.equal(reasonFor('5', { min: 10 }), '不能小于 10')
    assert.equal(reasonFor('101', { max: 100 }), '不能大于 100')
    assert.equal(reasonFor('1.5', { whole: true }), '请填写整数')
    assert.equal(valueOf('100', { min: 0, max: 100, whole: true }), 100)
  })

  it('never yields anything but a finite number, nothing, or a reason', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789.,-+eE％．x ') })), (text) => {
        const read = parseFormNumber(text)
        if (read.kind === 'number') assert.ok(Number.isFinite(read.value))
        else if (read.kind === 'fault') assert.notEqual(read.reason, '')
        else assert.equal(text.trim(), '')
      }),
    )
  })

  it('reads back every amount that is written with separators', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (value) => {
        assert.equal(valueOf(new Intl.NumberFormat('en-US').format(value)), value)
      }),
    )
  })
})
