import type { AuditNames } from '../kernel/audit-names.js'

/** What the pages call the audit events of this room, and what those are about. */
export const reviewAuditEvents: AuditNames = {
  events: {
    DECISION_PROPOSED: '提出审批意见',
    PROPOSAL_TAKEN_BACK: '收回审批意见',
    PROPOSAL_SENT_BACK: '退回审批意见',
    APPLICATION_OFFICER_ASSIGNED: '改派客户经理',
    APPLICATION_DOCUMENT_CHECKED: '核对申请材料',
    APPLICATION_DOCUMENT_DOWNLOADED: '下载申请材料',
    APPLICATION_FACT_CHECKED: '核对申报数据',
    APPLICATION_NOTE_ADDED: '添加内部备注',
    APPLICATION_TERMS_DRAFTED: '保存方案草稿',
    APPLICATION_VISIT_PLANNED: '预约走访',
    APPLICATION_VISIT_REPORTED: '记录走访结果',
    CONTEST_ANSWERED: '答复企业异议',
    BANK_THRESHOLD_CHANGED: '修改双人审批门槛',
  },
  subjects: {
    bank: '机构设置',
  },
}
