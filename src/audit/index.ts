/** The append-only, hash-chained log of every state change, and its reader. */
export { auditLog, type AuditLog, type AuditPage } from './audit-log.js'
export { actorOf, systemActor, type Actor } from '../kernel/actor.js'
export type { AuditEvent, Happening } from './event.js'
export { auditRoutes, type AuditReaderDeps } from './audit.pages.js'
export type { AuditFilter } from './audit.store.js'
export type { ChainCheck } from './verify-chain.js'
