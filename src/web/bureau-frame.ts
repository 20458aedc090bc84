import type { Request } from 'express'
import { currentUser } from './current-user.js'
import type { MenuLink } from '../kernel/menu-item.js'
import { bureauTabs, staffMenu, type BureauTab } from '../menus.js'

/** The menu around a page, and the desk whose it is. */
export type BureauFrame = { readonly desk: string; readonly tabs: readonly MenuLink[] }

const DESK = '工信局工作台'

/**
 * The menu of the bureau around a page. The centre has the lists and the reported figures on its own desk, and reads the
 * other pages of the bureau without a menu.
 */
export function bureauFrame(req: Request, tab: BureauTab): BureauFrame {
  const { role } = currentUser(req)
  if (tab === 'pipeline' || tab === 'reported') {
    const { label, tabs } = staffMenu(role, tab)
    return { desk: label, tabs }
  }
  return { desk: DESK, tabs: role === 'bureau' ? bureauTabs(tab) : [] }
}
