import assert from 'node:assert/strict'
import { aggregate } from '../../src/statistics/figures/aggregate.js'
import { total } from '../../src/statistics/figures/totals.js'
import { datasetOf } from '../../src/statistics/rows/dataset.js'
import { countedRowsOf } from '../../src/statistics/figures/measure.js'
import { MEASURES } from '../../src/statistics/figures/measures.js'
import type { RequestRow } from '../../src/statistics/rows/row-types.js'

const request = (place: number): RequestRow => ({
  ...{ id: `r${place}`, number: `LQ-${place}`, title: '', day: 20260101 + (place % 28), amountFen: place * 100 },
  ...{ matched: true, bankIds: ['abc'], applicationId: `a${place}`, hallState: null },
  ...{ enterpriseId: `e${place % 7}`, enterpriseName: '', division: null, section: null, size: null, ownership: null },
  ...{ years: null, green: null, purpose: null, firstLoan: null, isSample: false },
})
const ledgerWith = (count: number) =>
  datasetOf({
    ...{ cases: [], loans: [], flows: [] },
    requests: Array.from({ length: count }, (_, place) => request(place + 1)),
  })

describe('what is kept of a ledger', () => {
  const january = { from: 20260101, to: 20260131 }

  it('is what its rows come to, however many other figures and periods were asked for in between', () => {
    const dataset = ledgerWith(60)
    for (let round = 0; round < 3; round += 1) {
      for (const measure of MEASURES) {
        for (let day = 1; day <= 28; day += 1) {
          const period = { from: 20260101, to: 20260100 + day }
          const expected = aggregate(measure.aggregation, countedRowsOf(measure, dataset, period), measure.keyOf)
          assert.deepEqual(total(measure, dataset, period), expected)
        }
      }
    }
  })

  it('is never that of another ledger', () => {
    const requests = MEASURES.find(({ id }) => id === 'requests')
    assert.ok(requests)
    assert.equal(total(requests, ledgerWith(5), january).value, 5)
    assert.equal(total(requests, ledgerWith(6), january).value, 6)
  })
})
