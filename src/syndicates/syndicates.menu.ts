import type { MenuItem } from '../kernel/menu-item.js'
import { syndicatePaths } from './syndicates.paths.js'

/** The entries of this room in the menus of its audiences. */
export const syndicateMenu = [
  { audience: 'enterprise', id: 'syndicates', text: '银团', href: syndicatePaths.syndicates({}), position: 90 },
  { audience: 'bank', id: 'syndicates', text: '银团', href: syndicatePaths.syndicates({}), position: 50 },
  { audience: 'bureau', id: 'syndicates', text: '银团', href: syndicatePaths.syndicates({}), position: 110 },
] as const satisfies readonly MenuItem[]
