import { formatDate, addDays, type LawDate } from '../../kernel/dates.js'
import { wanText, formatYuan } from '../../kernel/money.js'
import { paths } from '../../paths.js'
import type { Typed } from '../../web/form.js'
import { balanceOn, type DueLine } from '../rules/loan-balance.js'
import { newKey, typedWan } from './loan-fields.js'
import { isOver, QUALITIES, qualityOf } from '../rules/loan.js'
import type { LoanFile } from '../loans.service.js'
import { unpaidAmounts, isSettled, nextDue, unpaidInterest, unpaidPrincipal } from '../rules/overdue.js'
import { messagesByField, type RefusedLoanForm } from './loan-page.js'
import { benefitRows, drawdownRows, dueRows, qualityRows, repaymentRows, loanSummary } from './loan.views.js'

/** The bank's page of a loan: summary, records, and the forms that the state allows. */
export function bankLoanView(file: LoanFile, today: string, refused: RefusedLoanForm | null) {
  const { loan, drawdowns, repayments, dues, benefits } = file
  const { id } = loan
  const balances = new Map(benefits.map(({ year }) => [year, balanceOn(drawdowns, repayments, `${year}-12-31`)]))
  return {
    ...loanSummary(file, today),
    enterprise: loan.enterpriseName,
    application: paths.application({ id: loan.applicationId }),
    version: loan.version,
    open: refused?.form ?? '',
    faults: refused?.faults ?? [],
    faultOf: messagesByField(refused?.faults ?? []),
    reason: refused?.typed.reason ?? '',
    note: refused?.typed.note ?? '',
    ...formsFor(file, today, refused),
    dues: dueRows(dues, today),
    drawdowns: drawdownRows(drawdowns).map((row) => ({
      ...row,
      correction: paths.bankLoanDrawdownCorrection({ id, record: row.id }),
      cancellation: paths.bankLoanDrawdownCancellation({ id, record: row.id }),
    })),
    repayments: repaymentRows(repayments).map((row) => ({
      ...row,
      correction: paths.bankLoanRepaymentCorrection({ id, record: row.id }),
    })),
    qualities: qualityRows(loan),
    conditions: loan.conditions.map(({ text, fulfilled }) => ({
      text,
      fulfilled: fulfilled && `${formatDate(fulfilled.on)}，${fulfilled.by}`,
    })),
    benefits: benefitRows(benefits, loan, balances).map((row) => ({
      ...row,
      verification: paths.bankLoanBenefit({ id, year: String(row.year) }),
    })),
    hrefs: {
      draw: paths.bankLoanDrawdowns({ id }),
      end: paths.bankLoanDrawingEnd({ id }),
      repay: paths.bankLoanRepayments({ id }),
      quality: paths.bankLoanQuality({ id }),
      close: paths.bankLoanClosure({ id }),
      cancel: paths.bankLoanContractCancellation({ id }),
    },
  }
}

/** The forms of the page; null or false when the state of the loan does not allow it. */
function formsFor(file: LoanFile, today: string, refused: RefusedLoanForm | null) {
  const { loan, dues } = file
  const { state } = loan
  const typedIn = (form: string, fresh: Typed): Typed => (refused?.form === form ? refused.typed : fresh)
  const open = unpaidAmounts(dues)
  return {
    draw:
      state === 'contracted' || state === 'disbursing'
        ? { typed: typedIn('draw', freshDraw(file, today)), ...drawChoices(file, typedIn('draw', {})) }
        : null,
    canEndDrawing: state === 'disbursing' && loan.drawnFen > 0,
    repay:
      state === 'disbursing' || state === 'repaying'
        ? { typed: typedIn('repay', initialRepaymentForm(dues, today)), next: nextRepaymentText(dues, today) }
        : null,
    canClose: state === 'repaying' && open.principalFen + open.interestFen === 0,
    cancel:
      (state === 'contracted' || state === 'disbursing') && loan.drawnFen === 0
        ? { typed: typedIn('cancel', {}) }
        : null,
    quality: isOver(state) ? null : qualityForm(file, typedIn('quality', { from: today })),
    canCorrect: state === 'disbursing' || state === 'repaying',
  }
}

function freshDraw({ loan, drawdowns }: LoanFile, today: string): Typed {
  const planned = drawdowns.find(({ state }) => state === 'planned')
  const amountFen = Math.min(planned?.plannedFen ?? loan.amountFen, loan.amountFen - loan.drawnFen)
  return { key: newKey(), planned: planned?.id ?? '', madeOn: today, amount: typedWan(amountFen), use: '' }
}

/** Planned drawdowns to choose from; the conditions that are still open. */
function drawChoices({ loan, drawdowns }: LoanFile, typed: Typed) {
  const planned = drawdowns.filter(({ state }) => state === 'planned')
  const chosen = typed.planned ?? planned[0]?.id ?? ''
  return {
    left: wanText(loan.amountFen - loan.drawnFen),
    planned: planned.map(({ id, plannedOn, plannedFen }) => ({
      id,
      text: `${plannedOn === null ? '' : formatDate(plannedOn)}，${wanText(plannedFen ?? 0)}`,
      chosen: id === chosen,
    })),
    conditions: loan.conditions.flatMap(({ text, fulfilled }, index) => (fulfilled === null ? [{ index, text }] : [])),
  }
}

const qualityForm = ({ loan }: LoanFile, typed: Typed) => ({
  typed,
  values: QUALITIES.map((value) => ({ value, chosen: value === (typed.quality ?? qualityOf(loan)) })),
})

/** How many days before its due date a line is prefilled: banks collect a few days ahead. */
const DAYS_AHEAD = 5

/** What may be paid now: what is overdue and what is due within a few days. */
const nearOf = (dues: readonly DueLine[], today: LawDate) =>
  dues.filter((due) => due.dueOn <= addDays(today, DAYS_AHEAD) && !isSettled(due))

/**
 * The initial repayment form: what is overdue and due, or else the line of the next few days. Later lines are not
 * prefilled, because submitting the form would record money that was not paid.
 */
export function initialRepaymentForm(dues: readonly DueLine[], today: LawDate): Typed {
  const near = nearOf(dues, today)
  const missed = near.filter(({ dueOn }) => dueOn <= today)
  const { principalFen, interestFen } = unpaidAmounts(missed.length > 0 ? missed : near.slice(0, 1))
  const yuan = (fen: number) => (fen === 0 ? '' : (fen / 100).toFixed(2))
  const paid = { principal: yuan(principalFen), interest: yuan(interestFen), prepaid: '', other: '' }
  return { key: newKey(), paidOn: today, ...paid }
}

/** The next due line as text when the form is not prefilled because it is far off; otherwise empty. */
export function nextRepaymentText(dues: readonly DueLine[], today: LawDate): string {
  const next = nextDue(dues)
  if (next === null || nearOf(dues, today).length > 0) return ''
  const parts = `本金 ${formatYuan(unpaidPrincipal(next))}，利息 ${formatYuan(unpaidInterest(next))}`
  return `现在没有到期的款项。下一期 ${formatDate(next.dueOn)}：${parts}`
}
