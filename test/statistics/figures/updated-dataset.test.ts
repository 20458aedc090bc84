import assert from 'node:assert/strict'
import { datasetOf, updatedDataset, type DatasetRows } from '../../../src/statistics/rows/dataset.js'
import { MEASURES } from '../../../src/statistics/figures/measures.js'
import { total } from '../../../src/statistics/figures/totals.js'
import { chance, rawRecords } from './raw-records.js'
import { everyRow } from './rows-of-raw.js'

describe('a ledger in which some rows were renewed', () => {
  const before = everyRow(rawRecords(7, 300))
  const after = everyRow(rawRecords(8, 300))
  const dice = chance(3)

  /** The rows of these requests and of the loans that stand on them. */
  const only = (
    { requests, cases, loans, flows }: DatasetRows,
    ids: ReadonlySet<string>,
    loanIds: ReadonlySet<string>,
  ): DatasetRows => ({
    requests: requests.filter(({ id }) => ids.has(id)),
    cases: cases.filter(({ requestId }) => ids.has(requestId)),
    loans: loans.filter(({ id }) => loanIds.has(id)),
    flows: flows.filter(({ loan }) => loanIds.has(loan.id)),
  })

  it('tells the same as one that was made anew, change after change', () => {
    let [dataset, rows] = [datasetOf(before), before]
    for (let round = 0; round < 30; round += 1) {
      const gone = new Set(Array.from({ length: 1 + dice.below(20) }, () => `r${dice.below(320)}`))
      const loanIds = new Set([...before.loans, ...after.loans].filter(() => dice.next() < 0.02).map(({ id }) => id))
      const now = only(dice.next() < 0.8 ? after : before, gone, loanIds)
      dataset = updatedDataset(dataset, { requests: gone, loans: loanIds }, now)
      rows = {
        requests: [...rows.requests.filter(({ id }) => !gone.has(id)), ...now.requests],
        cases: [...rows.cases.filter(({ requestId }) => !gone.has(requestId)), ...now.cases],
        loans: [...rows.loans.filter(({ id }) => !loanIds.has(id)), ...now.loans],
        flows: [...rows.flows.filter(({ loan }) => !loanIds.has(loan.id)), ...now.flows],
      }
      const anew = datasetOf(rows)
      for (const list of ['requests', 'cases', 'claims', 'approvals', 'loans', 'flows', 'firstPayouts'] as const) {
        assert.equal(dataset[list].length, anew[list].length, `${list} in round ${round}`)
      }
      for (const measure of MEASURES) {
        const period = { from: 20250301, to: 20260630 }
        const [one, other] = [total(measure, dataset, period), total(measure, anew, period)]
        assert.equal(one.rows, other.rows, measure.id)
        assert.ok(Math.abs((one.value ?? 0) - (other.value ?? 0)) <= 1e-6 * Math.abs(other.value ?? 1), measure.id)
      }
    }
  })

  it('keeps the lists that a change does not touch, so that what rests on them need not be counted again', () => {
    const dataset = datasetOf(before)
    const nothing: DatasetRows = { requests: [], cases: [], loans: [], flows: [] }
    const moved = updatedDataset(dataset, { requests: new Set(['r1']), loans: new Set() }, nothing)
    assert.equal(moved.flows, dataset.flows)
    assert.equal(moved.requests.length, dataset.requests.length - 1)
    const [loan] = before.loans
    assert.ok(loan)
    const repaid = updatedDataset(dataset, { requests: new Set(), loans: new Set([loan.id]) }, nothing)
    assert.equal(repaid.cases, dataset.cases)
    assert.notEqual(repaid.loans, dataset.loans)
    assert.notEqual(repaid.flows, dataset.flows)
  })
})
