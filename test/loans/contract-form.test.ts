import assert from 'node:assert/strict'
import { readContract } from '../../src/loans/pages/contract.form.js'

describe('the form of a contract', () => {
  const read = (rate: string) =>
    readContract({
      ...{ version: '3', contractNumber: 'HT-1', amount: '500', rate, months: '12', method: '先息后本' },
      ...{ dayCount: 'month', signedOn: '2026-11-20', firstDueOn: '2026-12-20', maturity: '2027-11-20' },
      ...{ guarantee: '信用', plan: '', drawdowns: '', conditions: '' },
    })

  it('takes a rate to two decimals as it was typed', () => {
    for (const [typed, bp] of [
      ['3.45', 345],
      ['3.4', 340],
      ['0.07%', 7],
      ['0', 0],
    ] as const) {
      const done = read(typed)
      assert.equal(done.ok && done.value.contract.rateBp, bp, typed)
    }
  })

  it('refuses a third decimal of the rate instead of rounding it', () => {
    const done = read('3.454')
    assert.deepEqual(done.ok ? [] : done.faults.map(({ message }) => message), ['年利率：最多两位小数'])
  })
})
