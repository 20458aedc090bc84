/** Enterprises: who they are, what they declare and prove, what they need, and what they let banks see. */
export { changesBetween, type Changes, type ProductChange } from './changes-between.js'
export type { Completeness } from './completeness.js'
export { mayShare, type Consent, type ConsentPurpose, type ConsentScope } from './consent.js'
export type { DataHolder } from './context.js'
export {
  textOf,
  valueOf,
  type Enterprise,
  type EnterpriseStatus,
  type FactEntry,
  type FactSource,
} from './enterprise.js'
export { enterpriseRoutes } from './enterprises.router.js'
export { enterprisesService, type EnterprisesService, type Scope } from './enterprises-service.js'
export { factsOf, type FactOrigin, type KnownFacts } from './facts-of.js'
export type { Need, NeedTerms } from './need.js'
export type { RegisterFinding } from './note-finding.js'
export { CreditCodeTaken, type NewEnterprise } from './register-enterprise.js'
export type { EnterpriseFilter, Listed, Page } from './store/enterprise.store.js'
export { contradictionsOf, type Contradiction, type FindingOutcome } from './verification.js'
