import type { AuditNames } from '../kernel/audit-names.js'

/** What the pages call the audit events of this room, and what those are about. */
export const escalationAuditEvents: AuditNames = {
  events: {
    ESCALATION_ANSWERED: '银行说明超时限的原因',
    ESCALATION_ASKED: '工信局督办',
  },
  subjects: {},
}
