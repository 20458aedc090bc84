import type { MenuItem } from '../kernel/menu-item.js'
import { centrePaths } from './centre.paths.js'

/** The entries of this room in the menus of its audiences. */
export const centreMenuItems = [
  { audience: 'centre', id: 'home', text: '概览', href: centrePaths.centre({}), position: 10 },
  { audience: 'centre', id: 'enterprises', text: '企业', href: centrePaths.centreEnterprises({}), position: 20 },
  { audience: 'centre', id: 'institutions', text: '机构', href: centrePaths.centreInstitutions({}), position: 30 },
  { audience: 'centre', id: 'users', text: '用户', href: centrePaths.centreUsers({}), position: 40 },
  { audience: 'centre', id: 'announcements', text: '公告', href: centrePaths.centreAnnouncements({}), position: 50 },
] as const satisfies readonly MenuItem[]
