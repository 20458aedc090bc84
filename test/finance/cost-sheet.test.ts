import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  costSheet,
  FEE_KINDS,
  OFFERED_METHODS,
  planFault,
  scalePlan,
  type Fee,
  type FeeKind,
  type OfferTerms,
} from '../../src/finance/index.js'

const MILLION = 100_000_000

const none = (kind: FeeKind): Fee => ({ kind, state: 'none' })
const known = (kind: FeeKind, rest: Partial<Extract<Fee, { state: 'known' }>> = {}): Fee => ({
  kind,
  state: 'known',
  amount: { kind: 'share', bp: 100 },
  payer: '企业',
  chargedBy: '',
  when: 'start',
  ...rest,
})
const fees = (...stated: readonly Fee[]): readonly Fee[] => [
  ...stated,
  ...FEE_KINDS.filter((kind) => !stated.some((fee) => fee.kind === kind)).map(none),
]

function terms(changes: Partial<OfferTerms> = {}): OfferTerms {
  return {
    amountFen: MILLION,
    rateBp: 345,
    months: 12,
    method: '先息后本',
    dayCount: 'month',
    fees: fees(),
    securities: [],
    conditions: '',
    validUntil: '2026-12-31',
    ...changes,
  }
}

const annual = (one: OfferTerms): number => costSheet(one).annual?.simplePct ?? Number.NaN
const near = (actual: number, expected: number, within = 1e-4): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} instead of ${expected}`)

const offers: fc.Arbitrary<OfferTerms> = fc
  .record({
    amountFen: fc.integer({ min: 10_000_000, max: 500_000_000_000 }),
    rateBp: fc.integer({ min: 1, max: 1500 }),
    months: fc.integer({ min: 1, max: 120 }),
    method: fc.constantFrom(...OFFERED_METHODS),
    dayCount: fc.constantFrom('month' as const, 'actual/360' as const, 'actual/365' as const),
    first: fc.integer({ min: 1, max: 99 }),
  })
  .map(({ first, ...rest }) => {
    const part = Math.floor((rest.amountFen * first) / 100)
    const half = Math.max(1, Math.floor(rest.months / 2))
    const plan =
      half < rest.months
        ? [
            { month: half, amountFen: part },
            { month: rest.months, amountFen: rest.amountFen - part },
          ]
        : [{ month: rest.months, amountFen: rest.amountFen }]
    return terms({ ...rest, plan })
  })

const paidFees = fc.record({
  kind: fc.constantFrom(...FEE_KINDS),
  state: fc.constant('known' as const),
  amount: fc.oneof(
    fc.record({ kind: fc.constant('sum' as const), fen: fc.integer({ min: 1_000, max: 100_000 }) }),
    fc.record({ kind: fc.constant('share' as const), bp: fc.integer({ min: 1, max: 150 }) }),
  ),
  payer: fc.constant('企业' as const),
  chargedBy: fc.constant(''),
  when: fc.constantFrom('start' as const, 'yearly' as const, 'end' as const),
})

describe('the cost sheet of an offer', () => {
  it('costs the contract rate when no fee arises, a 360-day year being 365/360 of it', () => {
    fc.assert(
      fc.property(offers, (one) => {
        const expected = (one.rateBp / 100) * (one.dayCount === 'actual/360' ? 365 / 360 : 1)
        near(annual(one), expected, 1e-4)
        near(annual({ ...one, fees: fees(known('guarantee', { payer: '银行' })) }), expected, 1e-4)
      }),
    )
  })

  it('costs more with every fee that the enterprise pays, and more the higher the fee is', () => {
    fc.assert(
      fc.property(offers, paidFees, (one, fee) => {
        const free = annual(one)
        const charged = annual({ ...one, fees: fees(fee) })
        const amount =
          fee.amount.kind === 'sum'
            ? { kind: 'sum' as const, fen: fee.amount.fen * 2 }
            : { kind: 'share' as const, bp: fee.amount.bp * 2 }
        const twice = annual({ ...one, fees: fees({ ...fee, amount }) })
        assert.ok(free < charged && charged < twice, `${free} ${charged} ${twice}`)
      }),
    )
  })

  it('sums what it lists', () => {
    fc.assert(
      fc.property(offers, fc.array(paidFees, { maxLength: 4 }), (one, stated) => {
        const sheet = costSheet({ ...one, fees: fees(...stated) })
        const borne = sheet.lines.reduce((sum, { borneFen }) => sum + (borneFen ?? Number.NaN), 0)
        assert.equal(sheet.totalCostFen, borne)
        assert.equal(sheet.totalPaidFen, one.amountFen + borne)
        assert.equal(sheet.lines[0]?.amountFen, sheet.schedule?.totalInterestFen)
        assert.equal(sheet.firstPaymentFen, sheet.schedule?.instalments[0]?.paymentFen)
      }),
    )
  })

  it('is the published vector of a guarantee fee at the start', () => {
    const sheet = costSheet(terms({ fees: fees(known('guarantee')) }))
    near(sheet.annual?.simplePct ?? 0, 4.4744)
    near(sheet.annual?.compoundPct ?? 0, 4.5673)
    assert.equal(sheet.totalCostFen, 3_450_000 + 1_000_000)
    near(annual(terms({ method: '等额本息', fees: fees(known('guarantee')) })), 5.3248)
  })

  it('names the method and the day count beside the figure', () => {
    const { annual: monthly } = costSheet(terms({ dayCount: 'actual/360' }))
    assert.match(monthly?.method ?? '', /IRR.*单利.*× 12/)
    assert.match(monthly?.dayCount ?? '', /实际天数.*360/)
    assert.match(costSheet(terms({ method: '到期一次还本付息' })).annual?.method ?? '', /全期/)
  })

  it('charges a yearly fee at the start of each year of the term, and a fee of the end with the last payment', () => {
    const yearly = costSheet(terms({ months: 25, fees: fees(known('insurance', { when: 'yearly' })) }))
    assert.equal(yearly.lines.find(({ item }) => item === 'insurance')?.amountFen, 3_000_000)
    const [early, late] = (['start', 'end'] as const).map((when) =>
      annual(terms({ months: 36, fees: fees(known('other', { when })) })),
    )
    assert.ok((early ?? 0) > (late ?? 0), 'the same fee costs less later')
  })

  it('lists what the bank pays, and counts it as nothing', () => {
    const fee = known('appraisal', { payer: '银行', chargedBy: '评估公司', amount: { kind: 'sum', fen: 500_000 } })
    const sheet = costSheet(terms({ fees: fees(fee) }))
    const line = sheet.lines.find(({ item }) => item === 'appraisal')
    assert.deepEqual([line?.amountFen, line?.borneFen, line?.payer, line?.chargedBy], [500_000, 0, '银行', '评估公司'])
    assert.equal(sheet.totalCostFen, 3_450_000)
  })

  it('works out no cost while a fee is not known, and says which', () => {
    const unknown: Fee = { kind: 'guarantee', state: 'unknown' }
    for (const stated of [fees(unknown), fees().filter(({ kind }) => kind !== 'guarantee')]) {
      const sheet = costSheet(terms({ fees: stated }))
      assert.deepEqual(sheet.missing, ['guarantee'])
      assert.deepEqual([sheet.annual, sheet.totalCostFen, sheet.totalPaidFen], [null, null, null])
      const line = sheet.lines.find(({ item }) => item === 'guarantee')
      assert.deepEqual([line?.state, line?.amountFen, line?.borneFen], ['unknown', null, null])
      assert.equal(sheet.lines[0]?.amountFen, 3_450_000, 'the interest is known all the same')
    }
  })

  it('works out neither interest nor cost of 按计划还本 without a plan for all of the principal', () => {
    const short = [{ month: 12, amountFen: MILLION - 1 }]
    for (const one of [terms({ method: '按计划还本' }), terms({ method: '按计划还本', plan: short })]) {
      const sheet = costSheet(one)
      assert.deepEqual([sheet.planMissing, sheet.schedule, sheet.annual, sheet.totalPaidFen], [true, null, null, null])
      assert.equal(sheet.lines[0]?.amountFen, null)
    }
  })

  it('puts no rate on a loan that the fees eat up', () => {
    const sheet = costSheet(terms({ fees: fees(known('other', { amount: { kind: 'sum', fen: MILLION } })) }))
    assert.equal(sheet.annual, null)
    assert.deepEqual(sheet.missing, [])
    assert.equal(sheet.totalPaidFen, MILLION + 3_450_000 + MILLION)
  })

  it('refuses a fee that is no amount', () => {
    for (const fen of [-1, 0.5]) {
      const fee = known('other', { amount: { kind: 'sum', fen } })
      assert.throws(() => costSheet(terms({ fees: fees(fee) })), RangeError)
    }
  })
})

describe('a plan of repayment', () => {
  const plan = [
    { month: 6, amountFen: 40 },
    { month: 12, amountFen: 60 },
  ]

  it('is told what is wrong with it', () => {
    assert.equal(planFault(plan, 100, 12), null)
    assert.match(planFault([], 100, 12) ?? '', /请写明/)
    assert.match(planFault(plan, 101, 12) ?? '', /之和应等于贷款金额/)
    assert.match(planFault(plan, 100, 18) ?? '', /最后一个月/)
    assert.match(planFault(plan.toReversed(), 100, 12) ?? '', /第 2 期.*晚于/)
    assert.match(planFault([{ month: 12, amountFen: 0 }], 0, 12) ?? '', /第 1 期.*大于 0/)
  })

  it('keeps its proportions for another amount, to the fen', () => {
    assert.deepEqual(scalePlan(plan, 50), [
      { month: 6, amountFen: 20 },
      { month: 12, amountFen: 30 },
    ])
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 1e13 }), (amountFen) => {
        assert.equal(planFault(scalePlan(plan, amountFen), amountFen, 12), null)
      }),
    )
  })
})
