import assert from 'node:assert/strict'
import fc from 'fast-check'
import { pauseStep, readClock, resumeStep, startStep, workingMs } from '../../src/applications/rules/clock.js'
import type { Step } from '../../src/applications/rules/step.js'

const at = (text: string) => new Date(`${text}+08:00`)
const terms = (start: string, limitDays = 5): Step => startStep({ name: 'terms', holder: 'bank', limitDays }, at(start))

describe('the clock of a step', () => {
  it('does not count the day it starts on and ends with the last day', () => {
    const step = terms('2026-11-18T15:05:00')
    assert.equal(step.dueOn, '2026-11-25')
    assert.equal(step.dueAt?.toISOString(), at('2026-11-25T23:59:59.999').toISOString())
    assert.equal(readClock(step, at('2026-11-25T23:59:59')).colour, 'amber')
    const over = readClock(step, at('2026-11-26T00:00:01'))
    assert.deepEqual([over.colour, over.overdueDays], ['red', 1])
  })

  it('stands still while the enterprise is asked: one working day asked is one day more', () => {
    const asked = pauseStep(terms('2026-11-18T15:05:00'), at('2026-11-19T11:20:00'))
    assert.deepEqual([asked.amberAt, asked.dueAt], [null, null])
    const going = resumeStep(asked, at('2026-11-20T16:30:00'))
    assert.equal(going.dueOn, '2026-11-26')
    const onTuesday = readClock(going, at('2026-11-24T10:00:00'))
    assert.deepEqual([onTuesday.usedDays, onTuesday.leftDays, onTuesday.paused], [3, 2, false])
  })

  it('counts no national holiday, neither running nor standing still', () => {
    // 1 to 7 October 2026 are days off; 20 September and 10 October 2026 are made up for.
    const running = terms('2026-09-29T10:00:00', 3)
    assert.equal(running.dueOn, '2026-10-09')
    const asked = pauseStep(terms('2026-09-28T10:00:00'), at('2026-09-29T09:00:00'))
    const later = readClock(asked, at('2026-10-06T12:00:00'))
    assert.deepEqual([later.paused, later.usedDays, later.overdueDays], [true, 1, 0])
    const going = resumeStep(asked, at('2026-10-08T09:00:00'))
    // 28 September + 5 working days + 2 asked (30 September and 8 October); Saturday 10 October is made up for.
    assert.equal(going.dueOn, '2026-10-13')
    assert.equal(readClock(going, at('2026-10-08T10:00:00')).usedDays, 1)
  })

  it('is never over while it stands still, however long that takes', () => {
    const asked = pauseStep(terms('2026-11-18T15:05:00'), at('2026-11-19T11:20:00'))
    const reading = readClock(asked, at('2026-12-31T11:20:00'))
    assert.deepEqual([reading.colour === 'red', reading.overdueDays, reading.leftDays], [false, 0, 4])
  })

  it('turns amber when seven tenths of the working time have gone by', () => {
    const step = terms('2026-11-16T00:00:00', 9)
    const { amberAt, dueAt } = step
    assert.ok(amberAt && dueAt)
    const share = workingMs(step.startedAt, amberAt) / workingMs(step.startedAt, dueAt)
    assert.ok(Math.abs(share - 0.7) < 1e-6)
    assert.equal(readClock(step, new Date(amberAt.getTime() - 1000)).colour, 'green')
    assert.equal(readClock(step, new Date(amberAt.getTime() + 1000)).colour, 'amber')
  })

  it('runs no longer than a month, whatever holidays lie in it', () => {
    const step = startStep({ name: 'decision', holder: 'bank', limitDays: 20 }, at('2026-09-21T10:00:00'))
    assert.ok(step.dueOn <= '2026-10-21')
    const spring = startStep({ name: 'decision', holder: 'bank', limitDays: 20 }, at('2026-02-05T10:00:00'))
    assert.equal(spring.dueOn, '2026-03-05')
  })

  it('takes a weekend off: what comes on a Friday is due on Monday', () => {
    const step = startStep({ name: 'claim', holder: 'bank', limitDays: 1 }, at('2026-11-20T17:00:00'))
    assert.equal(step.dueOn, '2026-11-23')
    assert.equal(readClock(step, at('2026-11-22T12:00:00')).usedDays, 0)
    const { amberAt } = step
    assert.ok(amberAt && amberAt > at('2026-11-23T00:00:00'))
  })

  it('only ever gives time back: asking never brings the last day nearer, and uses none of it up', () => {
    const minute = fc.integer({ min: 0, max: 60 * 24 * 40 })
    const check = (limitDays: number, first: number, second: number) => {
      const step = terms('2026-04-20T09:00:00', limitDays)
      const [from, to] = [first, second]
        .sort((a, b) => a - b)
        .map((m) => new Date(step.startedAt.getTime() + m * 60_000))
      assert.ok(from && to)
      const going = resumeStep(pauseStep(step, from), to)
      assert.ok(going.dueOn >= step.dueOn)
      assert.ok(going.amberAt && going.dueAt && going.amberAt <= going.dueAt)
      assert.equal(readClock(going, to).usedDays, readClock(step, from).usedDays)
    }
    fc.assert(fc.property(fc.integer({ min: 1, max: 15 }), minute, minute, check))
  })
})
