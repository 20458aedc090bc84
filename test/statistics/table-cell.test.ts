import assert from 'node:assert/strict'
import { dayCell, numberCell, exportCell, textCell } from '../../src/statistics/drill-down/table-cell.js'

describe('a cell of the rows behind a number', () => {
  it('is a date in a workbook where the page says a day', () => {
    assert.deepEqual(dayCell('2026-01-06'), { text: '2026年1月6日', value: new Date('2026-01-06T00:00:00Z') })
    assert.deepEqual(exportCell(dayCell('2026-01-06')), new Date('2026-01-06T00:00:00Z'))
  })

  it('is a number or a share there, empty where it is not known, and otherwise its words', () => {
    assert.equal(exportCell(numberCell(3, '3 天')), 3)
    assert.deepEqual(exportCell(numberCell(0.25, '25%')), { number: 0.25, numFmt: '0.0%' })
    assert.equal(exportCell(numberCell(null, '未知')), null)
    assert.equal(exportCell(textCell('按时')), '按时')
  })
})
