import type { MenuItem } from '../kernel/menu-item.js'
import { loanPaths } from './loans.paths.js'

/** The entries of this room in the menus of its audiences. */
export const loanMenu = [
  { audience: 'enterprise', id: 'loans', text: '我的贷款', href: loanPaths.enterpriseLoans({}), position: 80 },
  { audience: 'bank', id: 'loans', text: '贷款台账', href: loanPaths.bankLoans({}), position: 40 },
] as const satisfies readonly MenuItem[]
