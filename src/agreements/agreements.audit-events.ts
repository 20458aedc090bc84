import type { AuditNames } from '../kernel/audit-names.js'

/** What the pages call the audit events of this room, and what those are about. */
export const agreementAuditEvents: AuditNames = {
  events: {
    AGREEMENT_ENTERED: '录入授信协议',
    AGREEMENT_CHANGED: '修改授信协议',
    AGREEMENT_ENDED: '终止授信协议',
  },
  subjects: {
    agreement: '授信协议',
  },
}
