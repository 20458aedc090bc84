import type { MenuItem } from '../kernel/menu-item.js'
import { escalationPaths } from './escalations.paths.js'

/** The entries of this room in the menus of its audiences. */
export const escalationMenu = [
  { audience: 'bank', id: 'escalations', text: '督办', href: escalationPaths.bankEscalations({}), position: 30 },
] as const satisfies readonly MenuItem[]
