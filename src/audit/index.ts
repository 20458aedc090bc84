/** The append-only, hash-chained log of every state change, and its reader. */
export { auditLog, type AuditLog, type AuditPage } from './audit-log.js'
export { actorOf, systemActor, type Actor } from '../kernel/actor.js'
export type { AuditEvent, ChainCheck, NewAuditEvent } from './audit-chain.js'
export { auditRoutes, type AuditPageContext } from './audit.routes.js'
export type { AuditFilter } from './audit.store.js'
