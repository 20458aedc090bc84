import type { Request, Response } from 'express'
import { STATE_NAMES, STEP_NAMES, moveTitle, type Application, type MoveRecord } from '../../applications/index.js'
import { wanText } from '../../kernel/money.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { bureauTabs } from '../../menus.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import type { HallContext } from '../hall.context.js'
import { maskedBank, maskedOfficer, maskedPerson, maskedProduct, SAMPLE_STRIP, nameMaskFor } from './masked-names.js'
import { statusOf } from './bureau-status.views.js'

/** `GET /bureau/applications/:id`: one bank's handling of a request, move by move. */
export const showApplication = (context: HallContext) => async (req: Request, res: Response) => {
  const application = await context.applications.get('all', idParam(req))
  const moves = await context.applications.movesOf(application.id)
  const { isSample, enterpriseName, title, number, amountFen, termMonths } = application
  const text = await nameMaskFor(context, await context.requests.get('all', application.requestId))
  page(res, 'hall/bureau-application', {
    title: `申请 ${number}`,
    indexed: false,
    tabs: currentUser(req).role === 'bureau' ? bureauTabs('requests') : [],
    ...(isSample && { strip: `示例数据：这份申请来自示例企业，不代表任何真实企业。${SAMPLE_STRIP}` }),
    listHref: paths.bureauRequests({}),
    requestHref: paths.bureauRequest({ id: application.requestId }),
    isSample,
    heading: text(title),
    name: enterpriseName,
    now: statusOf(application, context.now(), await context.windows.latest(application.requestId)),
    facts: [
      ['办理方', application.kind === 'hall' ? '需求大厅' : maskedBank(application)],
      ['产品', maskedProduct(application) || '—'],
      ['申请金额', wanText(amountFen)],
      ['期限', `${termMonths} 个月`],
      ['来自', { hall: '需求大厅', directed: '定向申请', dispatch: '工信局派单' }[application.channel]],
      ['经办人', maskedOfficer(application)],
    ],
    moves: moves.toReversed().map((move) => moveView(move, application, text)),
  })
}

const SIDES = {
  enterprise: '企业',
  officer: '客户经理',
  manager: '审批经理',
  bureau: '工信局',
  system: '平台',
} as const

function moveView(
  { action, from, to, by, at, reason, step }: MoveRecord,
  application: Application,
  text: (words: string) => string,
) {
  return {
    title: moveTitle(action, from),
    state: STATE_NAMES[to],
    who: by.kind === 'system' ? '平台' : `${SIDES[by.kind]} ${maskedPerson(application, by)}`.trim(),
    at: formatInstant(at),
    reason: text(reason ?? ''),
    step:
      step === null
        ? ''
        : `${STEP_NAMES[step.name]}用 ${step.usedDays} 个工作日${step.limitDays === null ? '' : `，时限 ${step.limitDays} 个`}，${step.onTime ? '按时' : '逾期'}`,
    late: step !== null && !step.onTime,
  }
}
