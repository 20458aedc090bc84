import type { MenuItem } from '../kernel/menu-item.js'
import { noticePaths } from './notices.paths.js'

/** The entries of this room in the menus of its audiences. */
export const noticeMenu = [
  { audience: 'centre', id: 'outbox', text: '发件箱', href: noticePaths.outbox({}), position: 90 },
] as const satisfies readonly MenuItem[]
