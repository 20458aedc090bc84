import type { AuditNames } from '../kernel/audit-names.js'

/** What the pages call the audit events of this room, and what those are about. */
export const accountAuditEvents: AuditNames = {
  events: {
    SIGNED_IN: '登录',
    SIGNED_OUT: '退出登录',
    ACCOUNT_OPENED: '开通账号',
    ACCOUNT_DISABLED: '停用账号',
    ACCOUNT_ENABLED: '恢复账号',
    ACCOUNT_PROFILE_CHANGED: '修改个人资料',
    ACCOUNT_CLOSED: '注销账号',
    EMAIL_CONFIRMED: '确认邮箱',
    PASSWORD_CHANGED: '更改密码',
    PASSWORD_RESET: '重设密码',
    SECOND_FACTOR_SET_UP: '开启两步验证',
    SECOND_FACTOR_REMOVED: '关闭两步验证',
    RECOVERY_CODE_USED: '使用恢复码',
    RECOVERY_CODES_RENEWED: '更换恢复码',
    SESSIONS_ENDED: '退出其他登录',
    INVITATION_SENT: '发出邀请',
    INVITATION_REVOKED: '撤销邀请',
    INVITATION_ACCEPTED: '接受邀请',
  },
  subjects: {
    account: '账号',
    invitation: '邀请',
  },
}
