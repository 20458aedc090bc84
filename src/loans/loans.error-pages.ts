import { formatInstant } from '../kernel/format-instant.js'
import { formatYuan } from '../kernel/money.js'
import { NotFound, PageError, type ErrorPages } from '../web/errors.js'
import { loanPaths } from './loans.paths.js'
import { LOAN_STATE_NAMES } from './rules/loan.js'
import type { LoanAction, LoanRefusal } from './use-cases/change-loan.js'
import type { BenefitChange } from './use-cases/report-benefit.js'

const ACTION_NAMES: Readonly<Record<LoanAction, string>> = {
  draw: '投放',
  repay: '登记还款',
  'end-drawing': '提款完毕',
  'cancel-drawdown': '取消计划提款',
  'cancel-contract': '解除合同',
  close: '结清',
  'change-quality': '调整风险分类',
  'correct-drawdown': '更正投放',
  'correct-repayment': '更正还款',
  'verify-benefit': '核实',
}

function reasonText({ state, reason }: LoanRefusal): string {
  switch (reason.kind) {
    case 'wrong-state':
      return `这笔贷款现在是“${LOAN_STATE_NAMES[state]}”。`
    case 'changed-since-shown':
      return '您打开页面之后，这笔贷款已经变动，请看过最新情况后再办理。'
    case 'nothing-drawn':
      return '还没有有效的投放。'
    case 'repayment-corrected':
      return '这笔还款已经更正过。'
    case 'plan-used':
      return '这笔计划提款已经办理过或已经取消。'
    case 'drawdown-not-planned':
      return '没有这笔计划提款，或已经投放。'
    case 'drawdown-not-made':
      return '这笔投放还没有办理，或已经更正。'
    case 'unpaid':
      return `还有本金 ${formatYuan(reason.principalFen)}、利息 ${formatYuan(reason.interestFen)} 没有还清。`
    case 'already-drawn':
      return `已经投放 ${formatYuan(reason.drawnFen)}，贷款要还清后结清。`
    case 'benefit-changed':
      return `您打开页面之后，企业改过 ${reason.year} 年的数字，请看过现在的数字再核实。`
  }
}

/** The pages for the refusals of this room. */
export const loanErrorPages = {
  'loan.not-found': () => new NotFound('没有这笔贷款。'),
  'loan.record-not-found': () => new NotFound('没有这笔记录。'),
  'loan.benefit-not-reported': () => new NotFound('这一年还没有填报环境效益。'),
  'loan.refused': (refusal: LoanRefusal) =>
    new PageError(
      409,
      '这一步现在不能办理',
      `“${ACTION_NAMES[refusal.action]}”没有办成：${reasonText(refusal)}没有任何内容被改动。`,
      [{ href: loanPaths.bankLoan({ id: refusal.id }), text: `查看贷款 ${refusal.number}` }],
    ),
  'loan.benefit-changed': ({ id, number, year, by, reportedAt }: BenefitChange) =>
    new PageError(
      409,
      '同事先填报了这一年',
      `您打开页面之后，${by}已于 ${formatInstant(reportedAt)} 填报或修改了 ${year} 年的环境效益。您刚才提交的内容没有保存，请看过现在的数字再修改。`,
      [{ href: `${loanPaths.enterpriseLoan({ id })}#benefits`, text: `查看贷款 ${number}` }],
    ),
  'loan.running': ({ count }: { readonly count: number }) =>
    new PageError(
      409,
      '还有没有结清的贷款，不能注销',
      `企业还有 ${count} 笔贷款没有结清。贷款全部结清后才能注销；没有任何内容被改动。`,
      [{ href: loanPaths.enterpriseLoans({}), text: '查看我的贷款' }],
    ),
} satisfies ErrorPages
