import type { Request, Response } from 'express'
import { formatDate } from '../../kernel/dates.js'
import { formatYuan } from '../../kernel/money.js'
import { paths } from '../../paths.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import { workbookHeaders } from '../../web/uploads/send-attachment.js'
import { LOAN_STATE_NAMES, LOAN_STATES, qualityOf, type Loan } from '../loan.js'
import type { LoanFilter } from '../loan.store.js'
import type { LoansService, Totals } from '../loans-service.js'
import { deskOf, loanPage, type Desk } from './loan-frame.js'
import { money } from './loan.views.js'
import { writeLoans } from './loan-sheet.js'

const SIZE = 30

type Query = Readonly<Record<'q' | 'state' | 'overdue', string>>

/** `GET /bank/loans`: the bank's loans, narrowed, with totals of what is left. */
export const showLoans = (loans: LoansService) => async (req: Request, res: Response) => {
  const desk = deskOf(loans, req)
  const query = readQuery(req.query)
  const number = pageNumberIn(req.query.page)
  const filter = filterOf(query, desk)
  const [rows, totals, overdue] = await Promise.all([
    loans.list(desk.scope, filter, { skip: (number - 1) * SIZE, limit: SIZE }),
    loans.totals(desk.scope, filter),
    loans.overdue(desk.scope),
  ])
  loanPage(res, 'list', desk, {
    title: '贷款台账',
    isSample: rows.some(({ isSample }) => isSample),
    query,
    action: paths.bankLoans({}),
    states: LOAN_STATES.map((value) => ({ value, name: LOAN_STATE_NAMES[value], chosen: value === query.state })),
    filtered: Object.values(query).some((value) => value !== ''),
    totals: totalsView(totals),
    rows: rows.map((loan) => rowOf(loan, desk, overdue.get(loan.id)?.since ?? null)),
    exportHref: paths.bankLoansExport({}, query),
    pages: pagesOf(number, SIZE, totals.count, (page) => paths.bankLoans({}, { ...query, page })),
  })
}

/** `GET /bank/loans.xlsx`: what the filters leave, all pages of it. */
export const sendLoans = (loans: LoansService) => async (req: Request, res: Response) => {
  const desk = deskOf(loans, req)
  const filter = filterOf(readQuery(req.query), desk)
  const overdue = await loans.overdue(desk.scope)
  workbookHeaders(res, `贷款台账_${desk.today}.xlsx`)
  await writeLoans(res, loans.stream(desk.scope, filter), overdue, desk.today)
}

/** `GET /enterprise/loans` */
export const showOwnLoans = (loans: LoansService) => async (req: Request, res: Response) => {
  const desk = deskOf(loans, req)
  const number = pageNumberIn(req.query.page)
  const [rows, totals, overdue] = await Promise.all([
    loans.list(desk.scope, {}, { skip: (number - 1) * SIZE, limit: SIZE }),
    loans.totals(desk.scope, {}),
    loans.overdue(desk.scope),
  ])
  loanPage(res, 'own-list', desk, {
    title: '我的贷款',
    isSample: rows.some(({ isSample }) => isSample),
    totals: totalsView(totals),
    rows: rows.map((loan) => rowOf(loan, desk, overdue.get(loan.id)?.since ?? null)),
    applications: paths.enterpriseApplications({}),
    pages: pagesOf(number, SIZE, totals.count, (page) => paths.enterpriseLoans({}, { page })),
  })
}

function readQuery(query: Readonly<Record<string, unknown>>): Query {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim().slice(0, 60) : '')
  return {
    q: text('q'),
    state: LOAN_STATES.find((state) => state === text('state')) ?? '',
    overdue: text('overdue') === 'yes' ? 'yes' : '',
  }
}

function filterOf({ q, state, overdue }: Query, { today }: Desk): LoanFilter {
  const chosen = LOAN_STATES.find((one) => one === state)
  return { ...(q && { text: q }), ...(chosen && { states: [chosen] }), ...(overdue && { overdueOn: today }) }
}

const totalsView = ({ count, amountFen, drawnFen, balanceFen, overdueFen, overdueCount }: Totals) => ({
  count,
  amount: money(amountFen),
  drawn: money(drawnFen),
  balance: money(balanceFen),
  overdue: overdueCount === 0 ? null : { count: overdueCount, ...money(overdueFen) },
})

function rowOf(loan: Loan, { side, today }: Desk, since: string | null) {
  const { id, title, enterpriseName, bankName, contractNumber, isSample, nextDueOn } = loan
  return {
    href: side === 'bank' ? paths.bankLoan({ id }) : paths.enterpriseLoan({ id }),
    title,
    other: side === 'bank' ? enterpriseName : bankName,
    contractNumber,
    isSample,
    state: LOAN_STATE_NAMES[loan.state],
    amount: money(loan.amountFen),
    balance: money(loan.balanceFen),
    exactBalance: formatYuan(loan.balanceFen),
    next: nextDueOn === null || nextDueOn < today ? '' : formatDate(nextDueOn),
    late: since === null ? '' : formatDate(since),
    quality: qualityOf(loan),
  }
}
