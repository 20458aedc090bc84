/** Limits that banks let pass: what each bank says about them, in words and with a day, and what the bureau asks. */
export { escalationsRoutes } from './escalations.router.js'
export { escalationsService, type EscalationsService } from './escalations-service.js'
export { inOrder, isShown, SHOWN, SHOWN_NAMES, type InTurn } from './in-order.js'
export { overDays, type Over } from './over-days.js'
export { fateOf, isDone, mayAnswer, saidOf, type PromiseFate, type Said, type Told } from './said-of.js'
export { endText, FATES, overText, promiseText, standText } from './said-text.js'
export type { Explanation, OfEscalation } from './explain.js'
export type { Word } from './word.js'
