import type { Request } from 'express'
import { currentUser } from './web/current-user.js'
import type { MenuLink } from './kernel/menu-item.js'
import { bureauTabs, staffMenu, type BureauTab } from './menus.js'

/** The menu of a page, and the name of the workplace that it belongs to. */
export type BureauFrame = { readonly desk: string; readonly tabs: readonly MenuLink[] }

const DESK = '工信局工作台'

/**
 * The menu of a page of the bureau. The project lists and the public figures are in the menu of the centre too; it reads
 * the other pages of the bureau without a menu.
 */
export function bureauFrame(req: Request, tab: BureauTab): BureauFrame {
  const { role } = currentUser(req)
  if (tab === 'pipeline' || tab === 'reported') {
    const { label, tabs } = staffMenu(role, tab)
    return { desk: label, tabs }
  }
  return { desk: DESK, tabs: role === 'bureau' ? bureauTabs(tab) : [] }
}
