import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import {
  annualisedCompoundPct,
  annualisedSimplePct,
  costExample,
  interestForDays,
  internalRate,
  monthlySchedule,
  type RepaymentMethod,
  type MonthlySchedule,
} from '../../src/finance/index.js'
import { fenFromYuan } from '../../src/kernel/money.js'
import { bpFromPct } from '../../src/kernel/percent.js'

type Vector = { readonly id: string } & Readonly<Record<string, number | string>>

const file = new URL('../cases/loan-math.json', import.meta.url)
const { items } = JSON.parse(readFileSync(file, 'utf8')) as { items: readonly Vector[] }

const FEN = 1
const RATE_TOLERANCE = 0.0001
const METHODS: Record<string, RepaymentMethod> = { ann: '等额本息', ep: '等额本金', bul: '先息后本' }

function number(vector: Vector, key: string): number {
  const value = vector[key]
  assert.equal(typeof value, 'number', `${vector.id} has ${key}`)
  return value as number
}

function near(actual: number | null, expected: number, tolerance: number, what: string): void {
  assert.ok(actual !== null, what)
  assert.ok(Math.abs(actual - expected) <= tolerance + 1e-9, `${what}: ${actual} instead of ${expected}`)
}

/** What each published figure is in our schedule, in fen. */
const FIGURES: Record<string, (schedule: MonthlySchedule) => number | undefined> = {
  monthly_payment: ({ instalments }) => instalments[0]?.paymentFen,
  monthly_principal: ({ instalments }) => instalments[0]?.principalFen,
  monthly_interest: ({ instalments }) => instalments[0]?.interestFen,
  first_payment: ({ instalments }) => instalments[0]?.paymentFen,
  first_interest: ({ instalments }) => instalments[0]?.interestFen,
  first_principal: ({ instalments }) => instalments[0]?.principalFen,
  last_payment: ({ instalments }) => instalments.at(-1)?.paymentFen,
  final_payment: ({ instalments }) => instalments.at(-1)?.paymentFen,
  monthly_decrease: ({ instalments: [first, second] }) => (first?.paymentFen ?? 0) - (second?.paymentFen ?? 0),
  total_interest: ({ totalInterestFen }) => totalInterestFen,
}

function checkSchedule(vector: Vector, method: RepaymentMethod): void {
  const schedule = monthlySchedule({
    amountFen: fenFromYuan(number(vector, 'principal')),
    annualRateBp: bpFromPct(number(vector, 'annual_rate') * 100),
    months: number(vector, 'months'),
    method,
  })
  const figures = Object.entries(FIGURES).filter(([key]) => key in vector)
  assert.ok(figures.length >= 2, `${vector.id} states figures`)
  for (const [key, read] of figures) {
    near(read(schedule) ?? null, fenFromYuan(number(vector, key)), FEN, `${vector.id} ${key}`)
  }
}

function checkDays(vector: Vector): void {
  const amount = fenFromYuan(number(vector, 'principal'))
  const rate = bpFromPct(number(vector, 'annual_rate') * 100)
  for (const year of [360, 365] as const) {
    const expected = fenFromYuan(number(vector, `interest_${year}`))
    assert.equal(interestForDays(amount, rate, number(vector, 'days'), year), expected, `${vector.id} over ${year}`)
  }
}

function checkRate(vector: Vector): void {
  const months = number(vector, 'months')
  const payments = new Array<number>(months).fill(-number(vector, 'periodic_payment'))
  payments[months - 1] = (payments[months - 1] ?? 0) - number(vector, 'balloon')
  const rate = internalRate([number(vector, 'principal') - number(vector, 'upfront_fee'), ...payments])
  assert.ok(rate !== null)
  near(rate * 100, number(vector, 'monthly_irr_pct'), RATE_TOLERANCE, `${vector.id} per month`)
  near(annualisedSimplePct(rate), number(vector, 'annualised_simple_pct'), RATE_TOLERANCE, `${vector.id} simple`)
  near(annualisedCompoundPct(rate), number(vector, 'annualised_compound_pct'), RATE_TOLERANCE, `${vector.id} compound`)
}

function checkComposite(vector: Vector): void {
  const loanRate = number(vector, 'loan_rate_pct')
  const { compositePct } = costExample({
    amountFen: fenFromYuan(number(vector, 'principal')),
    annualRateBp: bpFromPct(loanRate),
    months: number(vector, 'months'),
    method: vector.repayment === '等额本金' ? '等额本金' : '先息后本',
    upfrontFeesFen: fenFromYuan(number(vector, 'one_off_fee')),
  })
  near(compositePct, number(vector, 'total_cost_pct'), RATE_TOLERANCE, `${vector.id} total`)
  near((compositePct ?? 0) - loanRate, number(vector, 'fee_annualised_pct'), RATE_TOLERANCE, `${vector.id} fee`)
}

describe('published loan arithmetic', () => {
  it('is all here', () => {
    assert.equal(items.length, 20)
  })

  for (const vector of items) {
    const family = vector.id.replace(/-.*/, '')
    it(`${vector.id} comes out as published`, () => {
      const method = METHODS[family]
      if (method !== undefined) checkSchedule(vector, method)
      else if (family === 'dc') checkDays(vector)
      else if (family === 'irr') checkRate(vector)
      else if (family === 'comp') checkComposite(vector)
      else assert.fail(`nothing checks the family ${family}`)
    })
  }
})
