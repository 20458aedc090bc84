import type { AuditNames } from '../kernel/audit-names.js'

/** What the pages call the audit events of this room, and what those are about. */
export const syndicateAuditEvents: AuditNames = {
  events: {
    SYNDICATE_FORMED: '发起银团筹组',
    SYNDICATE_REVISE: '修改银团筹组方案',
    SYNDICATE_SHARE: '调整牵头行份额',
    SYNDICATE_INVITE: '银团拟邀请银行',
    SYNDICATE_RECALL: '收回银团邀请',
    SYNDICATE_PROPOSE: '请企业同意银团方案',
    SYNDICATE_CONSENT: '企业同意银团，发出邀请',
    SYNDICATE_CONSENT_MORE: '企业同意增加银团邀请',
    SYNDICATE_OBJECT: '企业退回银团方案',
    SYNDICATE_REFUSE: '企业不同意邀请该行',
    SYNDICATE_ACCEPT: '接受银团邀请',
    SYNDICATE_DECLINE: '婉拒银团邀请',
    SYNDICATE_LAPSE: '银团邀请到期',
    SYNDICATE_RETRACT: '签约前退出银团',
    SYNDICATE_SIGN: '签订银团协议',
    SYNDICATE_DRAW: '银团提款',
    SYNDICATE_REPAY: '银团还本',
    SYNDICATE_FINISH: '银团提款结束',
    SYNDICATE_SETTLE: '银团结清',
    SYNDICATE_TERMINATE: '终止银团',
    SYNDICATE_TAKE_BACK: '企业收回对银团的同意',
  },
  subjects: {
    syndicate: '银团',
  },
}
