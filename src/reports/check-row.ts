import { parseCreditCode } from '../kernel/credit-code.js'
import { formatYuan } from '../kernel/money.js'
import { dateOf, type Day } from '../statistics/index.js'
import type { LedgerFault, LedgerLists, LedgerRule } from './ledger-faults.js'
import { CATALOGUE_VERSION, type LedgerLoan } from './ledger-loan.js'

const QUALITIES = ['正常', '关注', '次级', '可疑', '损失']
const MOST_RATE_BP = 3600

type Found = Omit<LedgerFault, 'row'>

/** What is inconsistent within one row. */
export function rowFaults(row: LedgerLoan, on: Day, lists: LedgerLists): readonly Found[] {
  const found: Found[] = []
  const must = (rule: LedgerRule, holds: boolean, message: string) => {
    if (!holds) found.push({ rule, message })
  }
  must('filled', row.bank !== '' && row.contract !== '' && row.borrower !== '', '机构、合同编号、借款人有空缺')
  const { amountFen, drawnFen, repaidFen, balanceFen, periodDrawnFen } = row
  must(
    'balance',
    balanceFen === drawnFen - repaidFen,
    `余额与发放、还本不符，差 ${formatYuan(balanceFen - drawnFen + repaidFen)}`,
  )
  must('amounts', amountFen > 0, '合同金额应大于零')
  for (const [name, value] of amountsOf(row)) must('amounts', value === null || value >= 0, `${name}为负`)
  must('amounts', row.rateBp >= 0 && row.rateBp <= MOST_RATE_BP, '年利率应在 0 到 36% 之间')
  must('contract', drawnFen <= amountFen, `累计发放超过合同金额 ${formatYuan(drawnFen - amountFen)}`)
  must('contract', periodDrawnFen <= drawnFen, '期间发放超过累计发放')
  must(
    'dates',
    row.signedDay < row.maturityDay,
    `签约日 ${dateOf(row.signedDay)} 不早于到期日 ${dateOf(row.maturityDay)}`,
  )
  must('dates', row.signedDay <= on, `签约日 ${dateOf(row.signedDay)} 晚于统计日`)
  const { closedDay } = row
  must('dates', closedDay === null || closedDay >= row.signedDay, '结清日早于签约日')
  must('closed', closedDay === null || closedDay > on || balanceFen === 0, '已结清，仍有余额')
  const { greenCode } = row
  const green = greenCode !== null && greenCode !== ''
  must('class', !green || lists.hasClass(greenCode), `目录中没有“${greenCode ?? ''}”`)
  must(
    'class',
    row.catalogue === (green ? CATALOGUE_VERSION : null),
    `目录版本应为“${green ? CATALOGUE_VERSION : '空'}”`,
  )
  must(
    'industry',
    row.industryCode === null || lists.hasIndustry(row.industryCode),
    `行业分类中没有“${row.industryCode ?? ''}”`,
  )
  const code = row.creditCode === null || row.isSample ? null : parseCreditCode(row.creditCode)
  must('code', code?.ok !== false, code?.ok === false ? code.error : '')
  must('quality', balanceFen === 0 || row.quality !== null, '有余额，没有五级分类')
  must('quality', row.quality === null || QUALITIES.includes(row.quality), `没有“${row.quality ?? ''}”这一类`)
  must(
    'overdue',
    row.overduePrincipalFen !== null && row.overdueInterestFen !== null,
    '发放、还款的记录与合同不符，逾期无法计算',
  )
  must('overdue', (row.overduePrincipalFen ?? 0) <= balanceFen, '逾期本金超过余额')
  return found
}

const amountsOf = (row: LedgerLoan): readonly (readonly [string, number | null])[] => [
  ['累计发放', row.drawnFen],
  ['累计还本', row.repaidFen],
  ['余额', row.balanceFen],
  ['总投资', row.investmentFen],
  ['逾期本金', row.overduePrincipalFen],
  ['逾期利息', row.overdueInterestFen],
  ['年节能量', row.savingTce],
  ['年减排量', row.carbonT],
  ['归因年节能量', row.attributedTce],
  ['归因年减排量', row.attributedT],
]
