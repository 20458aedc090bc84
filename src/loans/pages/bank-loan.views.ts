import { formatDate } from '../../kernel/dates.js'
import { wanText } from '../../kernel/money.js'
import { paths } from '../../paths.js'
import type { Typed } from '../../web/form.js'
import { balanceOn } from '../balance-on.js'
import { newKey, typedWan } from '../forms/fields.js'
import { isOver, QUALITIES, qualityOf } from '../loan.js'
import type { LoanFile } from '../loans-service.js'
import { openOf } from '../overdue.js'
import { freshRepayment, nextRepayment } from './fresh-repayment.js'
import { sentences, type Refused } from './loan-frame.js'
import { benefitRows, drawdownRows, dueRows, qualityRows, repaymentRows, standingOf } from './loan.views.js'

/** What the bank's page of a loan shows: how it stands, its records, and the forms that may be used now. */
export function bankLoanView(file: LoanFile, today: string, refused: Refused | null) {
  const { loan, drawdowns, repayments, dues, benefits } = file
  const { id } = loan
  const balances = new Map(benefits.map(({ year }) => [year, balanceOn(drawdowns, repayments, `${year}-12-31`)]))
  return {
    ...standingOf(file, today),
    enterprise: loan.enterpriseName,
    application: paths.application({ id: loan.applicationId }),
    version: loan.version,
    open: refused?.form ?? '',
    faults: refused?.faults ?? [],
    faultOf: sentences(refused?.faults ?? []),
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

/** The forms of the page; null, or false, where the state of the loan leaves no room for one. */
function formsFor(file: LoanFile, today: string, refused: Refused | null) {
  const { loan, dues } = file
  const { state } = loan
  const typedIn = (form: string, fresh: Typed): Typed => (refused?.form === form ? refused.typed : fresh)
  const open = openOf(dues)
  return {
    draw:
      state === 'contracted' || state === 'disbursing'
        ? { typed: typedIn('draw', freshDraw(file, today)), ...drawChoices(file, typedIn('draw', {})) }
        : null,
    canEndDrawing: state === 'disbursing' && loan.drawnFen > 0,
    repay:
      state === 'disbursing' || state === 'repaying'
        ? { typed: typedIn('repay', freshRepayment(dues, today)), next: nextRepayment(dues, today) }
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
