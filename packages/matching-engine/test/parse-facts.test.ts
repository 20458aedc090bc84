import assert from 'node:assert/strict'
import { FACTS, factSpec, parseFacts } from '../src/index.js'
import { deliveredVocabulary, samples } from './delivered.js'

const vocabulary = deliveredVocabulary()

function faultsOf(input: unknown): readonly string[] {
  const parsed = parseFacts(input, vocabulary)
  return parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path}：${message}`)
}

function accepted(input: unknown) {
  const parsed = parseFacts(input, vocabulary)
  assert.ok(parsed.ok, JSON.stringify(parsed))
  return parsed.facts
}

describe('Reading facts', () => {
  it('takes the worked samples as they are', () => {
    for (const { facts } of samples()) {
      const banks = facts['enterprise.accountBanks']
      const sorted = typeof banks === 'object' ? { 'enterprise.accountBanks': [...banks].sort() } : {}
      assert.deepEqual(accepted(facts), { ...facts, ...sorted })
    }
  })

  it('returns sets without doubles in the order of the specification and -0 as 0', () => {
    const facts = accepted({ 'need.approvals': ['环评', '立项', '环评'], 'need.securityValueWan': -0 })
    assert.deepEqual(facts['need.approvals'], ['立项', '环评'])
    assert.ok(Object.is(facts['need.securityValueWan'], 0))
  })

  it('lists every fault, not the first one', () => {
    const faults = faultsOf({ 'need.amountWan': '三百', 'enterprise.taxGrade': 'E', 'need.colour': 1 })
    assert.equal(faults.length, 3)
  })

  it('refuses a wrong type and says which one is right', () => {
    assert.match(faultsOf({ 'need.amountWan': '300' })[0] ?? '', /贷款金额应为数字/)
    assert.match(faultsOf({ 'enterprise.dishonest': 0 })[0] ?? '', /true 或 false/)
    assert.match(faultsOf({ 'need.approvals': '立项' })[0] ?? '', /应为列表/)
    assert.match(faultsOf({ 'enterprise.taxGrade': 1 })[0] ?? '', /A、B、M、C、D/)
    assert.match(faultsOf({ 'enterprise.industry': 1373 })[0] ?? '', /四位小类/)
  })

  it('refuses what cannot be: negative, endless, absurdly large, half a person, a child in charge', () => {
    const impossible: readonly (readonly [string, unknown])[] = [
      ['need.amountWan', -1],
      ['need.amountWan', 0],
      ['need.amountWan', 1e10],
      ['need.amountWan', NaN],
      ['need.amountWan', Infinity],
      ['enterprise.annualTaxWan', -0.01],
      ['enterprise.employees', 1.5],
      ['need.termMonths', 0],
      ['enterprise.legalRepAge', 15],
      ['enterprise.legalRepAge', 121],
      ['need.ownFundsPct', 100.1],
      ['enterprise.debtRatioPct', -1],
    ]
    for (const [fact, value] of impossible)
      assert.equal(faultsOf({ [fact]: value }).length, 1, `${fact} ${String(value)}`)
    accepted({ 'enterprise.debtRatioPct': 130, 'enterprise.netProfitWan': -50, 'enterprise.legalRepAge': 16 })
  })

  it('refuses codes that are in no list, and takes an empty green code as not green', () => {
    for (const code of ['9999', '44', '', '１３７３']) assert.equal(faultsOf({ 'enterprise.industry': code }).length, 1)
    for (const code of ['4.20', '99', '4.2.']) assert.equal(faultsOf({ 'need.greenCode': code }).length, 1)
    assert.equal(faultsOf({ 'enterprise.accountBanks': ['abc', 'nobank'] }).length, 1)
    accepted({ 'need.greenCode': '', 'enterprise.industry': '1373', 'enterprise.accountBanks': ['abc'] })
  })

  it('does not take null for a value', () => {
    assert.match(faultsOf({ 'need.amountWan': null })[0] ?? '', /请省略/)
  })

  it('does not fall for names that every object has', () => {
    assert.equal(faultsOf(JSON.parse('{"__proto__":{"need.amountWan":1},"constructor":1}')).length, 2)
    assert.equal(faultsOf({ toString: 1 }).length, 1)
  })

  it('takes nothing but an object', () => {
    for (const input of [null, [], 'x', 3, undefined]) assert.equal(faultsOf(input).length, 1)
  })

  it('quotes at most 40 characters of what it refuses', () => {
    const long = 'x'.repeat(5000)
    for (const fault of faultsOf({ 'enterprise.taxGrade': long, [long]: 1 })) assert.ok(fault.length < 160, fault)
  })
})

describe('The list of facts', () => {
  it('has every fact of the worked samples and words for each', () => {
    for (const { facts } of samples()) for (const fact of Object.keys(facts)) assert.equal(factSpec(fact).name, fact)
    assert.equal(FACTS.length, 41)
    for (const { label, question, hint, ease } of FACTS) {
      assert.ok(label !== '' && question.endsWith('？') && hint.endsWith('。') && ease > 0 && ease <= 1, label)
    }
  })
})
