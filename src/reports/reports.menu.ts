import type { MenuItem } from '../kernel/menu-item.js'
import { reportPaths } from './reports.paths.js'

/** The entries of this room in the menus of its audiences. */
export const reportMenu = [
  { audience: 'bureau', id: 'reports', text: '报表', href: reportPaths.bureauReports({}), position: 90 },
] as const satisfies readonly MenuItem[]
