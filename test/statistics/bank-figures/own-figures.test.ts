import assert from 'node:assert/strict'
import { dayOf } from '../../../src/statistics/rows/day.js'
import { NO_FILTER } from '../../../src/statistics/figures/filter.js'
import { FEWEST_BANKS, ownSteps } from '../../../src/statistics/bank-figures/own-figures.js'
import { BANKS } from '../figures/raw-records.js'
import { inChina, stepRecords } from '../promises/step-records.js'
import { rawDataset } from '../raw-dataset.js'

const now = new Date('2026-11-22T04:00:00Z')
const raw = stepRecords(61, 400)
const asked = { rowFilter: NO_FILTER, period: { from: 20250101, to: 20261122 }, now }

/** What each bank took for the claim, straight from the raw records. */
const claimsOf = (bankId: string) =>
  raw.applications
    .filter((one) => one.bankId === bankId)
    .flatMap(({ steps }) => steps)
    .filter(({ name, endedAt }) => name === 'claim' && dayOf(inChina(endedAt)) >= 20250101)

describe('a bank beside all banks', () => {
  it('sees the median of what every bank kept, each counting once', () => {
    const [claim] = ownSteps(rawDataset(raw), asked, 'abc')
    const kept = BANKS.map((bank) => claimsOf(bank).filter(({ onTime }) => onTime).length / claimsOf(bank).length)
    kept.sort((a, b) => a - b)
    assert.equal(claim?.banks, 4)
    assert.equal(claim.middle?.onTimeShare, kept[1])
    assert.equal(claim.own.count, claimsOf('abc').length)
    const medians = BANKS.map((bank) => {
      const days = claimsOf(bank).map(({ usedDays }) => usedDays).sort((a, b) => a - b) // prettier-ignore
      return days[Math.ceil(days.length / 2) - 1] ?? -1
    })
    medians.sort((a, b) => a - b)
    assert.equal(claim.middle?.median, medians[1])
  })

  it('sees nothing of the others while fewer than four have data', () => {
    assert.equal(FEWEST_BANKS, 4)
    const three = { ...raw, applications: raw.applications.filter(({ bankId }) => bankId !== 'boc') }
    for (const step of ownSteps(rawDataset(three), asked, 'abc')) {
      assert.ok(step.own.count > 0)
      assert.equal(step.banks, 3)
      assert.equal(step.middle, null)
    }
  })

  it('sees the others even where it has no data itself, and never counts as one of them', () => {
    const [claim] = ownSteps(rawDataset(raw), asked, 'ccb')
    assert.deepEqual(claim?.own, { count: 0, median: null, p90: null, onTime: 0, onTimeShare: null })
    assert.equal(claim?.banks, 4)
    assert.ok(claim?.middle)
  })
})
