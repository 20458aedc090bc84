/** Applications: what an enterprise asks of banks, where each stands, who moved it and until when the next one must. */
export type { Amendment } from './use-cases/amend-application.js'
export type {
  Application,
  InformationRequest,
  Contest,
  Decision,
  DocumentItem,
  EndedStep,
  MoveRecord,
  Offer,
  Proposal,
  Refusal,
} from './rules/application.js'
export type { ApplicationFilter, CountedApplication, ApplicationScope } from './data/application.store.js'
export { applicationsService, type ApplicationsParts, type ApplicationsService } from './applications.service.js'
export { recentApplications } from './pages/list.page.js'
export { applicationsRoutes } from './applications.routes.js'
export { documentsFor } from './rules/checklist.js'
export { normalizeReference } from './reservations/reservation.js'
export { isPaused, readClock, resumeStep, startStep, type ClockReading } from './rules/clock.js'
export type { AfterMove, Moved } from './application-context.js'
export type { ApplicationEntry } from './use-cases/enter-application.js'
export type { ApplicationChanges, MoveOrder } from './use-cases/move-application.js'
export { MoveRefused, Overtaken } from './rules/move-refused.js'
export { moverOf, portal, scopeOf, type Mover } from './rules/mover.js'
export { REFUSAL_CODES, REFUSALS, type RefusalCode } from './rules/refusal-codes.js'
export type {
  Channel,
  ChosenProduct,
  Dimensions,
  GivenConsent,
  OfferedSecurity,
  Paper,
  FinancingRequest,
} from './rules/financing-request.js'
export type { RequestFilter, RequestScope } from './data/request.store.js'
export type { FrozenFact, RequestSnapshot } from './rules/request-snapshot.js'
export { requestsService, type RequestsParts, type RequestsService, type NeedShare } from './requests.service.js'
export type { SampleUseCases } from './use-cases/sample-use-cases.js'
export type { BankSnapshot } from './rules/bank-snapshot.js'
export type { Submission } from './rules/submission.js'
export type { SubmissionResult } from './use-cases/submit-request.js'
export {
  actionsFor,
  ACTIONS,
  isBound,
  isEnded,
  MOVES,
  moveTitle,
  refusalOf,
  STATE_NAMES,
  STATES,
  targetOf,
  type MoveAction,
  type ApplicationKind,
  type MoverKind,
  type MoveSpec,
  type ApplicationState,
} from './rules/state-table.js'
export { LIMIT_DAYS, STEP_NAMES, stepOf, type Holder, type Step, type StepName } from './rules/step.js'
export type { CountedRequest } from './data/request.store.js'
