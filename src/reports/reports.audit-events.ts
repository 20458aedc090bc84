import type { AuditNames } from '../kernel/audit-names.js'

/** What the pages call the audit events of this room, and what those are about. */
export const reportAuditEvents: AuditNames = {
  events: {
    LOAN_LEDGER_EXPORTED: '导出绿色贷款台账',
  },
  subjects: {
    report: '报表',
  },
}
