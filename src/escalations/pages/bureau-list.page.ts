import type { Request, Response } from 'express'
import { STEP_NAMES, type CountedApplication } from '../../applications/index.js'
import { chinaDay, formatDate } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { bureauFrame } from '../../bureau-frame.js'
import { page } from '../../web/page.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import { daysOverdue } from '../rules/escalation-status.js'
import {
  ESCALATION_FILTER_NAMES,
  ESCALATION_FILTERS,
  matchesFilter,
  sortByUrgency,
  type ListedEscalation,
} from '../rules/sort-by-urgency.js'
import { overdueText, promiseText, statusText } from '../rules/status-text.js'
import { bankNaming, ESCALATION_STRIP, type BureauEscalationContext } from './bureau-context.js'

const SIZE = 50

/** `GET /bureau/escalations`: every limit that a bank exceeded; those that await an explanation come first. */
export const showEscalations = (context: BureauEscalationContext) => async (req: Request, res: Response) => {
  const { escalations, catalogue, sessionSecret } = context
  const now = escalations.now()
  const today = chinaDay(now)
  const all = sortByUrgency(await escalations.list(), today)
  const filter = ESCALATION_FILTERS.find((one) => one === req.query.show) ?? 'all'
  const rows = all.filter((one) => matchesFilter(one, filter))
  const number = pageNumberIn(req.query.page)
  const part = rows.slice((number - 1) * SIZE, number * SIZE)
  const applications = await escalations.applicationsOf(part.map(({ escalation }) => escalation))
  const nameOf = bankNaming(await catalogue.current(), sessionSecret)
  const show = filter === 'all' ? '' : filter
  const rowOf = (one: ListedEscalation, application: CountedApplication | undefined) => ({
    href: paths.bureauEscalation({ id: one.escalation.id }),
    name: application?.enterpriseName ?? '申请已不在',
    isSample: application?.isSample === true,
    bank: nameOf(one.escalation.bankId, application),
    step: STEP_NAMES[one.escalation.step],
    over: overdueText(daysOverdue(one.escalation, application, now)),
    raisedOn: formatDate(chinaDay(one.escalation.at)),
    stand: statusText(one, one.status, today),
    css: one.status.awaitsExplanation ? 'fail' : '',
    promise: promiseText(one.status),
  })
  page(res, 'escalations/escalations', {
    title: '督办清单',
    indexed: false,
    ...bureauFrame(req, 'promises'),
    ...([...applications.values()].some(({ isSample }) => isSample) && { strip: ESCALATION_STRIP }),
    back: paths.bureauPromises({}),
    choices: ESCALATION_FILTERS.map((one) => ({
      text: `${ESCALATION_FILTER_NAMES[one]} ${String(all.filter((row) => matchesFilter(row, one)).length)}`,
      href: paths.bureauEscalations({}, { show: one === 'all' ? '' : one }),
      current: one === filter,
    })),
    total: rows.length,
    any: all.length > 0,
    rows: part.map((one) => rowOf(one, applications.get(one.escalation.applicationId))),
    pages: pagesOf(number, SIZE, rows.length, (to) => paths.bureauEscalations({}, { show, page: to })),
  })
}
