/** Enterprises: who they are, what they declare and prove, what they need, and what they let banks see. */
export { enterpriseNames } from './names-of.js'
export { changesBetween, type Changes, type ProductChange } from './changes-between.js'
export type { Completeness } from './completeness.js'
export {
  CONSENT_SCOPES,
  isInForce,
  MOST_CONSENT_MONTHS,
  mayShare,
  type Consent,
  type ConsentPurpose,
  type ConsentScope,
} from './consent.js'
export type { DataHolder } from './context.js'
export type { Applied, AppliedRow } from './pages/desk-frame.js'
export { valueOf, type Enterprise, type EnterpriseStatus, type FactEntry, type FactSource } from './enterprise.js'
export { enterSamples, type SampleEnterprise } from './enter-samples.js'
export { enterpriseRoutes } from './enterprises.router.js'
export { enterprisesService, type EnterprisesService, type Scope } from './enterprises-service.js'
export { factsOf, type FactOrigin, type KnownFacts } from './facts-of.js'
export type { NewConsent } from './give-consent.js'
export { isPromise, type Need, type NeedTerms, type Security } from './need.js'
export type { OpenNeed } from './open-needs.js'
export { ownEnterprise } from './own-enterprise.js'
export type { RegisterFinding } from './note-finding.js'
export { CreditCodeTaken, type NewEnterprise } from './register-enterprise.js'
export type { EnterpriseFilter, Listed, Page } from './store/enterprise.store.js'
export type { Evidence } from './store/evidence.store.js'
export type { NeedMatch } from './store/need-match.store.js'
export { contradictionsOf, type Contradiction, type FindingOutcome } from './verification.js'
