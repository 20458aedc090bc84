/** Who can sign in, from the enterprise to the centre. */
export const roles = ['owner', 'member', 'officer', 'manager', 'bureau', 'administrator'] as const
export type Role = (typeof roles)[number]

/** Everybody who works for an enterprise, and everybody who works for a bank. */
export const enterpriseRoles = ['owner', 'member'] as const satisfies readonly Role[]
export const bankRoles = ['officer', 'manager'] as const satisfies readonly Role[]

export const roleNames: Readonly<Record<Role, string>> = {
  owner: '企业负责人',
  member: '企业经办人',
  officer: '客户经理',
  manager: '银行审批经理',
  bureau: '工信局',
  administrator: '服务中心管理员',
}

export const isEnterprise = (role: Role): boolean => role === 'owner' || role === 'member'
export const isBank = (role: Role): boolean => role === 'officer' || role === 'manager'

/** Who works for a bank, the bureau or the centre: shorter sessions, and a second factor in production. */
export const isStaff = (role: Role): boolean => !isEnterprise(role)

/** The organisation that a person acts for; the bureau and the centre have one each, whose id is the kind's name. */
export type Organisation = { readonly kind: 'enterprise' | 'bank' | 'bureau' | 'centre'; readonly id: string }
