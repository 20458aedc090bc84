import assert from 'node:assert/strict'
import { costView } from '../../src/review/pages/terms.views.js'
import { plainTerms } from './bank-case.js'

describe('what an offer comes to', () => {
  it('is told in 元 with two decimals: an instalment in 万元 is read by nobody', () => {
    const { rows } = costView(plainTerms({ method: '等额本息', amountFen: 50 * 1_000_000 }))
    for (const { label, value } of rows) assert.match(value, /^[\d,]+\.\d\d 元$/, label)
  })
})
