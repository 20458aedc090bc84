/** Enterprises: who they are, what they declare and prove, what they need, and what they let banks see. */
export { enterpriseNames } from './enterprises.service.js'
export { changesBetween, type MatchChanges, type ProductChange } from './rules/match-changes.js'
export type { Completeness } from './rules/completeness.js'
export {
  CONSENT_SCOPES,
  isInForce,
  MOST_CONSENT_MONTHS,
  mayShare,
  type Consent,
  type ConsentPurpose,
  type ConsentScope,
} from './rules/consent.js'
export type { DataHolder } from './use-cases/change-enterprise.js'
export type { ApplicationSummaries, ApplicationSummary } from './pages/enterprise-page.js'
export { valueOf, type Enterprise, type EnterpriseStatus, type FactEntry, type FactSource } from './rules/enterprise.js'
export { addSampleEnterprises, type SampleEnterprise } from './use-cases/add-samples.js'
export { enterpriseRoutes } from './enterprises.routes.js'
export { enterprisesService, type EnterprisesService, type Scope } from './enterprises.service.js'
export { factsOf, type FactOrigin, type KnownFacts } from './rules/known-facts.js'
export type { NewConsent } from './use-cases/give-consent.js'
export { isPromise, type Need, type NeedTerms, type Security } from './rules/need.js'
export type { OpenNeed } from './use-cases/match-need.js'
export { ownEnterprise } from './enterprises.service.js'
export type { RegisterFinding } from './use-cases/record-finding.js'
export { CreditCodeTaken, type NewEnterprise } from './use-cases/register-enterprise.js'
export type { EnterpriseFilter, Listed, Page } from './data/enterprise.store.js'
export type { Evidence } from './data/evidence.store.js'
export type { NeedMatch } from './data/need-match.store.js'
export { contradictionsOf, type Contradiction, type FindingOutcome } from './rules/verification.js'
