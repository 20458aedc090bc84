import assert from 'node:assert/strict'
import chineseDays from 'chinese-days'
import { shippedReference } from './tables.js'

describe('holidays table', () => {
  it('covers 2004 to 2026 without a gap', async () => {
    const { holidays } = await shippedReference()
    assert.deepEqual(
      holidays.map((year) => year.year),
      Array.from({ length: 23 }, (_, place) => 2004 + place),
    )
  })

  it('agrees day by day with the calendar that the working-day count uses', async () => {
    const { holidays } = await shippedReference()
    const newest = holidays.at(-1)
    assert.ok(newest)
    const off = new Set(newest.holidays.map((day) => day.date))
    const worked = new Set(newest.workdays.map((day) => day.date))
    for (let day = Date.UTC(newest.year, 0, 1); day < Date.UTC(newest.year + 1, 0, 1); day += 86_400_000) {
      const date = new Date(day).toISOString().slice(0, 10)
      const weekend = [0, 6].includes(new Date(day).getUTCDay())
      const expected = worked.has(date) || (!weekend && !off.has(date))
      assert.equal(chineseDays.isWorkday(date), expected, date)
    }
  })
})
