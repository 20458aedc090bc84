import type { AuditNames } from '../kernel/audit-names.js'

/** What the pages call the audit events of this room, and what those are about. */
export const enterpriseAuditEvents: AuditNames = {
  events: {
    ENTERPRISE_REGISTERED: '企业注册',
    ENTERPRISE_APPROVED: '企业审核通过',
    ENTERPRISE_RETURNED: '企业退回补正',
    ENTERPRISE_CLOSED: '企业注销',
    ENTERPRISE_RESUBMITTED: '企业重新提交',
    CONSENT_GIVEN: '授权银行查看资料',
    CONSENT_REVOKED: '撤回授权',
    EVIDENCE_UPLOADED: '上传证明材料',
    EVIDENCE_REMOVED: '删除证明材料',
    ENTERPRISE_FACTS_DECLARED: '填报企业画像',
    ENTERPRISE_FIGURES_SAVED: '填报年度数据',
    ENTERPRISE_FINDING_ADOPTED: '采用名录记载',
    NEED_ADDED: '新增融资需求',
    NEED_CHANGED: '修改融资需求',
    NEED_MATCHED: '匹配融资需求',
    NEED_WITHDRAWN: '撤下融资需求',
    NEED_REOPENED: '恢复融资需求',
    ENTERPRISE_FACT_CONFIRMED: '名录核验一致',
    ENTERPRISE_FACT_CONTRADICTED: '与名录不一致',
    ENTERPRISE_FACT_FOUND: '名录中有，企业未填写',
    ENTERPRISE_FINDING_WITHDRAWN: '名录记载撤回',
  },
  subjects: {
    enterprise: '企业',
  },
}
