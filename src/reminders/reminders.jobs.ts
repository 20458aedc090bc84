import type { JobDefinition } from '../jobs/index.js'

/** Sends the reminders of steps that are due. */
export const reminderJobs = (reminders: {
  remindAll(stopped: AbortSignal): Promise<unknown>
}): readonly JobDefinition[] => [
  { name: 'remind-of-limits', everyMs: 300_000, title: '办理时限提醒', run: (stopped) => reminders.remindAll(stopped) },
]
