import type { Request, Response } from 'express'
import { formatDate } from '../../kernel/dates.js'
import { formatYuan } from '../../kernel/money.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { NotFound } from '../../web/errors.js'
import { readReason } from './loan.form.js'
import type { LoanFile, LoansService } from '../loans.service.js'
import {
  loanPageContext,
  formFaults,
  renderLoanPage,
  recordParam,
  messagesByField,
  type LoanPageContext,
  type RefusedLoanForm,
} from './loan-page.js'

type Kind = 'drawdown' | 'repayment'

/** `GET /bank/loans/:id/{drawdowns,repayments}/:record/correction`: what is taken back, and why. */
export const showCorrection = (loans: LoansService, kind: Kind) => async (req: Request, res: Response) => {
  const context = loanPageContext(loans, req)
  show(res, context, kind, await loans.file(context.scope, idParam(req)), recordParam(req), null)
}

/** `POST /bank/loans/:id/{drawdowns,repayments}/:record/correction` */
export const correct = (loans: LoansService, kind: Kind) => async (req: Request, res: Response) => {
  const context = loanPageContext(loans, req)
  const file = await loans.file(context.scope, idParam(req))
  const id = recordParam(req)
  const loanId = file.loan.id
  // The record must exist before the form is checked.
  const what = whatOf(kind, file, id)
  const sent = readReason(req.body)
  if (sent.ok) {
    const run = kind === 'drawdown' ? loans.correctDrawdown : loans.correctRepayment
    const done = await run(context.scope, { loanId, id }, sent.value.reason, context.mover)
    if (done.ok) {
      res.redirect(303, paths.bankLoan({ id: loanId }))
      return
    }
    res.status(422)
    show(res, context, kind, file, id, { form: what, typed: sent.typed, faults: formFaults(done.error) })
    return
  }
  res.status(422)
  show(res, context, kind, file, id, { form: what, typed: sent.typed, faults: sent.faults })
}

/** What is to be taken back, in words. @throws NotFound */
function whatOf(kind: Kind, { drawdowns, repayments }: LoanFile, id: string): string {
  if (kind === 'drawdown') {
    const made = drawdowns.find((one) => one.id === id && one.reverses === null)
    if (made?.madeOn == null) throw new NotFound('没有这笔投放。')
    return `${formatDate(made.madeOn)} 投放 ${formatYuan(made.amountFen)}`
  }
  const paid = repayments.find((one) => one.id === id && one.reverses === null)
  if (!paid) throw new NotFound('没有这笔还款。')
  return `${formatDate(paid.paidOn)} 还款，本金 ${formatYuan(paid.principalFen)}，利息 ${formatYuan(paid.interestFen)}`
}

function show(
  res: Response,
  context: LoanPageContext,
  kind: Kind,
  file: LoanFile,
  record: string,
  refused: RefusedLoanForm | null,
): void {
  const { id, title, number, isSample } = file.loan
  const at = { id, record }
  renderLoanPage(res, 'correction', context, {
    title: kind === 'drawdown' ? '更正投放' : '更正还款',
    isSample,
    about: `${title}（${number}）`,
    what: whatOf(kind, file, record),
    action: kind === 'drawdown' ? paths.bankLoanDrawdownCorrection(at) : paths.bankLoanRepaymentCorrection(at),
    back: paths.bankLoan({ id }),
    reason: refused?.typed.reason ?? '',
    faults: refused?.faults ?? [],
    faultOf: messagesByField(refused?.faults ?? []),
  })
}
