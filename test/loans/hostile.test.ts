import assert from 'node:assert/strict'
import { startApp, type TestApp, type Visitor } from '../support/app.js'
import { approvedApplication, drawnLoan } from '../support/loans.js'
import { signedInAs } from '../support/people.js'

/** What people and programs put into fields that mean something else. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '-5',
  '1e9',
  'NaN',
  '0x10',
  '1,00',
  '一百万',
  '5元5角',
  '99999999999999999999',
  '\u0000',
  '$ne',
  'x'.repeat(20_000),
] as const

describe('forms of loans', () => {
  let test: TestApp
  let bank: Visitor
  let owner: Visitor
  let csrf: Record<'bank' | 'owner', string>
  let loan: string
  let contract: string
  before(async () => {
    test = await startApp()
    const officer = await signedInAs(test, 'officer')
    const boss = await signedInAs(test, 'owner')
    bank = officer.visitor
    owner = boss.visitor
    const of = { bankId: officer.person.organisation.id, enterpriseId: boss.person.organisation.id }
    const dates = { signedOn: '2025-11-20', firstDueOn: '2025-12-20', maturity: '2026-12-20' }
    loan = (await drawnLoan(test, of, dates, { madeOn: '2025-11-21', amountFen: 100_000_000 })).loan.id
    contract = (await approvedApplication(test, of)).id
    const token = async (visitor: Visitor) =>
      String((await visitor.open('/account'))('[name=_csrf]').first().attr('value'))
    csrf = { bank: await token(bank), owner: await token(owner) }
  })
  after(() => test.close())

  const key = 'hostile-key-0001'
  const forms = [
    { at: () => `/bank/loans/${loan}/drawdowns`, good: { key, madeOn: '2026-11-21', amount: '1', use: '付设备款' }, hostile: ['amount', 'madeOn'] },
    { at: () => `/bank/loans/${loan}/repayments`, good: { key, paidOn: '2026-11-21', principal: '1', prepaid: '', interest: '', other: '' }, hostile: ['paidOn', 'principal', 'prepaid', 'interest', 'other'] },
    { at: () => `/bank/loans/${loan}/quality`, good: { quality: '关注', from: '2026-11-21', reason: '现金流下降' }, hostile: ['quality', 'from'] },
    { at: () => `/bank/applications/${contract}/contract`, good: { version: '1', contractNumber: 'HT', amount: '500', rate: '3.6', months: '12', method: '等额本金', dayCount: 'month', signedOn: '2026-11-20', firstDueOn: '2026-12-20', maturity: '2027-11-20', guarantee: '抵押', plan: '', drawdowns: '', conditions: '' }, hostile: ['amount', 'rate', 'months', 'method', 'dayCount', 'signedOn', 'firstDueOn', 'maturity', 'guarantee', 'plan', 'drawdowns'] },
    { at: () => `/enterprise/loans/${loan}/benefits`, good: { year: '2025', coal: '1', carbon: '', basis: '电表计量' }, hostile: ['year', 'coal', 'carbon'] },
  ] as const // prettier-ignore

  for (const { at, good, hostile } of forms) {
    it(`with ${hostile.join(', ')} that mean something else answer 422 with a sentence, and write nothing`, async () => {
      const before = await test.deps.loans.file('all', loan)
      const [visitor, token] = at().startsWith('/bank') ? [bank, csrf.bank] : [owner, csrf.owner]
      for (const field of hostile) {
        for (const value of HOSTILE) {
          const sent = await visitor.post(at(), { ...good, [field]: value, _csrf: token })
          assert.equal(sent.status, 422, `${field}=${value.slice(0, 30)}: ${sent.status}`)
          assert.match(sent.text, /处需要改正/)
          assert.doesNotMatch(sent.text, /<script>alert|Invalid|Too big|expected/, `${field}=${value.slice(0, 30)}`)
        }
        const twice = await visitor.post(at(), { ...good, [field]: ['1', '2'], _csrf: token })
        assert.equal(twice.status, 422, `${field} twice`)
      }
      const stray = await visitor.post(at(), { ...good, state: 'closed', _csrf: token })
      assert.equal(stray.status, 422)
      assert.match(stray.text, /不认识的内容“state”/)
      assert.deepEqual(await test.deps.loans.file('all', loan), before)
      assert.equal((await test.deps.applications.get('all', contract)).state, 'approved')
    }).timeout(60_000)
  }

  it('are taken as they stand otherwise', async () => {
    for (const { at, good } of forms) {
      const [visitor, token] = at().startsWith('/bank') ? [bank, csrf.bank] : [owner, csrf.owner]
      const version = (await test.deps.loans.get('all', loan)).version
      const shown = 'key' in good || 'quality' in good ? { version: String(version) } : {}
      const sent = await visitor.post(at(), { ...good, ...shown, _csrf: token })
      assert.equal(sent.status, 303, at())
    }
  })
})
