import type { Request, Response } from 'express'
import { paths } from '../../paths.js'
import { fault } from '../../web/form.js'
import { page } from '../../web/page.js'
import { bureauFrame } from '../../bureau-frame.js'
import { dateOf, type FiguresContext, type FiguresHandler } from '../../statistics/index.js'
import { REGISTER_SCOPES } from '../loan-register.js'
import { readMonth } from '../rules/bulletin-facts.js'

/** What was asked for wrongly, by field. */
export type ReportFormFaults = Readonly<Partial<Record<'month' | 'on' | 'since' | 'scope', string>>>

/** `GET /bureau/reports`: what can be drawn up. */
export const showReports: FiguresHandler = (figures, req, res) => {
  reportsPage(figures, req, res, {})
}

/** The same page again with what is wrong, each beside its field. */
export function showReportFaults(figures: FiguresContext, req: Request, res: Response, wrong: ReportFormFaults): void {
  res.status(422)
  reportsPage(figures, req, res, wrong)
}

function reportsPage({ today }: FiguresContext, req: Request, res: Response, wrong: ReportFormFaults): void {
  const last = readMonth(undefined, today)
  if (!last.ok) throw new RangeError(last.error)
  const sent = (name: string, otherwise: string) => {
    const value = req.query[name]
    return typeof value === 'string' ? value.slice(0, 20) : otherwise
  }
  const end = dateOf(last.value.period.to)
  page(res, 'reports/reports', {
    title: '报表',
    indexed: false,
    ...bureauFrame(req, 'reports'),
    wrong,
    faults: Object.entries(wrong).map(([field, message]) => fault(field, message)),
    month: sent('month', last.value.key),
    latest: today.slice(0, 7),
    today,
    since: sent('since', `${end.slice(0, 4)}-01-01`),
    on: sent('on', end),
    scope: sent('scope', 'green'),
    scopes: Object.entries(REGISTER_SCOPES),
    bulletinHref: paths.bureauBulletin({}),
    ledgerHref: paths.bureauLoanRegister({}),
    checkHref: paths.bureauRegisterCheck({}),
  })
}
