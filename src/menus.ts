import { agreementMenu } from './agreements/agreements.menu.js'
import { applicationMenu } from './applications/applications.menu.js'
import { auditMenu } from './audit/audit.menu.js'
import { centreMenuItems } from './centre/centre.menu.js'
import { enterpriseMenu } from './enterprises/enterprises.menu.js'
import { escalationMenu } from './escalations/escalations.menu.js'
import { hallMenu } from './hall/hall.menu.js'
import { jobMenu } from './jobs/jobs.menu.js'
import { loanMenu } from './loans/loans.menu.js'
import { noticeMenu } from './notices/notices.menu.js'
import { projectListMenu } from './project-lists/project-lists.menu.js'
import { publicFigureMenu } from './public-figures/public-figures.menu.js'
import { registerMenu } from './registers/registers.menu.js'
import { reportMenu } from './reports/reports.menu.js'
import { reviewMenu } from './review/review.menu.js'
import { statisticsMenu } from './statistics/statistics.menu.js'
import { syndicateMenu } from './syndicates/syndicates.menu.js'
import type { Audience, Menu, MenuLink } from './kernel/menu-item.js'
import { isBank, isEnterprise, type Role } from './kernel/roles.js'
import { paths } from './paths.js'

/** Every menu entry, collected from the rooms: a new page declares its own in its room's `*.menu.ts`. */
const items = [
  ...agreementMenu,
  ...applicationMenu,
  ...auditMenu,
  ...centreMenuItems,
  ...enterpriseMenu,
  ...escalationMenu,
  ...hallMenu,
  ...jobMenu,
  ...loanMenu,
  ...noticeMenu,
  ...projectListMenu,
  ...publicFigureMenu,
  ...registerMenu,
  ...reportMenu,
  ...reviewMenu,
  ...statisticsMenu,
  ...syndicateMenu,
].sort((one, other) => one.position - other.position)

/** The entries of the main navigation. */
export type MainSection = 'products' | 'match' | 'ranking' | 'help'

type Item = (typeof items)[number]
type IdOf<A extends Audience> = Extract<Item, { audience: A }>['id']
export type EnterpriseTab = IdOf<'enterprise'>
export type BankTab = IdOf<'bank'>
export type BureauTab = IdOf<'bureau'>
export type CentreTab = IdOf<'centre'>

const linksOf = (audience: Audience, current: string): readonly MenuLink[] =>
  items
    .filter((item) => item.audience === audience)
    .map(({ id, text, href }) => ({ text, href, current: id === current }))

export const enterpriseTabs = (current: EnterpriseTab): readonly MenuLink[] => linksOf('enterprise', current)
export const bankTabs = (current: BankTab): readonly MenuLink[] => linksOf('bank', current)
export const bureauTabs = (current: BureauTab): readonly MenuLink[] => linksOf('bureau', current)
export const centreTabs = (current: CentreTab): readonly MenuLink[] => linksOf('centre', current)

export const centreMenu = (current: CentreTab): Menu => ({ label: '服务中心工作台', tabs: centreTabs(current) })

/** The menu of a page that the bureau and the centre share: that of the reader's role. */
export const staffMenu = (role: Role, current: BureauTab & CentreTab): Menu =>
  role === 'administrator' ? centreMenu(current) : { label: '工信局工作台', tabs: bureauTabs(current) }

/** The home page of a role. */
export function homePathOf(role: Role): string {
  if (isEnterprise(role)) return paths.enterprise({})
  if (isBank(role)) return paths.bank({})
  return role === 'bureau' ? paths.bureau({}) : paths.centre({})
}
