import assert from 'node:assert/strict'
import { emptyAnswer, readAnswer, readAnswerForm, type TypedAnswer } from '../../src/matching/pages/answer.form.js'
import { FACTS, factSpec, type FactValue, type Vocabulary } from '@lueqiao/matching-engine'
import { typedValue } from '../../src/matching/pages/fact-control.views.js'
import { shippedReference } from '../reference/tables.js'
import { answerFields } from '../journeys/answering.js'

describe('answer form', () => {
  let names: Vocabulary
  before(async () => {
    names = (await shippedReference()).vocabulary([{ id: 'abc', name: '中国农业银行' }])
  })
  const answer = (fact: string, typed: Partial<TypedAnswer>) =>
    readAnswer(factSpec(fact), { ...emptyAnswer, ...typed }, names)
  const message = (fact: string, typed: Partial<TypedAnswer>) => {
    const read = answer(fact, typed)
    return 'faults' in read ? read.faults.map((fault) => fault.message).join() : ''
  }
  const value = (fact: string, typed: Partial<TypedAnswer>) => {
    const read = answer(fact, typed)
    return 'answer' in read && read.answer.state === 'known' ? read.answer.value : undefined
  }

  it('takes an empty field for a fault, never for zero, no or an empty set', () => {
    for (const { name } of FACTS) assert.match(message(name, {}), /不清楚/, name)
    assert.match(message('need.amountWan', { value: '　' }), /请填写，或选择“不清楚”/)
  })

  it('takes “不清楚” for an answer when nothing else is given, and neither when both are', () => {
    for (const { name } of FACTS) {
      assert.deepEqual(answer(name, { unknown: true }), { answer: { fact: name, state: 'declined' } })
      assert.match(message(name, { unknown: true, value: 'x', values: ['y'] }), /请只留一个/)
    }
  })

  it('tells none of them from no answer, and refuses both at once', () => {
    assert.deepEqual(value('need.securities', { none: true }), [])
    assert.deepEqual(value('need.securities', { values: ['设备', '房产'] }), ['房产', '设备'])
    assert.match(message('need.securities', { none: true, values: ['房产'] }), /都没有/)
  })

  it('keeps what was typed when it is too long, repeated or strange', () => {
    const long = '3'.repeat(201)
    const form = readAnswerForm({
      fact: 'need.amountWan',
      value: long,
      liabilities: '5',
      values: ['a', 'b'],
      unknown: '1',
    })
    assert.deepEqual(form.typed, {
      value: long,
      values: ['a', 'b'],
      none: false,
      unknown: true,
      liabilities: '5',
      assets: '',
    })
    assert.equal(form.fact, 'need.amountWan')
    assert.deepEqual(form.faults, [{ field: 'answer', message: '内容太长，请缩短后重试' }])
    const repeated = readAnswerForm({ fact: 'enterprise.debtRatioPct', assets: ['1', '2'] })
    assert.equal(repeated.typed.assets, '1')
    assert.match(repeated.faults[0]?.message ?? '', /^资产总计：/)
  })

  it('takes no broad green class for an answer, even when a program sends it', () => {
    for (const broad of ['4', '4.2', '9.1']) assert.match(message('need.greenCode', { value: broad }), /范围太大/)
  })

  it('refuses money below one fen and percents below a hundredth', () => {
    assert.equal(value('need.amountWan', { value: '300.000001' }), 300.000001)
    assert.match(message('need.amountWan', { value: '300.0000001' }), /小数最多 6 位（精确到分）/)
    assert.match(message('enterprise.debtRatioPct', { value: '71.434' }), /小数最多 2 位/)
  })

  it('tells not green from no choice', () => {
    assert.equal(value('need.greenCode', { value: 'none' }), '')
    assert.equal(value('need.greenCode', { value: '4.2.2' }), '4.2.2')
    assert.match(message('need.greenCode', { value: '' }), /请选择/)
  })

  it('works a debt ratio out from liabilities and assets, to two decimals', () => {
    assert.equal(value('enterprise.debtRatioPct', { liabilities: '7,997', assets: '11,200万元' }), 71.4)
    assert.equal(value('enterprise.debtRatioPct', { liabilities: '1', assets: '3' }), 33.33)
    assert.equal(value('enterprise.debtRatioPct', { value: '60', liabilities: '1', assets: '3' }), 60)
    assert.match(message('enterprise.debtRatioPct', { liabilities: '1', assets: '0' }), /资产总计要大于 0/)
    assert.match(message('enterprise.debtRatioPct', { liabilities: '1' }), /请填写资产总计/)
    assert.match(message('need.amountWan', { liabilities: '1', assets: '3' }), /请填写/)
  })

  it('keeps a whole number whole and a number within what is possible', () => {
    assert.match(message('need.termMonths', { value: '1.5' }), /整数/)
    assert.match(message('need.ownFundsPct', { value: '101' }), /不能大于 100/)
    assert.equal(value('enterprise.netProfitWan', { value: '-12.5' }), -12.5)
  })

  it('shows a stored value in the words it reads it from', () => {
    const samples: Record<string, FactValue> = {
      'need.amountWan': 300.5,
      'need.purpose': '并购',
      'need.greenCode': '',
      'enterprise.industry': '1353',
      'enterprise.overdueNow': false,
      'need.approvals': [],
      'need.securities': ['土地', '设备'],
      'enterprise.accountBanks': ['abc'],
    }
    for (const [fact, stored] of Object.entries(samples)) {
      assert.deepEqual(value(fact, typedValue(factSpec(fact), stored)), stored, fact)
    }
  })

  it('takes no field that the page does not send', () => {
    assert.equal(readAnswerForm({ _csrf: 'x', ...answerFields('need.amountWan', 300) }).faults.length, 0)
    for (const stray of [{ $where: '1' }, { constructor: '1' }, { 'value[$ne]': '1' }]) {
      const { faults } = readAnswerForm({ fact: 'need.amountWan', value: '1', ...stray })
      assert.match(faults[0]?.message ?? '', /不认识的内容/)
    }
    assert.equal(readAnswerForm(undefined).faults.length, 1)
  })
})
