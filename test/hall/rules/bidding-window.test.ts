import assert from 'node:assert/strict'
import fc from 'fast-check'
import { closingInstant, acceptsBids, type BiddingWindow } from '../../../src/hall/rules/bidding-window.js'
import { workingMs } from '../../../src/applications/rules/clock.js'

const at = (text: string) => new Date(`${text}+08:00`)
const wd = (count: number) => ({ unit: 'wd', count }) as const
const h = (count: number) => ({ unit: 'h', count }) as const

describe('the window of claims', () => {
  it('ends with the last of its working days, the day of opening not counted', () => {
    // 2026-11-20 is a Friday.
    assert.deepEqual(closingInstant(at('2026-11-20T09:00:00'), wd(1)), at('2026-11-23T23:59:00'))
    assert.deepEqual(closingInstant(at('2026-11-20T23:30:00'), wd(1)), at('2026-11-23T23:59:00'))
    assert.deepEqual(closingInstant(at('2026-11-23T00:00:00'), wd(2)), at('2026-11-25T23:59:00'))
  })

  it('stands still over the national holiday and counts make-up days', () => {
    // 2026: off from 1 to 7 October; Saturday the 10th is worked.
    assert.deepEqual(closingInstant(at('2026-09-30T15:00:00'), wd(1)), at('2026-10-08T23:59:00'))
    assert.deepEqual(closingInstant(at('2026-10-09T15:00:00'), wd(1)), at('2026-10-10T23:59:00'))
  })

  it('counts hours on working days alone', () => {
    assert.deepEqual(closingInstant(at('2026-11-20T15:00:00'), h(24)), at('2026-11-23T15:00:00'))
    assert.deepEqual(closingInstant(at('2026-11-21T10:00:00'), h(1)), at('2026-11-23T01:00:00'))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 * 24 * 60 }), fc.integer({ min: 1, max: 240 }), (minutes, count) => {
        const opened = new Date(Date.UTC(2026, 0, 5) + minutes * 60_000)
        assert.equal(workingMs(opened, closingInstant(opened, h(count))), count * 3_600_000)
      }),
      { numRuns: 30 },
    )
  })

  it('takes claims until that instant and not at it', () => {
    const window = { state: 'open', closesAt: at('2026-11-23T23:59:00') } as BiddingWindow
    assert.equal(acceptsBids(window, at('2026-11-23T23:58:59')), true)
    assert.equal(acceptsBids(window, at('2026-11-23T23:59:00')), false)
    assert.equal(acceptsBids({ ...window, state: 'closed' }, at('2026-11-23T10:00:00')), false)
  })
})
