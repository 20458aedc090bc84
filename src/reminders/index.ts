/** Reminders of limits and offers: who is reminded when, and when a bank's delay is escalated to the bureau. */
export { remindersService, type RemindersService } from './reminders.service.js'
