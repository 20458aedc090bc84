import assert from 'node:assert/strict'
import { readChoice } from '../../src/offers/pages/choice.form.js'

describe('the form of a choice among offers', () => {
  const id = 'A'.repeat(24)
  const faultsOf = (amount: string) =>
    readChoice({ choice: '0', [`pick-${id}`]: '1', [`amount-${id}`]: amount }).faults.map(({ message }) => message)

  it('says of an amount of nothing or less that it has to be more than 0', () => {
    for (const amount of ['-5', '0', '0.00']) assert.deepEqual(faultsOf(amount), ['选用金额：须大于 0'], amount)
    assert.deepEqual(faultsOf('5'), [])
  })
})
