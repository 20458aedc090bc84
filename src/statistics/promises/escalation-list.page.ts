import type { Request, Response } from 'express'
import { STEP_NAMES, type CountedApplication } from '../../applications/index.js'
import { inOrder, isShown, overDays, overText, promiseText, SHOWN, SHOWN_NAMES, standText, type InTurn } from '../../escalations/index.js' // prettier-ignore
import { chinaDay, formatDate } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { page } from '../../web/page.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import { bureauFrame } from '../../web/bureau-frame.js'
import { bankNaming, type EscalationDesk } from './escalation-desk.js'

const SIZE = 50
export const ESCALATION_STRIP = '示例数据：标有“示例”的督办来自示例申请，机构名称已隐去，不代表任何真实机构的表现。'

/** `GET /bureau/escalations`: every limit that a bank let pass, those first that no bank has explained. */
export const showEscalations = (desk: EscalationDesk) => async (req: Request, res: Response) => {
  const { escalations, catalogue, sessionSecret } = desk
  const now = escalations.now()
  const today = chinaDay(now)
  const all = inOrder(await escalations.list(), today)
  const shown = SHOWN.find((one) => one === req.query.show) ?? 'all'
  const rows = all.filter((one) => isShown(one, shown))
  const number = pageNumberIn(req.query.page)
  const part = rows.slice((number - 1) * SIZE, number * SIZE)
  const applications = await escalations.applicationsOf(part.map(({ escalation }) => escalation))
  const nameOf = bankNaming(await catalogue.current(), sessionSecret)
  const show = shown === 'all' ? '' : shown
  const rowOf = (one: InTurn, application: CountedApplication | undefined) => ({
    href: paths.bureauEscalation({ id: one.escalation.id }),
    name: application?.enterpriseName ?? '申请已不在',
    isSample: application?.isSample === true,
    bank: nameOf(one.escalation.bankId, application),
    step: STEP_NAMES[one.escalation.step],
    over: overText(overDays(one.escalation, application, now)),
    raisedOn: formatDate(chinaDay(one.escalation.at)),
    stand: standText(one, one.said, today),
    css: one.said.waits ? 'fail' : '',
    promise: promiseText(one.said),
  })
  page(res, 'escalations/escalations', {
    title: '督办清单',
    indexed: false,
    ...bureauFrame(req, 'promises'),
    ...([...applications.values()].some(({ isSample }) => isSample) && { strip: ESCALATION_STRIP }),
    back: paths.bureauPromises({}),
    choices: SHOWN.map((one) => ({
      text: `${SHOWN_NAMES[one]} ${String(all.filter((row) => isShown(row, one)).length)}`,
      href: paths.bureauEscalations({}, { show: one === 'all' ? '' : one }),
      current: one === shown,
    })),
    total: rows.length,
    any: all.length > 0,
    rows: part.map((one) => rowOf(one, applications.get(one.escalation.applicationId))),
    pages: pagesOf(number, SIZE, rows.length, (to) => paths.bureauEscalations({}, { show, page: to })),
  })
}
