import assert from 'node:assert/strict'
import { parseTable } from '../../src/reference/data/table-schemas.js'

const lpr = (items: unknown) => JSON.stringify({ source: 's', as_of: '2026-04-20', items })

describe('reading a reference table', () => {
  it('accepts the shape that the program reads', () => {
    const table = parseTable('lpr', lpr([{ date: '2026-04-20', lpr_1y: 3, lpr_5y_plus: 3.5 }]))
    assert.equal(table.items[0]?.lpr_5y_plus, 3.5)
  })

  it('names the table and the place when a value has the wrong type', () => {
    assert.throws(
      () => parseTable('lpr', lpr([{ date: '2026-04-20', lpr_1y: '3', lpr_5y_plus: 3.5 }])),
      /lpr[^]*items\[0\]\.lpr_1y/,
    )
  })

  it('refuses an empty table and one without a date', () => {
    assert.throws(() => parseTable('lpr', lpr([])))
    assert.throws(() => parseTable('lpr', JSON.stringify({ source: 's', as_of: 'soon', items: [] })))
  })
})
