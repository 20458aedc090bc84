import type { AuditNames } from '../kernel/audit-names.js'

/** What the pages call the audit events of this room, and what those are about. */
export const hallAuditEvents: AuditNames = {
  events: {
    HALL_WINDOW_OPENED: '大厅开始接受认领',
    HALL_WINDOW_CLOSED: '大厅认领截止',
    HALL_CLAIM_MADE: '银行认领需求',
    HALL_CLAIM_CHANGED: '银行修改认领',
    HALL_CLAIM_WITHDRAWN: '银行撤回认领',
  },
  subjects: {},
}
