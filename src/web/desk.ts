import { paths } from '../paths.js'
import type { Role } from './roles.js'

const desks: Readonly<Record<Role, string | null>> = {
  owner: paths.enterprise({}),
  member: paths.enterprise({}),
  officer: paths.bank({}),
  manager: paths.bank({}),
  bureau: paths.bureau({}),
  administrator: paths.centre({}),
}

/** The page on which each role does its work; null where it has none of its own. */
export const deskOf = (role: Role): string | null => desks[role]

/** One entry of a desk's menu. */
export type DeskTab = { readonly text: string; readonly href: string; readonly current: boolean }

const ENTERPRISE_TABS = [
  ['desk', '工作台', paths.enterprise({})],
  ['profile', '企业画像', paths.enterpriseProfile({})],
  ['figures', '年度数据', paths.enterpriseFigures({})],
  ['evidence', '证明材料', paths.enterpriseEvidence({})],
  ['needs', '融资需求', paths.enterpriseNeeds({})],
  ['pipeline', '清单项目', paths.enterprisePipeline({})],
  ['applications', '我的申请', paths.enterpriseApplications({})],
  ['loans', '我的贷款', paths.enterpriseLoans({})],
  ['syndicates', '银团', paths.syndicates({})],
  ['consents', '授权', paths.enterpriseConsents({})],
  ['data', '数据与注销', paths.enterpriseData({})],
] as const
export type EnterpriseTab = (typeof ENTERPRISE_TABS)[number][0]

const BANK_TABS = [
  ['queue', '我的待办', paths.bank({})],
  ['hall', '需求大厅', paths.hall({})],
  ['escalations', '督办', paths.bankEscalations({})],
  ['loans', '贷款台账', paths.bankLoans({})],
  ['syndicates', '银团', paths.syndicates({})],
  ['figures', '统计', paths.bankFigures({})],
] as const
export type BankTab = (typeof BANK_TABS)[number][0]

const BUREAU_TABS = [
  ['overview', '总览', paths.bureau({})],
  ['requests', '需求与派单', paths.bureauRequests({})],
  ['unmet', '未满足需求', paths.bureauUnmet({})],
  ['promises', '承诺台账', paths.bureauPromises({})],
  ['fairness', '公平性', paths.bureauFairness({})],
  ['pipeline', '三张清单', paths.pipeline({})],
  ['agreements', '授信协议', paths.agreements({})],
  ['reported', '外部报送', paths.reported({})],
  ['reports', '报表', paths.bureauReports({})],
  ['registers', '名录', paths.registers({})],
  ['syndicates', '银团', paths.syndicates({})],
  ['audit', '操作记录', paths.audit({})],
] as const
export type BureauTab = (typeof BUREAU_TABS)[number][0]

const CENTRE_TABS = [
  ['home', '概览', paths.centre({})],
  ['enterprises', '企业', paths.centreEnterprises({})],
  ['institutions', '机构', paths.centreInstitutions({})],
  ['users', '用户', paths.centreUsers({})],
  ['announcements', '公告', paths.centreAnnouncements({})],
  ['registers', '名录', paths.registers({})],
  ['pipeline', '三张清单', paths.pipeline({})],
  ['reported', '外部报送', paths.reported({})],
  ['outbox', '发件箱', paths.outbox({})],
  ['jobs', '定时任务', paths.centreJobs({})],
  ['audit', '操作记录', paths.audit({})],
] as const
export type CentreTab = (typeof CENTRE_TABS)[number][0]

const tabsOf = (tabs: readonly (readonly [string, string, string])[], current: string): readonly DeskTab[] =>
  tabs.map(([id, text, href]) => ({ text, href, current: id === current }))

/** The menus of the desks: one list each, so that every room's pages show the same one. */
export const enterpriseTabs = (current: EnterpriseTab): readonly DeskTab[] => tabsOf(ENTERPRISE_TABS, current)
export const bankTabs = (current: BankTab): readonly DeskTab[] => tabsOf(BANK_TABS, current)
export const bureauTabs = (current: BureauTab): readonly DeskTab[] => tabsOf(BUREAU_TABS, current)
export const centreTabs = (current: CentreTab): readonly DeskTab[] => tabsOf(CENTRE_TABS, current)

/** A desk as the menu on top of its pages names it. */
export type Desk = { readonly label: string; readonly tabs: readonly DeskTab[] }

export const centreDesk = (current: CentreTab): Desk => ({ label: '服务中心工作台', tabs: centreTabs(current) })

/** The desk around a page that the bureau and the centre share: that of whoever is there. */
export const sharedDesk = (role: Role, current: BureauTab & CentreTab): Desk =>
  role === 'administrator' ? centreDesk(current) : { label: '工信局工作台', tabs: bureauTabs(current) }
