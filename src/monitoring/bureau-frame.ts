import type { Request } from 'express'
import { currentUser } from '../web/current-user.js'
import { bureauTabs, type BureauTab, type DeskTab } from '../web/desk.js'

/** The menu of the bureau around a page; the centre reads the same pages without it, as they stand on another desk. */
export function bureauFrame(req: Request, tab: BureauTab): { readonly tabs: readonly DeskTab[] } {
  return { tabs: currentUser(req).role === 'bureau' ? bureauTabs(tab) : [] }
}
