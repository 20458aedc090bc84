import type { Connection } from 'mongoose'
import { actorOf, type AuditLog } from '../../audit/index.js'
import { inTransaction } from '../../db/index.js'
import { formatDate, isLawDate, type LawDate } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { currentUser } from '../../web/current-user.js'
import { page } from '../../web/page.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import type { Request, Response } from 'express'
import { bureauFrame } from '../../bureau-frame.js'
import { dateOf, dayOf, type FiguresContext, type FiguresHandler } from '../../statistics/index.js'
import { headingOf, writeExport } from '../../spreadsheets/index.js'
import { workbookHeaders } from '../../web/uploads/send-attachment.js'
import { checkRegister, REGISTER_RULES, type RegisterLists } from '../rules/register-checks.js'
import { checksView, coverOf, sumsText, type CheckedRegister } from './loan-register.views.js'
import {
  buildLoanRegister,
  REGISTER_SCOPES,
  type RegisterQuery,
  type RegisterSources,
  type RegisterScope,
} from '../loan-register.js'
import { formatOf, REGISTER_COLUMNS, registerCells } from '../rules/register-columns.js'
import { showReportFaults, type ReportFormFaults } from './reports.page.js'

export type RegisterDeps = Pick<RegisterSources, 'loans' | 'enterprises'> & {
  readonly audit: Pick<AuditLog, 'record' | 'lastSeq'>
  readonly db: { readonly connection: Connection }
}

const PAGE_SIZE = 100

/** What may be written in a ledger, from the reference tables. */
export const registerLists = ({ reference }: Pick<FiguresContext, 'reference'>): RegisterLists => ({
  hasClass: (code) => reference.greenClasses.find(code) !== null,
  hasIndustry: (code) => reference.industries.find(code) !== null,
})

/** `GET /bureau/reports/loans?on=2026-10-31`: what the ledger of that day holds, and how every check came out. */
export const showLoanRegister =
  (deps: RegisterDeps): FiguresHandler =>
  async (figures, req, res) => {
    const checked = await readAndCheck(deps, figures, req, res)
    if (checked) registerPage(checked, req, res)
  }

/** `GET /bureau/reports/loans.xlsx`: the ledger, once every check has passed; else its faults and nothing to save. */
export const sendLoanRegister =
  (deps: RegisterDeps): FiguresHandler =>
  async (figures, req, res) => {
    const checked = await readAndCheck(deps, figures, req, res)
    if (!checked) return
    if (checked.faults.length > 0) {
      registerPage(checked, req, res)
      return
    }
    const { sent, rows } = checked
    await inTransaction(deps.db.connection, (session) =>
      deps.audit.record(session, {
        name: 'LOAN_LEDGER_EXPORTED',
        actor: actorOf(currentUser(req)),
        subject: { kind: 'report', id: 'loan-ledger' },
        detail: { ...sent, rows: rows.length },
      }),
    )
    workbookHeaders(res, `绿色贷款台账_${sent.on ?? ''}.xlsx`)
    await writeExport(res, {
      title: '绿色贷款台账',
      cover: coverOf(checked, figures.now()),
      columns: REGISTER_COLUMNS.map((column) => {
        const numFmt = formatOf(column)
        return { header: headingOf(column), width: column.width, ...(numFmt !== undefined && { numFmt }) }
      }),
      rows: rows.map(registerCells),
    })
  }

async function readAndCheck(
  deps: RegisterDeps,
  figures: FiguresContext,
  req: Request,
  res: Response,
): Promise<CheckedRegister | null> {
  const read = readRegisterQuery(req.query, figures.today)
  if (!read.ok) {
    showReportFaults(figures, req, res, read.wrong)
    return null
  }
  const first = await buildAndCheck(deps, figures, read.value)
  // Somebody may have drawn or repaid while the loans were read: then both sides are read once more.
  const again = first.faults.some(({ rule }) => rule === 'totals')
  const drawn = again
    ? await buildAndCheck(deps, { ...figures, dataset: await figures.liveDataset.current() }, read.value)
    : first
  if (drawn.faults.length > 0) res.status(422)
  return { ...drawn, asked: read.value, sent: read.sent }
}

async function buildAndCheck(deps: RegisterDeps, figures: FiguresContext, asked: RegisterQuery) {
  const { reference, names, dataset } = figures
  const drawn = await buildLoanRegister({ ...deps, reference, names }, dataset, asked)
  return { ...drawn, faults: checkRegister(drawn.rows, drawn.totals, asked.period.to, registerLists(figures)) }
}

function registerPage({ rows, faults, sent, asked, unclassed }: CheckedRegister, req: Request, res: Response) {
  const query = (more: Readonly<Record<string, string>> = {}) => new URLSearchParams({ ...sent, ...more }).toString()
  const number = pageNumberIn(req.query.page)
  const from = (number - 1) * PAGE_SIZE
  const address = paths.bureauLoanRegister({})
  page(res, 'reports/reports-ledger', {
    title: '绿色贷款台账',
    indexed: false,
    ...bureauFrame(req, 'reports'),
    backHref: paths.bureauReports({}),
    on: formatDate(dateOf(asked.period.to)),
    from: formatDate(dateOf(asked.period.from)),
    scope: REGISTER_SCOPES[asked.scope],
    sample: rows.some(({ isSample }) => isSample),
    unclassed,
    count: rows.length,
    sums: sumsText(rows),
    exportHref: faults.length === 0 ? `${paths.bureauLoanRegisterExport({})}?${query()}` : null,
    ...checksView(faults),
    rows: faults.slice(from, from + PAGE_SIZE).map(({ row, rule, message }) => {
      const loan = row === null ? undefined : rows[row - 1]
      return { row, message, rule: REGISTER_RULES[rule], bank: loan?.bank ?? '', contract: loan?.contract ?? '' }
    }),
    pages: pagesOf(number, PAGE_SIZE, faults.length, (to) => `${address}?${query({ page: String(to) })}`),
  })
}

type RegisterQueryRead =
  | { readonly ok: true; readonly value: RegisterQuery; readonly sent: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly wrong: ReportFormFaults }

const SHAPE = '日期请写成 2026-10-31 的样子，并且确有这一天'

/**
 * Reads the day, the beginning of the period (without one, New Year) and the scope of a ledger from an address. The
 * names are not those of the filter bar, whose period has an end of its own.
 */
export function readRegisterQuery(query: Readonly<Record<string, unknown>>, today: LawDate): RegisterQueryRead {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim() : '')
  const [on, since, scope] = [text('on'), text('since'), text('scope') || 'green']
  const wrong: { on?: string; since?: string; scope?: string } = {}
  if (!isLawDate(on)) wrong.on = SHAPE
  else if (on > today) wrong.on = '这一天还没有到，请选择今天或以前的日期'
  const start = since === '' && isLawDate(on) ? `${on.slice(0, 4)}-01-01` : since
  if (!isLawDate(start)) wrong.since = SHAPE
  else if (wrong.on === undefined && start > on) wrong.since = '开始日期晚于统计日'
  if (!isScope(scope)) wrong.scope = '没有这个范围，请从列表中选择'
  if (Object.keys(wrong).length > 0 || !isScope(scope)) return { ok: false, wrong }
  const sent = { on, since: start, scope }
  return { ok: true, value: { period: { from: dayOf(start), to: dayOf(on) }, scope }, sent }
}

const isScope = (text: string): text is RegisterScope => Object.hasOwn(REGISTER_SCOPES, text)
