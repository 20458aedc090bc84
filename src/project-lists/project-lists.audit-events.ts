import type { AuditNames } from '../kernel/audit-names.js'

/** What the pages call the audit events of this room, and what those are about. */
export const projectListAuditEvents: AuditNames = {
  events: {
    PIPELINE_PROJECT_ENTERED: '清单录入项目',
    PIPELINE_PROJECT_CHANGED: '清单修改项目',
    PIPELINE_PROJECT_REMOVED: '清单移除项目',
    PIPELINE_NEED_MADE: '清单项目转为需求',
    PIPELINE_IMPORT_CHECKED: '清单导入检查通过',
    PIPELINE_IMPORT_REFUSED: '清单导入未通过',
    PIPELINE_IMPORT_CANCELLED: '清单导入放弃',
    PIPELINE_IMPORTED: '清单导入写入',
  },
  subjects: {
    'pipeline-import': '清单导入',
    'pipeline-project': '清单项目',
  },
}
