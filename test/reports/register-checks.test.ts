import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  checkRegister,
  registerSums,
  type RegisterLists,
  type RegisterRule,
} from '../../src/reports/rules/register-checks.js'
import type { RegisterRow } from '../../src/reports/rules/register-row.js'
import { soundLoan } from './register-rows.js'

const lists: RegisterLists = { hasClass: (code) => code === '1.1.1', hasIndustry: (code) => code === '1711' }
const on = 20261031
const check = (rows: readonly RegisterRow[]) => checkRegister(rows, registerSums(rows), on, lists)
const rules = (rows: readonly RegisterRow[]) => [...new Set(check(rows).map(({ rule }) => rule))]
const spoilt = (given: Partial<RegisterRow>) => [soundLoan(1), soundLoan(2, given), soundLoan(3)]

describe('the checks of a loan ledger', () => {
  it('find nothing in a sound one, empty or not', () => {
    assert.deepEqual(check([]), [])
    assert.deepEqual(check([soundLoan(1), soundLoan(2), soundLoan(3)]), [])
  })

  it('take what is not known for not known: it is no fault and no zero', () => {
    const unknown = { creditCode: null, industryCode: null, industry: null, size: null, firstLoan: null, allInBp: null }
    const green = { greenCode: null, green: null, catalogue: null }
    const benefit = { investmentFen: null, attributedTce: null, attributedT: null }
    assert.deepEqual(check([soundLoan(1, { ...unknown, ...green, ...benefit })]), [])
    assert.deepEqual(check([soundLoan(1, { savingTce: null, attributedTce: null })]), [])
    assert.deepEqual(check([soundLoan(1, { greenCode: '', green: '非绿色', catalogue: null })]), [])
  })

  const cases: readonly (readonly [string, RegisterRule, Partial<RegisterRow>])[] = [
    ['a bank without a name', 'filled', { bank: '' }],
    ['a contract without a number', 'filled', { contract: '' }],
    ['a borrower without a name', 'filled', { borrower: '' }],
    ['a balance one fen off', 'balance', { balanceFen: 300_000_001 }],
    ['a repayment that is missing', 'balance', { repaidFen: 0 }],
    ['a contract over nothing', 'amounts', { amountFen: 0 }],
    ['a negative investment', 'amounts', { investmentFen: -1 }],
    ['a negative saving', 'amounts', { savingTce: -1, attributedTce: 0 }],
    ['a negative part of a saving', 'amounts', { attributedTce: -1 }],
    ['a rate over 36 %', 'amounts', { rateBp: 3601 }],
    ['more drawn than the contract allows', 'contract', { amountFen: 399_999_999 }],
    ['more drawn in the period than at all', 'contract', { periodDrawnFen: 400_000_001 }],
    ['a maturity on the day of signature', 'dates', { maturityDay: 20260310 }],
    ['a contract signed after the day', 'dates', { signedDay: 20261101 }],
    ['a loan closed before it was signed', 'dates', { closedDay: 20260309 }],
    ['a closed loan that owes', 'closed', { closedDay: 20261031 }],
    ['a class that the catalogue does not have', 'class', { greenCode: '4.20.1' }],
    ['a class of another catalogue', 'class', { catalogue: '2021年版' }],
    ['a class without its catalogue', 'class', { catalogue: null }],
    ['an industry that there is not', 'industry', { industryCode: '9999' }],
    ['a credit code with one digit wrong', 'code', { creditCode: '91659000MA0000001X' }],
    ['a balance without a class of quality', 'quality', { quality: null }],
    ['a class of quality that there is not', 'quality', { quality: '良好' }],
    ['more overdue than owed', 'overdue', { overduePrincipalFen: 300_000_001 }],
    ['records that do not fit the contract', 'overdue', { overdueInterestFen: null }],
    ['a project counted whole by a loan over a part of it', 'benefit', { attributedTce: 800 }],
    ['a benefit that cannot be attributed', 'benefit', { investmentFen: null, attributedT: null }],
    ['a benefit that is missing', 'benefit', { attributedT: null }],
  ]
  for (const [name, rule, given] of cases) {
    it(`find ${name}, in its row`, () => {
      const faults = check(spoilt(given)).filter((fault) => fault.rule === rule)
      assert.equal(faults.length, 1, JSON.stringify(check(spoilt(given))))
      assert.equal(faults[0]?.row, 2)
      assert.ok((faults[0]?.message.length ?? 0) > 4)
    })
  }

  it('leave the invented codes of sample enterprises alone', () => {
    assert.deepEqual(check([soundLoan(1, { creditCode: '91659000TEST000001', isSample: true })]), [])
    assert.deepEqual(rules([soundLoan(1, { creditCode: '91659000TEST000001' })]), ['code'])
  })

  it('find a contract number that one bank uses twice; two banks may use the same', () => {
    assert.deepEqual(rules([soundLoan(1), soundLoan(2, { contract: 'HT-1' })]), ['once'])
    assert.deepEqual(rules([soundLoan(1), soundLoan(2, { contract: 'HT-1', bank: '中国银行' })]), [])
  })

  it('find a project that two loans count twice', () => {
    const whole = { projectId: 'p', balanceFen: 1_000_000_000, drawnFen: 1_000_000_000, repaidFen: 0 }
    const loan = { ...whole, amountFen: 1_000_000_000 }
    const half = { attributedTce: 400, attributedT: 1000 }
    assert.deepEqual(rules([soundLoan(1, { ...loan, ...half }), soundLoan(2, { ...loan, ...half })]), [])
    const all = { attributedTce: 800, attributedT: 2000 }
    assert.deepEqual(rules([soundLoan(1, { ...loan, ...all }), soundLoan(2, { ...loan, ...all })]), ['benefit'])
    assert.deepEqual(rules([soundLoan(1, { ...loan, ...all })]), [], 'alone it stands for all of it')
  })

  it('find sums that are not those of the overview, of the whole and not of a row', () => {
    const rows = [soundLoan(1), soundLoan(2)]
    const sums = registerSums(rows)
    for (const key of ['balanceFen', 'drawnFen', 'coalTce', 'carbonT'] as const) {
      const faults = checkRegister(rows, { ...sums, [key]: sums[key] + 1 }, on, lists)
      assert.deepEqual(
        faults.map(({ row, rule }) => [row, rule]),
        [[null, 'totals']],
        key,
      )
    }
    assert.deepEqual(checkRegister(rows, null, on, lists), [], 'a file from elsewhere has nothing to be compared with')
  })

  it('find any one row whose money was changed, wherever it stands', () => {
    const keys = ['drawnFen', 'repaidFen', 'balanceFen'] as const
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.nat(29),
        fc.constantFrom(...keys),
        fc.integer({ min: -1000, max: 1000 }).filter((by) => by !== 0),
        (count, at, key, by) => {
          const rows = Array.from({ length: count }, (_, place) => soundLoan(place))
          const place = at % count
          const changed = rows.map((row, one) => (one === place ? { ...row, [key]: row[key] + by } : row))
          const faults = checkRegister(changed, null, on, lists).filter(({ rule }) => rule === 'balance')
          assert.deepEqual(
            faults.map(({ row }) => row),
            [place + 1],
          )
        },
      ),
    )
  })
})
