import type { MenuItem } from '../kernel/menu-item.js'
import { agreementPaths } from './agreements.paths.js'

/** The entries of this room in the menus of its audiences. */
export const agreementMenu = [
  { audience: 'bureau', id: 'agreements', text: '授信协议', href: agreementPaths.agreements({}), position: 70 },
] as const satisfies readonly MenuItem[]
