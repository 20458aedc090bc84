import assert from 'node:assert/strict'
import { readChoice } from '../../src/offers/pages/choice.form.js'

describe('the form of a choice among offers', () => {
  const id = 'A'.repeat(24)
  const faultsOf = (amount: string) =>
    readChoice({ choice: '0', [`pick-${id}`]: '1', [`shown-${id}`]: '3', [`amount-${id}`]: amount }).faults.map(
      ({ message }) => message,
    )

  it('says of an amount of nothing or less that it has to be more than 0', () => {
    for (const amount of ['-5', '0', '0.00']) assert.deepEqual(faultsOf(amount), ['选用金额：须大于 0'], amount)
    assert.deepEqual(faultsOf('5'), [])
  })

  it('is not whole where it does not say which state of an offer it showed', () => {
    const { faults } = readChoice({ choice: '0', [`pick-${id}`]: '1', [`amount-${id}`]: '5' })
    assert.deepEqual(
      faults.map(({ message }) => message),
      ['表单不完整，没有保存，请刷新页面后重新勾选'],
    )
  })
})
