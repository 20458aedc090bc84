import assert from 'node:assert/strict'
import type { Application } from '../../src/applications/index.js'
import { pauseStep, resumeStep, startStep } from '../../src/applications/rules/clock.js'
import { dueReminder } from '../../src/reminders/due-reminder.js'

/** By the clock of China. */
const at = (text: string) => new Date(`2026-${text}:00+08:00`)

describe('the occasion to remind', () => {
  const step = startStep({ name: 'contact', holder: 'bank', limitDays: 3 }, at('09-29T09:00'))
  const application = {
    ...{ id: 'a', kind: 'bank', state: 'claimed', offer: null, updatedAt: at('09-29T09:00'), step },
  } as unknown as Application
  const nameAt = (time: string, given: Partial<Application> = {}) =>
    dueReminder({ ...application, ...given }, at(time))?.name ?? null

  it('goes by working days: a national holiday is none, its make-up days are', () => {
    // 30 September, then 8 and 9 October: the holiday lasts from the 1st to the 7th.
    assert.equal(step.dueOn, '2026-10-09')
    const found = ['10-07T23:59', '10-09T12:00', '10-09T23:59', '10-10T00:00', '10-10T23:59', '10-11T00:00']
    // Saturday the 10th is a make-up day, so that the bureau hears on Sunday.
    assert.deepEqual(
      found.map((time) => nameAt(time)),
      [null, 'amber', 'amber', 'due', 'due', 'escalated'],
    )
  })

  it('is none while the clock stands still, however long, and counts anew from where it stood', () => {
    const still = pauseStep(step, at('09-30T09:00'))
    assert.equal(nameAt('12-31T09:00', { step: still }), null)
    const goesOn = resumeStep(still, at('10-20T09:00'))
    assert.deepEqual(
      [nameAt('10-20T09:01', { step: goesOn }), nameAt('12-31T09:00', { step: goesOn })],
      [null, 'escalated'],
    )
  })

  it('is none without a limit, and none where the portal itself is waited for', () => {
    assert.equal(nameAt('12-31T09:00', { step: null }), null)
    assert.equal(nameAt('12-31T09:00', { step: { ...step, holder: 'portal' } }), null)
  })

  it('goes no further than the end of the limit for the bureau', () => {
    assert.equal(nameAt('12-31T09:00', { step: { ...step, holder: 'bureau' } }), 'due')
  })

  it('belongs to one thread as long as the step is the same, and to another afterwards', () => {
    const thread = (time: string, one = step) => dueReminder({ ...application, step: one }, at(time))?.thread
    assert.equal(thread('10-09T12:00'), thread('10-31T12:00'))
    const touched = dueReminder({ ...application, updatedAt: at('10-09T11:00') }, at('10-09T12:00'))
    assert.equal(touched?.thread, thread('10-09T12:00'), 'a paper that is added does not restart the wait')
    const next = startStep({ name: 'contact', holder: 'bank', limitDays: 3 }, at('10-12T09:00'))
    assert.notEqual(thread('10-31T12:00'), thread('10-31T12:00', next))
  })
})
