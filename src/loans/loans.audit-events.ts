import type { AuditNames } from '../kernel/audit-names.js'

/** What the pages call the audit events of this room, and what those are about. */
export const loanAuditEvents: AuditNames = {
  events: {
    LOAN_DRAWDOWN_CANCELLED: '取消计划提款',
    LOAN_CANCELLED: '解除贷款合同',
    LOAN_DRAWDOWN_CORRECTED: '更正投放',
    LOAN_REPAYMENT_RECORDED: '登记还款',
    LOAN_REPAYMENT_CORRECTED: '更正还款',
    LOAN_QUALITY_CHANGED: '调整风险分类',
    LOAN_BENEFIT_REPORTED: '填报环境效益',
    LOAN_BENEFIT_CORRECTED: '修改环境效益',
    LOAN_BENEFIT_VERIFIED: '核实环境效益',
  },
  subjects: {
    loan: '贷款',
  },
}
