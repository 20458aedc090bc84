import type { MenuItem } from '../kernel/menu-item.js'
import { registerPaths } from './registers.paths.js'

/** The entries of this room in the menus of its audiences. */
export const registerMenu = [
  { audience: 'bureau', id: 'registers', text: '名录', href: registerPaths.registers({}), position: 100 },
  { audience: 'centre', id: 'registers', text: '名录', href: registerPaths.registers({}), position: 60 },
] as const satisfies readonly MenuItem[]
