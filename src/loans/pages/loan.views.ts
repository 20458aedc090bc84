import { DAY_COUNT_NAMES, FEE_NAMES, type Fee } from '../../finance/index.js'
import { formatDate, type LawDate } from '../../kernel/dates.js'
import { formatYuan, type Fen, wanText } from '../../kernel/money.js'
import { formatRatePct, formatSharePct, pctFromBp } from '../../kernel/percent.js'
import { groupDigits } from '../../kernel/text.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { attributed, attributedShare } from '../rules/environmental-benefit.js'
import {
  isBad,
  LOAN_STATE_NAMES,
  qualityOf,
  type Benefit,
  type Drawdown,
  type Due,
  type Loan,
  type Repayment,
} from '../rules/loan.js'
import type { LoanFile } from '../loans.service.js'
import { nextDue, unpaidInterest, unpaidAmounts, unpaidPrincipal, overdueOn } from '../rules/overdue.js'

/** An amount as people read it, with the exact figure for a hover text and print. */
export const amountView = (fen: Fen) => ({ text: wanText(fen), exact: formatYuan(fen) })

/** The head of a loan's page: amounts, next due date, overdue amounts and quality as of today. */
export function loanSummary({ loan, dues }: LoanFile, today: LawDate) {
  const late = overdueOn(dues, today)
  const next = nextDue(dues)
  return {
    title: loan.title,
    number: loan.number,
    isSample: loan.isSample,
    state: LOAN_STATE_NAMES[loan.state],
    amount: amountView(loan.amountFen),
    drawn: amountView(loan.drawnFen),
    balance: amountView(loan.balanceFen),
    next: next && {
      on: formatDate(next.dueOn),
      text: `本金 ${formatYuan(unpaidPrincipal(next))}，利息 ${formatYuan(unpaidInterest(next))}`,
    },
    overdue: late && {
      text: `已逾期 ${late.days} 天`,
      since: formatDate(late.since),
      principal: formatYuan(late.principalFen),
      interest: formatYuan(late.interestFen),
    },
    quality: qualityOf(loan),
    qualityTag: isBad(qualityOf(loan)) ? 'fail' : qualityOf(loan) === '关注' ? 'unknown' : 'pass',
    rows: contractRows(loan),
  }
}

function contractRows(loan: Loan): readonly { readonly label: string; readonly value: string }[] {
  const rows: readonly (readonly [string, string])[] = [
    ['合同编号', loan.contractNumber],
    ['产品', loan.productName ?? '未填写'],
    ['合同金额', formatYuan(loan.amountFen)],
    ['年利率', formatRatePct(pctFromBp(loan.rateBp))],
    ['期限', `${loan.months} 个月`],
    ['还款方式', loan.method],
    ['计息方式', DAY_COUNT_NAMES[loan.dayCount]],
    ['签订日期', formatDate(loan.signedOn)],
    ['首个还款日', formatDate(loan.firstDueOn)],
    ['到期日', formatDate(loan.maturity)],
    ['主要担保方式', loan.guarantee],
    ...loan.fees.map((fee) => [FEE_NAMES[fee.kind], feeText(fee)] as const),
    ...(loan.closedOn === null
      ? []
      : [[loan.state === 'cancelled' ? '解除日期' : '结清日期', formatDate(loan.closedOn)] as const]),
  ]
  return rows.map(([label, value]) => ({ label, value }))
}

const WHEN = { start: '放款时', yearly: '每年', end: '到期时' } as const

function feeText(fee: Fee): string {
  if (fee.state === 'none') return '不发生'
  if (fee.state === 'unknown') return '未公布'
  const amount =
    fee.amount.kind === 'sum' ? formatYuan(fee.amount.fen) : `本金的 ${formatSharePct(pctFromBp(fee.amount.bp))}`
  return `${amount}，${WHEN[fee.when]}，${fee.payer}承担`
}

/** How many future lines are shown before the rest is collapsed; overdue lines are never collapsed. */
const SHOWN = 6

/** The due list; paid lines and distant lines are collapsed when there are many. */
export function dueRows(dues: readonly Due[], today: LawDate) {
  const rows = dues.map((due) => ({
    no: due.no,
    on: formatDate(due.dueOn),
    principal: formatYuan(due.principalFen),
    interest: formatYuan(due.interestFen),
    open: due.settled ? '' : formatYuan(unpaidPrincipal(due) + unpaidInterest(due)),
    state: due.settled ? '已还清' : due.dueOn < today ? '逾期' : partly(due) ? '部分已还' : '未到期',
    tag: due.settled ? 'pass' : due.dueOn < today ? 'fail' : 'none',
    settled: due.settled,
  }))
  const open = rows.filter(({ settled }) => !settled)
  const late = open.filter(({ tag }) => tag === 'fail').length
  const sum = unpaidAmounts(dues)
  return {
    paid: rows.filter(({ settled }) => settled),
    now: open.slice(0, late + SHOWN),
    later: open.slice(late + SHOWN),
    openPrincipal: formatYuan(sum.principalFen),
    openInterest: formatYuan(sum.interestFen),
  }
}

const partly = (due: Due) => due.paidPrincipalFen + due.paidInterestFen > 0

const DRAWDOWN_STATES = {
  planned: ['计划', 'none'],
  made: ['已投放', 'pass'],
  corrected: ['已更正', 'unknown'],
  cancelled: ['已取消', 'none'],
} as const

export function drawdownRows(drawdowns: readonly Drawdown[]) {
  return drawdowns.map((one) => {
    const [state, tag] = one.reverses === null ? DRAWDOWN_STATES[one.state] : (['冲销', 'unknown'] as const)
    return {
      id: one.id,
      planned: one.plannedOn === null ? '' : `${formatDate(one.plannedOn)}，${wanText(one.plannedFen ?? 0)}`,
      on: one.madeOn === null ? '' : formatDate(one.madeOn),
      amount: one.madeOn === null ? '' : formatYuan(one.amountFen),
      use: one.use === '' ? '未填写' : one.use,
      state,
      tag,
      reason: one.reason ?? '',
      recorded: one.madeOn === null ? '' : `${one.by}，${formatInstant(one.recordedAt)} 登记`,
      isPlanned: one.state === 'planned',
      isCorrectable: one.state === 'made' && one.reverses === null,
    }
  })
}

/** The latest first. */
export function repaymentRows(repayments: readonly Repayment[]) {
  const reversed = new Set(repayments.map(({ reverses }) => reverses))
  return repayments.toReversed().map((one) => ({
    id: one.id,
    on: formatDate(one.paidOn),
    principal: formatYuan(one.principalFen),
    prepaid: one.prepaidFen === 0 ? '' : `其中提前还本 ${formatYuan(one.prepaidFen)}`,
    interest: formatYuan(one.interestFen),
    other: one.otherFen === 0 ? '' : formatYuan(one.otherFen),
    due:
      one.dueOn === null
        ? ''
        : `当时应还 ${formatYuan(one.duePrincipalFen + one.dueInterestFen)}，最早一期 ${formatDate(one.dueOn)}`,
    state: one.reverses !== null ? '冲销' : reversed.has(one.id) ? '已更正' : '',
    reason: one.reason ?? '',
    recorded: `${one.by}，${formatInstant(one.recordedAt)} 登记`,
    isCorrectable: one.reverses === null && !reversed.has(one.id),
  }))
}

export function qualityRows({ qualities }: Loan) {
  return qualities
    .map(({ quality, from, reason, by }) => ({ quality, from: formatDate(from), reason, by }))
    .toReversed()
}

/** The benefit of each year, of the project and of this loan, with the formula in figures. */
export function benefitRows(benefits: readonly Benefit[], loan: Loan, balances: ReadonlyMap<number, Fen>) {
  return benefits.map((one) => {
    const share = attributedShare(balances.get(one.year) ?? 0, loan.dimensions.investmentFen)
    const texts = [
      formatYuan(share.balanceFen),
      share.investmentFen === null ? '未填写' : formatYuan(share.investmentFen),
    ]
    return {
      year: one.year,
      reportedAt: one.reportedAt.getTime(),
      coal: tonnes(one.standardCoalTce, '吨标准煤'),
      carbon: tonnes(one.carbonT, '吨'),
      ownCoal: tonnes(attributed(one.standardCoalTce, share), '吨标准煤'),
      ownCarbon: tonnes(attributed(one.carbonT, share), '吨'),
      formula:
        share.share === null
          ? '项目总投资未填写，本笔贷款的份额无法计算'
          : `${one.year} 年末贷款余额 ${texts[0]} ÷ 项目总投资 ${texts[1]} = ${formatSharePct(share.share * 100)}`,
      basis: one.basis,
      source: one.source,
      verified: one.verified ? `${one.verified.by}，${formatInstant(one.verified.at)}：${one.verified.note}` : '',
      isOpen: one.source === '自报',
    }
  })
}

const tonnes = (value: number | null, unit: string) => (value === null ? '未填写' : `${groupDigits(value, 2)} ${unit}`)
