import type { Request, Response } from 'express'
import { STEP_NAMES, type CountedApplication } from '../../applications/index.js'
import { chinaDay, formatDate, type LawDate } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { currentUser } from '../../web/current-user.js'
import { bankTabs } from '../../menus.js'
import { page } from '../../web/page.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import type { EscalationsService } from '../escalations-service.js'
import { inOrder, isShown, SHOWN, SHOWN_NAMES, type InTurn } from '../in-order.js'
import { overDays } from '../over-days.js'
import { overText, promiseText, standText } from '../said-text.js'

const SIZE = 20

/** `GET /bank/escalations`: what this bank let pass, what it has still to explain first. */
export const showOwnEscalations = (escalations: EscalationsService) => async (req: Request, res: Response) => {
  const now = escalations.now()
  const today = chinaDay(now)
  const all = inOrder(await escalations.list({ bankId: currentUser(req).organisation.id }), today)
  const shown = SHOWN.find((one) => one === req.query.show) ?? 'all'
  const rows = all.filter((one) => isShown(one, shown))
  const number = pageNumberIn(req.query.page)
  const part = rows.slice((number - 1) * SIZE, number * SIZE)
  const applications = await escalations.applicationsOf(part.map(({ escalation }) => escalation))
  const href = (to: number) => paths.bankEscalations({}, { show: shown === 'all' ? '' : shown, page: to })
  page(res, 'escalations/own-list', {
    title: '督办',
    indexed: false,
    tabs: bankTabs('escalations'),
    ...([...applications.values()].some(({ isSample }) => isSample) && {
      strip: '示例数据：标有“示例”的申请和督办均为示例，不代表任何机构的真实表现。',
    }),
    choices: SHOWN.map((one) => ({
      text: `${SHOWN_NAMES[one]} ${String(all.filter((row) => isShown(row, one)).length)}`,
      href: paths.bankEscalations({}, { show: one === 'all' ? '' : one }),
      current: one === shown,
    })),
    total: rows.length,
    any: all.length > 0,
    rows: part.map((one) => rowOf(one, applications.get(one.escalation.applicationId), { now, today })),
    pages: pagesOf(number, SIZE, rows.length, href),
  })
}

function rowOf(
  one: InTurn,
  application: CountedApplication | undefined,
  { now, today }: { readonly now: Date; readonly today: LawDate },
) {
  const { escalation, said } = one
  return {
    href: `${paths.bankApplication({ id: escalation.applicationId })}#escalations`,
    name: application?.enterpriseName ?? '申请已不在',
    number: application?.number ?? '',
    isSample: application?.isSample === true,
    step: STEP_NAMES[escalation.step],
    dueOn: formatDate(escalation.dueOn),
    over: overText(overDays(escalation, application, now)),
    raisedOn: formatDate(chinaDay(escalation.at)),
    stand: standText(one, said, today),
    css: said.waits ? 'fail' : '',
    promise: promiseText(said),
  }
}
