import type { Request, Response } from 'express'
import { STEP_NAMES, type CountedApplication } from '../../applications/index.js'
import { chinaDay, formatDate, type LawDate } from '../../kernel/dates.js'
import { bankTabs } from '../../menus.js'
import { paths } from '../../paths.js'
import { currentUser } from '../../web/current-user.js'
import { page } from '../../web/page.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import type { EscalationsService } from '../escalations.service.js'
import { daysOverdue } from '../rules/escalation-status.js'
import {
  ESCALATION_FILTER_NAMES,
  ESCALATION_FILTERS,
  matchesFilter,
  sortByUrgency,
  type ListedEscalation,
} from '../rules/sort-by-urgency.js'
import { overdueText, promiseText, statusText } from '../rules/status-text.js'

const SIZE = 20

/** `GET /bank/escalations`: the limits that this bank exceeded; those that await its explanation come first. */
export const showBankEscalations = (escalations: EscalationsService) => async (req: Request, res: Response) => {
  const now = escalations.now()
  const today = chinaDay(now)
  const all = sortByUrgency(await escalations.list({ bankId: currentUser(req).organisation.id }), today)
  const filter = ESCALATION_FILTERS.find((one) => one === req.query.show) ?? 'all'
  const rows = all.filter((one) => matchesFilter(one, filter))
  const number = pageNumberIn(req.query.page)
  const part = rows.slice((number - 1) * SIZE, number * SIZE)
  const applications = await escalations.applicationsOf(part.map(({ escalation }) => escalation))
  const href = (to: number) => paths.bankEscalations({}, { show: filter === 'all' ? '' : filter, page: to })
  page(res, 'escalations/own-list', {
    title: '督办',
    indexed: false,
    tabs: bankTabs('escalations'),
    ...([...applications.values()].some(({ isSample }) => isSample) && {
      strip: '示例数据：标有“示例”的申请和督办均为示例，不代表任何机构的真实表现。',
    }),
    choices: ESCALATION_FILTERS.map((one) => ({
      text: `${ESCALATION_FILTER_NAMES[one]} ${String(all.filter((row) => matchesFilter(row, one)).length)}`,
      href: paths.bankEscalations({}, { show: one === 'all' ? '' : one }),
      current: one === filter,
    })),
    total: rows.length,
    any: all.length > 0,
    rows: part.map((one) => rowOf(one, applications.get(one.escalation.applicationId), { now, today })),
    pages: pagesOf(number, SIZE, rows.length, href),
  })
}

function rowOf(
  one: ListedEscalation,
  application: CountedApplication | undefined,
  { now, today }: { readonly now: Date; readonly today: LawDate },
) {
  const { escalation, status: status } = one
  return {
    href: `${paths.bankApplication({ id: escalation.applicationId })}#escalations`,
    name: application?.enterpriseName ?? '申请已不在',
    number: application?.number ?? '',
    isSample: application?.isSample === true,
    step: STEP_NAMES[escalation.step],
    dueOn: formatDate(escalation.dueOn),
    over: overdueText(daysOverdue(escalation, application, now)),
    raisedOn: formatDate(chinaDay(escalation.at)),
    stand: statusText(one, status, today),
    css: status.awaitsExplanation ? 'fail' : '',
    promise: promiseText(status),
  }
}
