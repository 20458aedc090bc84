/** Limits that banks exceeded: each bank's explanation with a promised day, and the questions of the bureau. */
export type { Escalation, EscalationMessage, EscalationWithMessages } from './escalation.js'
export { escalationsRoutes } from './escalations.routes.js'
export { escalationsService, type EscalationsService } from './escalations.service.js'
export { escalationCards } from './pages/escalation-cards.views.js'
export {
  escalationStatus,
  isDone,
  lastDayToExplain,
  type EscalationStatus,
  type Overdue,
} from './rules/escalation-status.js'
export { endText, overdueText, PROMISE_OUTCOMES } from './rules/status-text.js'
export type { ExplainedEscalation, Explanation } from './use-cases/explain.js'
