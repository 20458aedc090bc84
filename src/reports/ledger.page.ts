import type { Connection } from 'mongoose'
import { actorOf, type AuditLog } from '../audit/index.js'
import { inTransaction } from '../db/index.js'
import { formatDate } from '../kernel/dates.js'
import { paths } from '../paths.js'
import { currentUser } from '../web/current-user.js'
import { page } from '../web/page.js'
import { pageNumberIn, pagesOf } from '../web/paging.js'
import type { Request, Response } from 'express'
import { bureauFrame } from '../bureau-frame.js'
import { dateOf } from '../statistics/index.js'
import type { FiguresContext, FiguresHandler } from '../statistics/index.js'
import { headingOf, workbookHeaders, writeExport } from '../spreadsheets/index.js'
import { checkLedger } from './check-ledger.js'
import { checksView, coverOf, sumsText, type CheckedLedger } from './ledger.views.js'
import { drawUpLedger, SCOPES, type LedgerAsked, type LedgerSources } from './draw-up-ledger.js'
import { readLedgerAsked } from './ledger-asked.js'
import { formatOf, LEDGER_COLUMNS, ledgerCells } from './ledger-columns.js'
import { LEDGER_RULES, type LedgerLists } from './ledger-faults.js'
import { askAgain } from './reports.page.js'

export type LedgerDeps = Pick<LedgerSources, 'loans' | 'enterprises'> & {
  readonly audit: Pick<AuditLog, 'record' | 'lastSeq'>
  readonly db: { readonly connection: Connection }
}

const PAGE_SIZE = 100

/** What may be written in a ledger, from the reference tables. */
export const ledgerLists = ({ reference }: Pick<FiguresContext, 'reference'>): LedgerLists => ({
  hasClass: (code) => reference.greenClasses.find(code) !== null,
  hasIndustry: (code) => reference.industries.find(code) !== null,
})

/** `GET /bureau/reports/loans?on=2026-10-31`: what the ledger of that day holds, and how every check came out. */
export const showLedger =
  (deps: LedgerDeps): FiguresHandler =>
  async (figures, req, res) => {
    const checked = await readAndCheck(deps, figures, req, res)
    if (checked) ledgerPage(checked, req, res)
  }

/** `GET /bureau/reports/loans.xlsx`: the ledger, once every check has passed; else its faults and nothing to save. */
export const sendLedger =
  (deps: LedgerDeps): FiguresHandler =>
  async (figures, req, res) => {
    const checked = await readAndCheck(deps, figures, req, res)
    if (!checked) return
    if (checked.faults.length > 0) {
      ledgerPage(checked, req, res)
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
      columns: LEDGER_COLUMNS.map((column) => {
        const numFmt = formatOf(column)
        return { header: headingOf(column), width: column.width, ...(numFmt !== undefined && { numFmt }) }
      }),
      rows: rows.map(ledgerCells),
    })
  }

async function readAndCheck(
  deps: LedgerDeps,
  figures: FiguresContext,
  req: Request,
  res: Response,
): Promise<CheckedLedger | null> {
  const read = readLedgerAsked(req.query, figures.today)
  if (!read.ok) {
    askAgain(figures, req, res, read.wrong)
    return null
  }
  const first = await drawUpAndCheck(deps, figures, read.value)
  // Somebody may have drawn or repaid while the loans were read: then both sides are read once more.
  const again = first.faults.some(({ rule }) => rule === 'totals')
  const drawn = again
    ? await drawUpAndCheck(deps, { ...figures, dataset: await figures.liveDataset.current() }, read.value)
    : first
  if (drawn.faults.length > 0) res.status(422)
  return { ...drawn, asked: read.value, sent: read.sent }
}

async function drawUpAndCheck(deps: LedgerDeps, figures: FiguresContext, asked: LedgerAsked) {
  const { reference, names, dataset } = figures
  const drawn = await drawUpLedger({ ...deps, reference, names }, dataset, asked)
  return { ...drawn, faults: checkLedger(drawn.rows, drawn.totals, asked.period.to, ledgerLists(figures)) }
}

function ledgerPage({ rows, faults, sent, asked, unclassed }: CheckedLedger, req: Request, res: Response) {
  const query = (more: Readonly<Record<string, string>> = {}) => new URLSearchParams({ ...sent, ...more }).toString()
  const number = pageNumberIn(req.query.page)
  const from = (number - 1) * PAGE_SIZE
  const address = paths.bureauLoanLedger({})
  page(res, 'reports/reports-ledger', {
    title: '绿色贷款台账',
    indexed: false,
    ...bureauFrame(req, 'reports'),
    backHref: paths.bureauReports({}),
    on: formatDate(dateOf(asked.period.to)),
    from: formatDate(dateOf(asked.period.from)),
    scope: SCOPES[asked.scope],
    sample: rows.some(({ isSample }) => isSample),
    unclassed,
    count: rows.length,
    sums: sumsText(rows),
    exportHref: faults.length === 0 ? `${paths.bureauLoanLedgerExport({})}?${query()}` : null,
    ...checksView(faults),
    rows: faults.slice(from, from + PAGE_SIZE).map(({ row, rule, message }) => {
      const loan = row === null ? undefined : rows[row - 1]
      return { row, message, rule: LEDGER_RULES[rule], bank: loan?.bank ?? '', contract: loan?.contract ?? '' }
    }),
    pages: pagesOf(number, PAGE_SIZE, faults.length, (to) => `${address}?${query({ page: String(to) })}`),
  })
}
