import assert from 'node:assert/strict'
import { breakdown, byMonth, DIMENSIONS } from '../../../src/statistics/figures/breakdown.js'
import { dayOf, monthsBetween, yearBefore } from '../../../src/statistics/rows/day.js'
import { MEASURES } from '../../../src/statistics/figures/measures.js'
import { filterDataset, NO_FILTER } from '../../../src/statistics/figures/filter.js'
import { datasetOf } from '../../../src/statistics/rows/dataset.js'
import { NO_REQUEST_OUTCOME, requestRow } from '../../../src/statistics/rows/rows-from-records.js'
import { total } from '../../../src/statistics/figures/totals.js'
import { addDays } from '../../../src/kernel/dates.js'
import { BANKS, chance, DIVISIONS, PURPOSES, rawRecords, SIZES, type Chance } from './raw-records.js'
import { recount, type Asked } from './recount.js'
import { everyRow } from './rows-of-raw.js'

function question(dice: Chance): Asked {
  const from = addDays('2024-10-15', dice.below(780))
  const sometimes = <T>(values: readonly T[]) => (dice.next() < 0.3 ? dice.pick(values) : null)
  const named = (value: string | null | undefined) => (value === undefined ? null : (value ?? '?'))
  return {
    from,
    to: addDays(from, dice.pick([0, 1, 30, 90, 365])),
    bank: sometimes(BANKS),
    division: dice.next() < 0.3 ? named(dice.pick(DIVISIONS)) : null,
    green: sometimes(['1', '1.4', '1.4.1', '4.2', '4', '', '?']),
    size: dice.next() < 0.3 ? named(dice.pick(SIZES)) : null,
    section: sometimes(['C', 'D', '?']),
    purpose: dice.next() < 0.2 ? named(dice.pick(PURPOSES)) : null,
  }
}

const close = (one: number | null, other: number | null) =>
  one === null || other === null ? one === other : Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one))

describe('every figure', () => {
  const raw = rawRecords(20261122, 700)
  const dataset = datasetOf(everyRow(raw))
  const always = { from: dayOf('2024-01-01'), to: dayOf('2027-12-31') }

  it('has something to count in these records', () => {
    for (const measure of MEASURES) assert.ok((total(measure, dataset, always).value ?? 0) > 0, measure.id)
  })

  it('equals a second, naive count over the raw records for 200 filters', function () {
    this.timeout(60_000)
    const dice = chance(7)
    for (let round = 0; round < 200; round += 1) {
      const asked = question(dice)
      const { from, to, bank, ...rest } = asked
      const part = filterDataset(dataset, { ...rest, bankId: bank })
      const expected = recount(raw, asked)
      assert.deepEqual(Object.keys(expected).sort(), MEASURES.map(({ id }) => id).sort())
      for (const measure of MEASURES) {
        const { value } = total(measure, part, { from: dayOf(from), to: dayOf(to) })
        const other = expected[measure.id] ?? null
        assert.ok(close(value, other), `${measure.id}: ${value ?? '–'} ≠ ${other ?? '–'} for ${JSON.stringify(asked)}`)
      }
    }
  })

  it('in fen is a whole number', () => {
    for (const measure of MEASURES.filter(({ unit }) => unit === 'fen')) {
      assert.ok(Number.isSafeInteger(total(measure, dataset, always).value), measure.id)
    }
  })

  it('that is a sum or a count adds up over every dimension to the whole', () => {
    for (const measure of MEASURES.filter((one) => one.aggregation === 'sum' || one.aggregation === 'count')) {
      const whole = total(measure, dataset, always).value ?? 0
      for (const by of DIMENSIONS) {
        // A request that stands at several banks is counted with each.
        if (by === 'bank' && ['requests', 'requested', 'matched'].includes(measure.id)) continue
        const parts = breakdown(measure, dataset, always, by)
        const sum = parts.reduce((all, { value }) => all + (value ?? 0), 0)
        assert.ok(close(sum, whole), `${measure.id} by ${by}: ${sum} ≠ ${whole}`)
        assert.ok(
          close(
            parts.reduce((all, { share }) => all + (share ?? 0), 0),
            whole === 0 ? 0 : 1,
          ),
          measure.id,
        )
      }
    }
  })

  it('that is a part is the figure of the page narrowed to that part', () => {
    const narrowed = {
      bank: 'bankId',
      division: 'division',
      section: 'section',
      size: 'size',
      green1: 'green',
      purpose: 'purpose',
    } as const
    for (const measure of MEASURES) {
      for (const [by, key] of Object.entries(narrowed) as [
        keyof typeof narrowed,
        (typeof narrowed)[keyof typeof narrowed],
      ][]) {
        for (const part of breakdown(measure, dataset, always, by)) {
          const alone = total(measure, filterDataset(dataset, { ...NO_FILTER, [key]: part.key ?? '?' }), always)
          if (by === 'green1' && part.key === '4') continue
          assert.ok(close(alone.value, part.value), `${measure.id} by ${by} ${part.key ?? '?'}`)
        }
      }
    }
  })

  it('of money that moved adds up over the months, those without a row included', () => {
    const months = monthsBetween(202401, 202712)
    for (const id of ['requests', 'requested', 'disbursed', 'approved', 'approvals']) {
      const measure = MEASURES.find((one) => one.id === id)
      assert.ok(measure)
      const parts = byMonth(measure, dataset, months)
      assert.equal(parts.length, 48)
      assert.equal(parts[0]?.value, 0)
      assert.equal(
        parts.reduce((sum, { value }) => sum + (value ?? 0), 0),
        total(measure, dataset, always).value,
      )
    }
  })

  it('counts what happened at the last second of a year in China in that year', () => {
    const [request] = raw.requests
    assert.ok(request)
    const at = (text: string) => requestRow({ ...request, submittedAt: new Date(text) }, NO_REQUEST_OUTCOME, () => null)
    assert.equal(at('2025-12-31T23:59:59+08:00').day, 20251231)
    assert.equal(at('2026-01-01T00:00:00+08:00').day, 20260101)
  })

  it('never counts the benefit of one project twice, however many loans it has', () => {
    const coal = MEASURES.find(({ id }) => id === 'coal')
    assert.ok(coal)
    const projects = new Map(
      dataset.loans.map((loan) => [
        loan.projectId,
        Math.max(
          0,
          ...dataset.loans
            .filter(({ projectId }) => projectId === loan.projectId)
            .map(({ savingTce }) => savingTce ?? 0),
        ),
      ]),
    )
    const most = [...projects.values()].reduce((sum, saving) => sum + saving, 0)
    assert.ok((total(coal, dataset, always).value ?? 0) <= most + 1e-6)
  })

  it('is compared with the same stretch one year earlier, leap years included', () => {
    assert.deepEqual(yearBefore({ from: 20240201, to: 20240229 }), { from: 20230201, to: 20230228 })
    assert.deepEqual(yearBefore({ from: 20250201, to: 20250228 }), { from: 20240201, to: 20240229 })
    assert.deepEqual(yearBefore({ from: 20260101, to: 20261122 }), { from: 20250101, to: 20251122 })
  })
})
