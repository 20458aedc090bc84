import type { AuditNames } from '../kernel/audit-names.js'

/** What the pages call the audit events of this room, and what those are about. */
export const offerAuditEvents: AuditNames = {
  events: {
    OFFERS_CHOSEN: '企业选定方案组合',
  },
  subjects: {},
}
