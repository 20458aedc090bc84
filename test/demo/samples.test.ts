import assert from 'node:assert/strict'
import { yearsOf, chanceOf } from '../../src/demo/sample-figures.js'
import { makeSamples, SAMPLE_COUNT } from '../../src/demo/samples.js'
import { trades } from '../../src/demo/sample-trades.js'
import { factsOf } from '../../src/enterprises/index.js'
import { parseCreditCode } from '../../src/kernel/credit-code.js'
import { deriveFacts, parseFacts } from '@lueqiao/matching-engine'
import type { Reference } from '../../src/reference/index.js'
import { shippedReference } from '../reference/tables.js'

const NOW = new Date('2026-11-22T04:00:00Z')

describe('samples', () => {
  let reference: Reference
  let samples: ReturnType<typeof makeSamples>
  before(async () => {
    reference = await shippedReference()
    samples = make()
  })
  const make = () =>
    makeSamples(
      reference.divisions.map(({ division }) => division),
      NOW,
    )
  const knownOf = (
    { facts, years }: (typeof samples)['enterprises'][number],
    need: Parameters<typeof factsOf>[1] = null,
  ) => {
    const at = { evidenceIds: [], source: 'declared', by: null, at: NOW } as const
    const entries = Object.entries(facts).map(([fact, value]) => ({ fact, value, asOf: '2026-11-22', ...at }))
    return factsOf({ facts: entries, years: years.map((year) => ({ ...year, ...at })) }, need, '2026-11-22').facts
  }

  it('are the same each time', () => {
    assert.equal(samples.enterprises.length, SAMPLE_COUNT)
    assert.deepEqual(make(), samples)
  })

  it('come from all divisions, all trades, all sizes, with and without green needs', () => {
    const { enterprises } = samples
    assert.equal(new Set(enterprises.map(({ facts }) => facts['enterprise.division'])).size, 14)
    assert.equal(new Set(enterprises.map(({ facts }) => facts['enterprise.industry'])).size, trades.length)
    const sizes = enterprises.map((one) => deriveFacts(knownOf(one), reference.sizeBands)['enterprise.sizeClass'])
    assert.deepEqual(new Set(sizes.filter((size) => size !== undefined)), new Set(['大型', '中型', '小型', '微型']))
    const green = enterprises.flatMap(({ needs }) => needs.map(({ greenCode }) => greenCode !== ''))
    assert.deepEqual(new Set(green), new Set([true, false]))
  })

  it('have valid codes that no authority gives out, each its own, and 示例 in the name', () => {
    const codes = samples.enterprises.map(({ creditCode }) => creditCode)
    assert.equal(new Set(codes).size, SAMPLE_COUNT)
    for (const { creditCode, name } of samples.enterprises) {
      assert.ok(parseCreditCode(creditCode).ok, creditCode)
      assert.match(creditCode, /^91000000DEM0/)
      assert.match(name, /示例/)
    }
  })

  it('hold only what the matching engine takes, needs included', () => {
    const vocabulary = reference.vocabulary([])
    for (const enterprise of samples.enterprises) {
      assert.ok(enterprise.needs.length > 0)
      for (const need of enterprise.needs) {
        const parsed = parseFacts(knownOf(enterprise, need), vocabulary)
        assert.ok(parsed.ok, `${enterprise.name}: ${JSON.stringify(parsed)}`)
      }
    }
  })

  it('own what they do not borrow: no project asks for more than it costs', () => {
    for (const { needs } of samples.enterprises) {
      for (const { amountFen, investmentFen, ownFundsFen } of needs) {
        if (investmentFen === null) continue
        assert.ok(amountFen !== null && ownFundsFen !== null && ownFundsFen > 0)
        assert.equal(amountFen + ownFundsFen, investmentFen)
      }
    }
  })

  it('have figures that fit together: debts below assets, taxes below revenue, three years in a row', () => {
    const years = yearsOf(chanceOf(1), 2025, { revenueWan: 5000, employees: 80, industrial: true })
    assert.deepEqual(
      years.map(({ year }) => year),
      [2025, 2024, 2023],
    )
    for (const { years: all } of samples.enterprises) {
      for (const { assetsFen, liabilitiesFen, taxFen, revenueFen } of all) {
        assert.ok((liabilitiesFen ?? 0) < (assetsFen ?? 0))
        assert.ok((taxFen ?? 0) < (revenueFen ?? 0))
      }
    }
  })
})
