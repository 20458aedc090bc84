import assert from 'node:assert/strict'
import { newRecordId } from '../../src/db/index.js'
import { readDrawdown } from '../../src/loans/pages/loan.form.js'

describe('the form of a drawdown', () => {
  const ticked = (fulfilled?: string | string[]) => {
    const read = readDrawdown({
      ...{ key: newRecordId(), version: '2', madeOn: '2026-11-20', amount: '300', use: '支付设备款' },
      ...(fulfilled !== undefined && { fulfilled }),
    })
    assert.ok(read.ok)
    return read.value.fulfilled
  }

  it('takes as fulfilled the conditions that were ticked', () => {
    assert.deepEqual(ticked(['0', '2']), [0, 2])
    assert.deepEqual(ticked('1'), [1])
    assert.deepEqual(ticked(), [])
  })

  it('takes nothing empty or otherwise strange for the first condition', () => {
    for (const strange of ['', ' ', '0x0', '1e0', '-0', '+1', ['', ' ']])
      assert.deepEqual(ticked(strange), [], String(strange))
  })
})
