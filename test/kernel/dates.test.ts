import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  addDays,
  addMonths,
  CHINA_TIME_ZONE,
  daysBetween,
  formatDate,
  isLawDate,
  chinaDay,
  chinaMidnight,
  todayIn,
  wholeMonthsBetween,
  wholeYearsBetween,
} from '../../src/kernel/dates.js'

const someDate = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1980-01-01', days))

describe('dates of law', () => {
  it('are days that exist, written in one way', () => {
    assert.ok(isLawDate('2024-02-29'))
    for (const text of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-5', '2026-11-31', '', '2026-11-22T00:00']) {
      assert.equal(isLawDate(text), false, text)
    }
    assert.throws(() => formatDate('2026-02-30'), RangeError)
  })

  it('in China begin where the day before ends', () => {
    const midnight = chinaMidnight('2026-11-22')
    assert.equal(chinaDay(midnight), '2026-11-22')
    assert.equal(chinaDay(new Date(midnight.getTime() - 1)), '2026-11-21')
  })

  it('are shown in Chinese without leading zeros', () => {
    assert.equal(formatDate('2026-11-22'), '2026年11月22日')
    assert.equal(formatDate('2026-03-01'), '2026年3月1日')
  })

  it('change at midnight in Shanghai, not at midnight UTC', () => {
    assert.equal(todayIn(CHINA_TIME_ZONE, new Date('2026-11-21T15:59:59Z')), '2026-11-21')
    assert.equal(todayIn(CHINA_TIME_ZONE, new Date('2026-11-21T16:00:00Z')), '2026-11-22')
    assert.equal(todayIn('UTC', new Date('2026-11-21T16:00:00Z')), '2026-11-21')
  })

  it('in China are the same by arithmetic as by the table of time zones, also around the summers that had another time', () => {
    const edges = ['1991-09-14T16:00:00Z', '1991-12-31T16:00:00Z', '1991-12-31T15:59:59.999Z', '9999-12-31T16:00:00Z']
    const days = Array.from({ length: 3000 }, (_, step) => new Date(Date.UTC(1985, 0, 1) + step * 5.3 * 86_400_000))
    for (const at of [...edges.map((edge) => new Date(edge)), ...days]) {
      assert.equal(chinaDay(at), todayIn(CHINA_TIME_ZONE, at), at.toISOString())
    }
    assert.throws(() => chinaDay(new Date(Number.NaN)), RangeError)
  })

  it('keep to the end of a shorter month', () => {
    assert.equal(addMonths('2026-01-31', 1), '2026-02-28')
    assert.equal(addMonths('2024-01-31', 1), '2024-02-29')
    assert.equal(addMonths('2026-03-31', -13), '2025-02-28')
    assert.equal(addMonths('2026-11-22', 14), '2028-01-22')
  })

  it('count whole months and years only when they are full', () => {
    assert.equal(wholeMonthsBetween('2024-03-01', '2026-02-28'), 23)
    assert.equal(wholeMonthsBetween('2024-03-01', '2026-03-01'), 24)
    assert.equal(wholeMonthsBetween('2026-03-01', '2024-03-01'), 0)
    assert.equal(wholeYearsBetween('2020-02-29', '2021-02-28'), 1)
    assert.equal(wholeYearsBetween('2023-11-23', '2026-11-22'), 2)
    assert.equal(wholeYearsBetween('2023-11-22', '2026-11-22'), 3)
  })

  it('move by days there and back', () => {
    fc.assert(
      fc.property(someDate, fc.integer({ min: -20_000, max: 20_000 }), (date, days) => {
        const moved = addDays(date, days)
        assert.ok(isLawDate(moved))
        assert.equal(daysBetween(date, moved), days)
        assert.equal(addDays(moved, -days), date)
      }),
    )
  })

  it('have gone by as many months as were added', () => {
    fc.assert(
      fc.property(someDate, fc.integer({ min: 0, max: 600 }), (date, months) => {
        assert.equal(wholeMonthsBetween(date, addMonths(date, months)), months)
      }),
    )
  })
})
