import type { Request, Response } from 'express'
import { daysBetween, formatDate, type LawDate } from '../../kernel/dates.js'
import { formatYuan } from '../../kernel/money.js'
import { paths } from '../../paths.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import { workbookHeaders } from '../../web/uploads/send-attachment.js'
import { type Loan, LOAN_STATE_NAMES, LOAN_STATES, qualityOf } from '../rules/loan.js'
import type { LoanFilter } from '../data/loan.store.js'
import type { LoansService, LoanTotals } from '../loans.service.js'
import { loanPageContext, type LoanPageContext, renderLoanPage } from './loan-page.js'
import { amountView } from './loan.views.js'
import type { Stream } from 'node:stream'
import { pctFromBp } from '../../kernel/percent.js'
import { withoutFormula } from '../../kernel/sheet-text.js'
import { workbookTo } from '../../spreadsheets/index.js'
import type { OverdueSum } from '../data/due.store.js'

const SIZE = 30

type Query = Readonly<Record<'q' | 'state' | 'overdue', string>>

/** `GET /bank/loans`: the bank's loans, narrowed, with totals of what is left. */
export const showBankLoans = (loans: LoansService) => async (req: Request, res: Response) => {
  const context = loanPageContext(loans, req)
  const query = readQuery(req.query)
  const number = pageNumberIn(req.query.page)
  const filter = filterOf(query, context)
  const [rows, totals, overdue] = await Promise.all([
    loans.list(context.scope, filter, { skip: (number - 1) * SIZE, limit: SIZE }),
    loans.totals(context.scope, filter),
    loans.overdue(context.scope),
  ])
  renderLoanPage(res, 'list', context, {
    title: '贷款台账',
    isSample: rows.some(({ isSample }) => isSample),
    query,
    action: paths.bankLoans({}),
    states: LOAN_STATES.map((value) => ({ value, name: LOAN_STATE_NAMES[value], chosen: value === query.state })),
    filtered: Object.values(query).some((value) => value !== ''),
    totals: totalsView(totals),
    rows: rows.map((loan) => rowOf(loan, context, overdue.get(loan.id)?.since ?? null)),
    exportHref: paths.bankLoansExport({}, query),
    pages: pagesOf(number, SIZE, totals.count, (page) => paths.bankLoans({}, { ...query, page })),
  })
}

/** `GET /bank/loans.xlsx`: what the filters leave, all pages of it. */
export const exportBankLoans = (loans: LoansService) => async (req: Request, res: Response) => {
  const context = loanPageContext(loans, req)
  const filter = filterOf(readQuery(req.query), context)
  const overdue = await loans.overdue(context.scope)
  workbookHeaders(res, `贷款台账_${context.today}.xlsx`)
  await writeLoanWorkbook(res, loans.stream(context.scope, filter), overdue, context.today)
}

/** `GET /enterprise/loans` */
export const showEnterpriseLoans = (loans: LoansService) => async (req: Request, res: Response) => {
  const context = loanPageContext(loans, req)
  const number = pageNumberIn(req.query.page)
  const [rows, totals, overdue] = await Promise.all([
    loans.list(context.scope, {}, { skip: (number - 1) * SIZE, limit: SIZE }),
    loans.totals(context.scope, {}),
    loans.overdue(context.scope),
  ])
  renderLoanPage(res, 'own-list', context, {
    title: '我的贷款',
    isSample: rows.some(({ isSample }) => isSample),
    totals: totalsView(totals),
    rows: rows.map((loan) => rowOf(loan, context, overdue.get(loan.id)?.since ?? null)),
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

function filterOf({ q, state, overdue }: Query, { today }: LoanPageContext): LoanFilter {
  const chosen = LOAN_STATES.find((one) => one === state)
  return { ...(q && { text: q }), ...(chosen && { states: [chosen] }), ...(overdue && { overdueOn: today }) }
}

const totalsView = ({ count, amountFen, drawnFen, balanceFen, overdueFen, overdueCount }: LoanTotals) => ({
  count,
  amount: amountView(amountFen),
  drawn: amountView(drawnFen),
  balance: amountView(balanceFen),
  overdue: overdueCount === 0 ? null : { count: overdueCount, ...amountView(overdueFen) },
})

function rowOf(loan: Loan, { side, today }: LoanPageContext, since: string | null) {
  const { id, title, enterpriseName, bankName, contractNumber, isSample, nextDueOn } = loan
  return {
    href: side === 'bank' ? paths.bankLoan({ id }) : paths.enterpriseLoan({ id }),
    title,
    other: side === 'bank' ? enterpriseName : bankName,
    contractNumber,
    isSample,
    state: LOAN_STATE_NAMES[loan.state],
    amount: amountView(loan.amountFen),
    balance: amountView(loan.balanceFen),
    exactBalance: formatYuan(loan.balanceFen),
    next: nextDueOn === null || nextDueOn < today ? '' : formatDate(nextDueOn),
    late: since === null ? '' : formatDate(since),
    quality: qualityOf(loan),
  }
}

const COLUMNS = [
  ['合同编号', 22], ['贷款编号', 24], ['企业', 30], ['项目', 30], ['产品', 24], ['状态', 14], ['合同金额（元）', 18],
  ['已投放（元）', 18], ['余额（元）', 18], ['年利率（%）', 12], ['还款方式', 16], ['签订日期', 12], ['到期日', 12],
  ['下一应还日', 12], ['逾期天数', 10], ['逾期本金（元）', 16], ['逾期利息（元）', 16], ['风险分类', 10],
  ['主要担保方式', 14], ['备注', 8],
] as const // prettier-ignore

const yuan = (fen: number) => fen / 100

/** Loans as a workbook, a row each: amounts are numbers in 元, texts are never run as formulas. */
export async function writeLoanWorkbook(
  stream: Stream,
  loans: AsyncIterable<Loan>,
  overdue: ReadonlyMap<string, OverdueSum>,
  today: LawDate,
): Promise<void> {
  const workbook = workbookTo(stream)
  const sheet = workbook.addWorksheet('贷款台账', { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = COLUMNS.map(([header, width]) => ({ header, width }))
  for await (const loan of loans) {
    const late = overdue.get(loan.id)
    const row = [
      withoutFormula(loan.contractNumber),
      ...[
        loan.number,
        withoutFormula(loan.enterpriseName),
        withoutFormula(loan.title),
        withoutFormula(loan.productName),
      ],
      LOAN_STATE_NAMES[loan.state],
      ...[yuan(loan.amountFen), yuan(loan.drawnFen), yuan(loan.balanceFen), pctFromBp(loan.rateBp)],
      ...[loan.method, loan.signedOn, loan.maturity, loan.nextDueOn ?? ''],
      ...(late ? [daysBetween(late.since, today), yuan(late.principalFen), yuan(late.interestFen)] : [0, 0, 0]),
      ...[qualityOf(loan), loan.guarantee, loan.isSample ? '示例' : ''],
    ]
    sheet.addRow(row).commit()
  }
  sheet.commit()
  await workbook.commit()
}
