import type { AuditNames } from '../kernel/audit-names.js'

/** What the pages call the audit events of this room, and what those are about. */
export const registerAuditEvents: AuditNames = {
  events: {
    REGISTER_ENTRY_ADDED: '名录添加条目',
    REGISTER_ENTRY_CHANGED: '名录修改条目',
    REGISTER_ENTRY_REMOVED: '名录移除条目',
    REGISTER_IMPORT_STARTED: '名录导入开始检查',
    REGISTER_IMPORT_CHECKED: '名录导入检查通过',
    REGISTER_IMPORT_REFUSED: '名录导入未通过',
    REGISTER_IMPORT_CONFIRMED: '名录导入确认写入',
    REGISTER_IMPORT_CANCELLED: '名录导入放弃',
    REGISTER_IMPORTED: '名录导入写入',
  },
  subjects: {
    'register-entry': '名录条目',
    'register-import': '名录导入',
  },
}
