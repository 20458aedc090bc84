import assert from 'node:assert/strict'
import { maskedEmail, maskedName, maskedPhone } from '../../src/centre/pages/mask.js'

describe('personal data in lists', () => {
  it('keeps one letter of a mail address, and its domain', () => {
    assert.equal(maskedEmail('zhangsan@example.cn'), 'z***@example.cn')
    assert.equal(maskedEmail('no address'), '***')
  })

  it('keeps both ends of a mobile number and two digits of anything shorter', () => {
    assert.equal(maskedPhone('13812345678'), '138****5678')
    assert.equal(maskedPhone('0991-1234567'), '099****4567')
    assert.equal(maskedPhone('95588'), '****88')
  })

  it('keeps the first and the last character of a name, of a short one the first', () => {
    assert.equal(maskedName('王小明'), '王*明')
    assert.equal(maskedName('欧阳小明'), '欧**明')
    assert.equal(maskedName('王明'), '王*')
    assert.equal(maskedName('王'), '王')
    assert.equal(maskedName('𠮷田'), '𠮷*')
  })
})
