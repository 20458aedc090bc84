import type { AuditNames } from '../kernel/audit-names.js'

/** What the pages call the audit events of this room, and what those are about. */
export const demoAuditEvents: AuditNames = {
  events: {
    SAMPLES_ADDED: '装入示例数据',
    SAMPLES_REMOVED: '移除示例数据',
  },
  subjects: {
    demo: '示例数据',
  },
}
