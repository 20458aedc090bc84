/** Applications: what an enterprise asks of banks, where each stands, who moved it and until when the next one must. */
export type { Amendment } from './amend-application.js'
export type {
  Application,
  Asked,
  Contest,
  Decision,
  DocumentItem,
  EndedStep,
  MoveRecord,
  Offer,
  Proposal,
  Refusal,
} from './application.js'
export type { ApplicationFilter, CountedApplication, Scope } from './application.store.js'
export { applicationsService, type ApplicationsParts, type ApplicationsService } from './applications-service.js'
export { appliedOf } from './pages/applied.views.js'
export { applyRoutes } from './apply.router.js'
export { applicationsRoutes } from './applications.router.js'
export { documentsFor } from './checklist.js'
export { plainReference } from './guard.js'
export { isPaused, readClock, resumeStep, startStep, type ClockReading } from './clock.js'
export type { AfterMove, Moved } from './context.js'
export type { Entry } from './enter-application.js'
export type { Changes, MoveOrder } from './move-application.js'
export { MoveRefused, Overtaken, titleOf } from './move-refused.js'
export { moverOf, portal, scopeOf, type Mover } from './mover.js'
export { REFUSAL_CODES, REFUSALS, type RefusalCode } from './refusal-codes.js'
export type {
  Channel,
  ChosenProduct,
  Dimensions,
  GivenConsent,
  OfferedSecurity,
  Paper,
  FinancingRequest,
} from './financing-request.js'
export type { RequestFilter, RequestScope } from './request.store.js'
export type { FrozenFact, RequestSnapshot } from './request-snapshot.js'
export { requestsService, type RequestsParts, type RequestsService, type Share } from './requests-service.js'
export type { SampleDesk } from './samples-at.js'
export type { SeenSnapshot } from './snapshot-for-bank.js'
export type { Submission } from './submission.js'
export type { SubmissionFault } from './submission-fault.js'
export type { Submitted } from './submit-request.js'
export {
  actionsFor,
  ACTIONS,
  isBound,
  isEnded,
  MOVES,
  refusalOf,
  STATE_NAMES,
  STATES,
  targetOf,
  type Action,
  type Kind,
  type MoverKind,
  type MoveSpec,
  type State,
} from './state-table.js'
export { LIMIT_DAYS, STEP_NAMES, stepOf, type Holder, type Step, type StepName } from './step.js'
export type { CountedRequest } from './request.store.js'
