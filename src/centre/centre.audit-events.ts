import type { AuditNames } from '../kernel/audit-names.js'

/** What the pages call the audit events of this room, and what those are about. */
export const centreAuditEvents: AuditNames = {
  events: {
    ANNOUNCEMENT_DRAFTED: '起草公告',
    ANNOUNCEMENT_EDITED: '修改公告',
    ANNOUNCEMENT_PUBLISHED: '发布公告',
    ANNOUNCEMENT_WITHDRAWN: '撤下公告',
    INSTITUTION_NOTED: '更新机构联系方式',
  },
  subjects: {
    announcement: '公告',
    institution: '机构联系方式',
  },
}
