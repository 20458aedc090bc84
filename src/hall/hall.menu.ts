import type { MenuItem } from '../kernel/menu-item.js'
import { hallPaths } from './hall.paths.js'

/** The entries of this room in the menus of its audiences. */
export const hallMenu = [
  { audience: 'bank', id: 'hall', text: '需求大厅', href: hallPaths.hall({}), position: 20 },
  { audience: 'bureau', id: 'requests', text: '需求与派单', href: hallPaths.bureauRequests({}), position: 20 },
] as const satisfies readonly MenuItem[]
