import type { AuditNames } from '../kernel/audit-names.js'

/** What the pages call the audit events of this room, and what those are about. */
export const publicFigureAuditEvents: AuditNames = {
  events: {
    REPORTED_FIGURES_SHIPPED: '装入随平台提供的外部数据',
    REPORTED_FIGURE_ENTERED: '外部数据录入',
    REPORTED_FIGURE_CHANGED: '外部数据修改',
    REPORTED_FIGURE_WITHDRAWN: '外部数据撤回',
    REPORTED_IMPORT_CHECKED: '外部数据导入检查通过',
    REPORTED_IMPORT_REFUSED: '外部数据导入未通过',
    REPORTED_IMPORT_CANCELLED: '外部数据导入放弃',
    REPORTED_IMPORTED: '外部数据导入写入',
  },
  subjects: {
    'reported-figure': '外部数据',
    'reported-import': '外部数据导入',
  },
}
