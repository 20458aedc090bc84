import type { MenuItem } from '../kernel/menu-item.js'
import { auditPaths } from './audit.paths.js'

/** The entries of this room in the menus of its audiences. */
export const auditMenu = [
  { audience: 'bureau', id: 'audit', text: '操作记录', href: auditPaths.audit({}), position: 120 },
  { audience: 'centre', id: 'audit', text: '操作记录', href: auditPaths.audit({}), position: 110 },
] as const satisfies readonly MenuItem[]
