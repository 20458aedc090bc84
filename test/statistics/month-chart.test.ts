import assert from 'node:assert/strict'
import { datasetOf } from '../../src/statistics/rows/dataset.js'
import { findMeasure } from '../../src/statistics/figures/measures.js'
import { NO_FILTER } from '../../src/statistics/figures/filter.js'
import { total } from '../../src/statistics/figures/totals.js'
import type { FigureFilter } from '../../src/statistics/filter/figure-filter.js'
import { monthChart } from '../../src/statistics/overview/month-chart.views.js'
import { rawRecords } from './figures/raw-records.js'
import { everyRow } from './figures/rows-of-raw.js'

describe('the chart of months', () => {
  const filtered = datasetOf(everyRow(rawRecords(5, 400)))
  const measure = findMeasure('requests')
  assert.ok(measure)
  const chart = (preset: FigureFilter['preset'], from: number, to: number) => {
    const filter: FigureFilter = { preset, period: { from, to }, rowFilter: NO_FILTER, measure, sent: {} }
    return monthChart({ filtered, filter, today: '2026-11-22' }, ({ from: first, to: last }) => `${first}-${last}`)
  }
  const sum = (rows: readonly { readonly now: string }[]) => rows.reduce((all, { now }) => all + Number(now), 0)

  it('has the months of the period, each with its days in it, so that they add up to the figure', () => {
    const { rows, name, cut } = chart('custom', 20251210, 20260320)
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['2025年12月', '2026年1月', '2026年2月', '2026年3月'],
    )
    assert.deepEqual(
      rows.map(({ href }) => href),
      ['20251210-20251231', '20260101-20260131', '20260201-20260228', '20260301-20260320'],
    )
    assert.equal(rows[0]?.beforeHref, '20241210-20241231')
    assert.equal(sum(rows), total(measure, filtered, { from: 20251210, to: 20260320 }).value)
    assert.deepEqual([name, cut], ['本期', false])
  })

  it('is one month where one was asked for, and calls no month that went by one that is to come', () => {
    const { rows, name } = chart('last-month', 20261001, 20261031)
    assert.deepEqual([rows.length, rows[0]?.label, name], [1, '10月', '2026年'])
    assert.ok(Number(rows[0]?.now) > 0)
  })

  it('has all months of the current year, those to come as such', () => {
    const { rows } = chart('year', 20260101, 20261122)
    assert.equal(rows.length, 12)
    assert.equal(rows[11]?.now, '未到')
    assert.equal(rows[10]?.href, '20261101-20261122')
    assert.equal(sum(rows.slice(0, 11)), total(measure, filtered, { from: 20260101, to: 20261122 }).value)
  })

  it('says of a longer stretch that it shows the end of it, also of one of many years', () => {
    for (const from of [20000101, 20250101]) {
      const { rows, cut } = chart('custom', from, 20261122)
      assert.deepEqual([rows.length, rows[0]?.label, cut], [12, '2025年12月', true])
    }
  })
})
