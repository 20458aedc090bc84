import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { costSheet, FEE_KINDS, type Fee, type OfferedMethod, type OfferTerms } from '../../src/finance/index.js'
import { fenFromYuan } from '../../src/kernel/money.js'
import { bpFromPct } from '../../src/kernel/percent.js'

type Vector = {
  readonly id: string
  readonly method: OfferedMethod
  readonly dayCount: OfferTerms['dayCount']
  readonly principal: number
  readonly annual_rate: number
  readonly months: number
  readonly plan?: readonly { readonly month: number; readonly amount: number }[]
  readonly fees: readonly {
    readonly payer: '企业' | '银行'
    readonly when: 'start' | 'yearly' | 'end'
    readonly share?: number
    readonly sum?: number
  }[]
  readonly total_interest: number
  readonly fees_borne: number
  readonly fees_by_bank: number
  readonly simple_pct: number
  readonly compound_pct: number
}

const file = new URL('../cases/cost-sheets.json', import.meta.url)
const { items } = JSON.parse(readFileSync(file, 'utf8')) as { items: readonly Vector[] }

function termsOf(vector: Vector): OfferTerms {
  const stated = vector.fees.map(({ payer, when, share, sum }, place): Fee => {
    const amount =
      share === undefined
        ? ({ kind: 'sum', fen: fenFromYuan(sum ?? 0) } as const)
        : ({ kind: 'share', bp: bpFromPct(share * 100) } as const)
    return { kind: FEE_KINDS[place] ?? 'other', state: 'known', amount, payer, chargedBy: '', when }
  })
  const others = FEE_KINDS.slice(stated.length).map((kind): Fee => ({ kind, state: 'none' }))
  return {
    amountFen: fenFromYuan(vector.principal),
    rateBp: bpFromPct(vector.annual_rate * 100),
    ...{ months: vector.months, method: vector.method, dayCount: vector.dayCount, fees: [...stated, ...others] },
    ...(vector.plan && { plan: vector.plan.map(({ month, amount }) => ({ month, amountFen: fenFromYuan(amount) })) }),
    ...{ securities: [], conditions: '', validUntil: '2026-12-31' },
  }
}

describe('cost sheets worked out elsewhere', () => {
  it('cover fees at each time, each payer, each day count and each way of repaying', () => {
    assert.equal(items.length, 9)
    const fees = items.flatMap((vector) => vector.fees)
    assert.deepEqual(new Set(fees.map(({ when }) => when)), new Set(['start', 'yearly', 'end']))
    assert.deepEqual(new Set(fees.map(({ payer }) => payer)), new Set(['企业', '银行']))
    assert.equal(new Set(items.map(({ dayCount }) => dayCount)).size, 3)
    assert.equal(new Set(items.map(({ method }) => method)).size, 5)
  })

  for (const vector of items) {
    it(`${vector.id} comes out the same`, () => {
      const { lines, totalCostFen, annual } = costSheet(termsOf(vector))
      const borne = lines.slice(1).reduce((sum, line) => sum + (line.borneFen ?? Number.NaN), 0)
      const charged = lines.slice(1).reduce((sum, line) => sum + (line.amountFen ?? Number.NaN), 0)
      assert.equal(lines[0]?.amountFen, fenFromYuan(vector.total_interest))
      assert.equal(borne, fenFromYuan(vector.fees_borne))
      assert.equal(charged - borne, fenFromYuan(vector.fees_by_bank))
      assert.equal(totalCostFen, fenFromYuan(vector.total_interest) + borne)
      assert.ok(Math.abs((annual?.simplePct ?? 0) - vector.simple_pct) < 1e-4, `${annual?.simplePct ?? ''}`)
      assert.ok(Math.abs((annual?.compoundPct ?? 0) - vector.compound_pct) < 1e-4, `${annual?.compoundPct ?? ''}`)
    })
  }
})
