import assert from 'node:assert/strict'
import fc from 'fast-check'
import { addDays } from '../../src/kernel/dates.js'
import { addWorkingDays, calendarCovers, isWorkingDay, workingDaysBetween } from '../../src/kernel/working-days.js'

const coveredDate = fc.integer({ min: 0, max: 1000 }).map((days) => addDays('2024-01-01', days))

describe('working days', () => {
  it('follow the published calendar of 2026, make-up days included', () => {
    assert.equal(isWorkingDay('2026-11-23'), true, 'a Monday')
    assert.equal(isWorkingDay('2026-11-22'), false, 'a Sunday')
    assert.equal(isWorkingDay('2026-10-01'), false, '国庆节, a Thursday')
    assert.equal(isWorkingDay('2026-02-14'), true, 'a Saturday worked for 春节')
    assert.equal(isWorkingDay('2026-02-17'), false, '春节')
  })

  it('are the same in every time zone of the machine', () => {
    const before = process.env.TZ
    try {
      for (const zone of ['America/Los_Angeles', 'Asia/Shanghai', 'Pacific/Auckland', 'UTC']) {
        process.env.TZ = zone
        assert.equal(isWorkingDay('2026-11-23'), true, zone)
        assert.equal(isWorkingDay('2026-11-22'), false, zone)
        assert.equal(isWorkingDay('2026-10-01'), false, zone)
        assert.equal(isWorkingDay('2026-10-10'), true, `${zone}: a Saturday worked for 国庆节`)
      }
    } finally {
      if (before === undefined) delete process.env.TZ
      else process.env.TZ = before
    }
  })

  it('are counted from the day after', () => {
    assert.deepEqual(addWorkingDays('2026-11-20', 1), { date: '2026-11-23', provisional: false })
    assert.deepEqual(addWorkingDays('2026-11-21', 1), { date: '2026-11-23', provisional: false })
    assert.deepEqual(addWorkingDays('2026-09-30', 1), { date: '2026-10-08', provisional: false })
    assert.deepEqual(addWorkingDays('2026-11-22', 0), { date: '2026-11-23', provisional: false })
    assert.deepEqual(workingDaysBetween('2026-11-20', '2026-11-23'), { days: 1, provisional: false })
    assert.deepEqual(workingDaysBetween('2026-11-23', '2026-11-20'), { days: 0, provisional: false })
  })

  it('are provisional where no calendar has been published', () => {
    assert.equal(calendarCovers('2026-12-31'), true)
    assert.equal(calendarCovers('2027-01-01'), false)
    assert.equal(isWorkingDay('2027-01-01'), false, '元旦 is fixed by law')
    assert.deepEqual(addWorkingDays('2026-12-31', 1), { date: '2027-01-04', provisional: true })
    assert.equal(workingDaysBetween('2026-12-30', '2027-01-05').provisional, true)
    assert.equal(calendarCovers('2003-12-31'), false)
  })

  it('cannot be a part or less than none', () => {
    for (const count of [-1, 1.5, Number.NaN]) assert.throws(() => addWorkingDays('2026-11-20', count), RangeError)
    assert.throws(() => isWorkingDay('2026-11-31'), RangeError)
  })

  it('come out the same added and counted', () => {
    fc.assert(
      fc.property(coveredDate, fc.integer({ min: 1, max: 20 }), (from, count) => {
        const { date } = addWorkingDays(from, count)
        assert.ok(isWorkingDay(date))
        assert.equal(workingDaysBetween(from, date).days, count)
      }),
      { numRuns: 50 },
    )
  })
})
