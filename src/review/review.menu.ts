import type { MenuItem } from '../kernel/menu-item.js'
import { reviewPaths } from './review.paths.js'

/** The entries of this room in the menus of its audiences. */
export const reviewMenu = [
  { audience: 'bank', id: 'queue', text: '我的待办', href: reviewPaths.bank({}), position: 10 },
] as const satisfies readonly MenuItem[]
