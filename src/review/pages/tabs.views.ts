import type { Application } from '../../applications/index.js'
import type { LawDate } from '../../kernel/dates.js'
import type { Vocabulary } from '@lueqiao/matching-engine'
import { paths } from '../../paths.js'
import type { ReviewService } from '../review.service.js'
import { conditionRows, conditionSummary } from './conditions.views.js'
import {
  dealingRows,
  documentRows,
  bankEventRows,
  moveRows,
  noteRows,
  profileSections,
  projectRows,
  visitRows,
  withheld,
} from './parts.views.js'

const TABS = ['rules', 'profile', 'project', 'documents', 'notes', 'history', 'dealings'] as const
export type TabId = (typeof TABS)[number]

type Found = Awaited<ReturnType<ReviewService['caseOf']>>

export const tabIn = (value: unknown): TabId => TABS.find((tab) => tab === value) ?? 'rules'

/** The tabs as links, so that they work without a script; those that list something say how much. */
export function tabLinks({ id, documents }: Application, { notes, dealings, visits }: Found, current: TabId) {
  const count = (number: number) => (number > 0 ? ` ${number}` : '')
  const names: Readonly<Record<TabId, string>> = {
    rules: '规则结果',
    profile: '企业画像',
    project: '项目',
    documents: `材料${count(documents.length)}`,
    notes: `备注与走访${count(notes.length + visits.length)}`,
    history: '操作记录',
    dealings: `往来${count(dealings.length)}`,
  }
  return TABS.map((tab) => ({
    text: names[tab],
    href: paths.bankApplication({ id }, { tab: tab === 'rules' ? undefined : tab }),
    current: tab === current,
  }))
}

export type TabFor = {
  readonly review: ReviewService
  readonly user: Express.User
  readonly application: Application
  readonly found: Found
  readonly names: Vocabulary
  readonly today: LawDate
}

/** What stands under a tab; its template is `views/review/_TAB.ejs`. */
export async function tabView(tab: TabId, { review, user, application, found, names, today }: TabFor) {
  const { file, checks } = found
  switch (tab) {
    case 'rules': {
      const rows = conditionRows(file, checks, names)
      return { rows, summary: rows && conditionSummary(file, rows), withheld: rulesWithheld(found) }
    }
    case 'profile':
      return { ...profileSections(file, names), creditCode: file.creditCode }
    case 'project':
      return { project: projectRows(file, names), withheld: withheld('needs') }
    case 'documents': {
      const files = file.scopes.has('evidence') ? await review.filesOf(application) : null
      return { rows: documentRows(application, files), withheld: files === null ? withheld('evidence') : '' }
    }
    case 'notes':
      return { notes: noteRows(found.notes), visits: visitRows(application, found.visits, today) }
    case 'history':
      return { moves: moveRows(found.moves), inner: bankEventRows(await review.innerEvents(user, application.id)) }
    case 'dealings':
      return { rows: dealingRows(found.dealings) }
  }
}

/** Why there are no conditions to show. */
function rulesWithheld({ file }: Found): string {
  if (file.conditions !== null) return ''
  const missing = (['profile', 'figures', 'needs'] as const).find((scope) => !file.scopes.has(scope))
  return missing ? withheld(missing) : '提交时的匹配记录里没有这个产品的条件。'
}
