import type { Stream } from 'node:stream'
import { pctFromBp } from '../../kernel/percent.js'
import { withoutFormula } from '../../kernel/sheet-text.js'
import { workbookTo } from '../../registers/index.js'
import { daysBetween, type LawDate } from '../../kernel/dates.js'
import type { OpenSum } from '../due.store.js'
import { LOAN_STATE_NAMES, qualityOf, type Loan } from '../loan.js'

const COLUMNS = [
  ['合同编号', 22], ['贷款编号', 24], ['企业', 30], ['项目', 30], ['产品', 24], ['状态', 14], ['合同金额（元）', 18],
  ['已投放（元）', 18], ['余额（元）', 18], ['年利率（%）', 12], ['还款方式', 16], ['签订日期', 12], ['到期日', 12],
  ['下一应还日', 12], ['逾期天数', 10], ['逾期本金（元）', 16], ['逾期利息（元）', 16], ['风险分类', 10],
  ['主要担保方式', 14], ['备注', 8],
] as const // prettier-ignore

const yuan = (fen: number) => fen / 100

/** Loans as a workbook, a row each: amounts are numbers in 元, texts are never run as formulas. */
export async function writeLoans(
  stream: Stream,
  loans: AsyncIterable<Loan>,
  overdue: ReadonlyMap<string, OpenSum>,
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
