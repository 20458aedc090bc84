import assert from 'node:assert/strict'
import { day, number, plain, text } from '../../src/statistics/drill-down/cell.js'

describe('a cell of the rows behind a number', () => {
  it('is a date in a workbook where the page says a day', () => {
    assert.deepEqual(day('2026-01-06'), { text: '2026年1月6日', value: new Date('2026-01-06T00:00:00Z') })
    assert.deepEqual(plain(day('2026-01-06')), new Date('2026-01-06T00:00:00Z'))
  })

  it('is a number or a share there, empty where it is not known, and otherwise its words', () => {
    assert.equal(plain(number(3, '3 天')), 3)
    assert.deepEqual(plain(number(0.25, '25%')), { number: 0.25, numFmt: '0.0%' })
    assert.equal(plain(number(null, '未知')), null)
    assert.equal(plain(text('按时')), '按时')
  })
})
