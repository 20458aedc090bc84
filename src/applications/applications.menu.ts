import type { MenuItem } from '../kernel/menu-item.js'
import { applicationPaths } from './applications.paths.js'

/** The entries of this room in the menus of its audiences. */
export const applicationMenu = [
  {
    audience: 'enterprise',
    id: 'applications',
    text: '我的申请',
    href: applicationPaths.enterpriseApplications({}),
    position: 70,
  },
] as const satisfies readonly MenuItem[]
