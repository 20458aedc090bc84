import type { Request, Response } from 'express'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { NotFound } from '../../web/errors.js'
import { fault, type Typed } from '../../web/form.js'
import {
  readCancellation,
  readDrawdown,
  readQuality,
  readReason,
  readRepayment,
  readVerification,
} from './loan.form.js'
import type { LoanFile, LoansService } from '../loans.service.js'
import { bankLoanView } from './bank-loan.views.js'
import {
  loanPageContext,
  formFaults,
  renderLoanPage,
  recordParam,
  type LoanPageContext,
  type RefusedLoanForm,
} from './loan-page.js'

type Handle = (req: Request, res: Response) => Promise<void>

/** `GET /bank/loans/:id` */
export const showLoan =
  (loans: LoansService): Handle =>
  async (req, res) => {
    const context = loanPageContext(loans, req)
    show(res, context, await loans.file(context.scope, idParam(req)), null)
  }

/** `POST /bank/loans/:id/drawdowns` */
export const makeDrawdown = (loans: LoansService): Handle =>
  posting(loans, 'draw', readDrawdown, (context, id, order) => loans.draw(context.scope, id, order, context.mover))

/** `POST /bank/loans/:id/repayments` */
export const recordRepayment = (loans: LoansService): Handle =>
  posting(loans, 'repay', readRepayment, (context, id, order) => loans.repay(context.scope, id, order, context.mover))

/** `POST /bank/loans/:id/quality` */
export const changeQuality = (loans: LoansService): Handle =>
  posting(loans, 'quality', readQuality, (context, id, order) =>
    loans.changeQuality(context.scope, id, order, context.mover),
  )

type Read<T> = (
  body: unknown,
) =>
  | { readonly ok: true; readonly value: T; readonly typed: Typed }
  | (Omit<RefusedLoanForm, 'form'> & { readonly ok: false })
type Done = Awaited<ReturnType<LoansService['draw']>>

/** A form of the loan's page: read, carry out, and show the page again with the form open where something is wrong. */
function posting<T>(
  loans: LoansService,
  form: string,
  read: Read<T>,
  carryOut: (context: LoanPageContext, id: string, value: T) => Promise<Done>,
): Handle {
  return async (req, res) => {
    const context = loanPageContext(loans, req)
    const file = await loans.file(context.scope, idParam(req))
    const sent = read(req.body)
    const done = sent.ok ? await carryOut(context, file.loan.id, sent.value) : null
    if (done?.ok) {
      res.redirect(303, paths.bankLoan({ id: file.loan.id }))
      return
    }
    const faults = sent.ok ? formFaults(done?.ok === false ? done.error : []) : sent.faults
    res.status(422)
    show(res, context, file, { form, typed: sent.typed, faults })
  }
}

/** `POST /bank/loans/:id/drawing-end` */
export const endDrawing =
  (loans: LoansService): Handle =>
  async (req, res) => {
    const { scope, mover } = loanPageContext(loans, req)
    const { id } = await loans.endDrawing(scope, idParam(req), mover)
    res.redirect(303, paths.bankLoan({ id }))
  }

/** `POST /bank/loans/:id/cancellation` */
export const cancelContract =
  (loans: LoansService): Handle =>
  async (req, res) => {
    const context = loanPageContext(loans, req)
    const file = await loans.file(context.scope, idParam(req))
    const sent = readCancellation(req.body)
    if (!sent.ok) {
      res.status(422)
      show(res, context, file, { form: 'cancel', typed: sent.typed, faults: sent.faults })
      return
    }
    const { id } = await loans.cancel(context.scope, file.loan.id, sent.value, context.mover)
    res.redirect(303, paths.bankLoan({ id }))
  }

/** `POST /bank/loans/:id/closure` */
export const closeLoan =
  (loans: LoansService): Handle =>
  async (req, res) => {
    const { scope, mover } = loanPageContext(loans, req)
    const { id } = await loans.close(scope, idParam(req), mover)
    res.redirect(303, paths.bankLoan({ id }))
  }

/** `POST /bank/loans/:id/drawdowns/:record/cancellation` */
export const cancelDrawdown =
  (loans: LoansService): Handle =>
  async (req, res) => {
    const context = loanPageContext(loans, req)
    const file = await loans.file(context.scope, idParam(req))
    const planned = file.drawdowns.find(({ id }) => id === recordParam(req))
    if (!planned) throw new NotFound('没有这笔计划提款。')
    const sent = readReason(req.body)
    if (!sent.ok) {
      res.status(422)
      const faults = sent.faults.map((one) =>
        one.field === 'reason' ? fault(`cancel-${planned.id}`, one.message) : one,
      )
      show(res, context, file, { form: `cancel-${planned.id}`, typed: sent.typed, faults })
      return
    }
    await loans.cancelDrawdown(
      context.scope,
      { loanId: file.loan.id, id: planned.id },
      sent.value.reason,
      context.mover,
    )
    res.redirect(303, paths.bankLoan({ id: file.loan.id }))
  }

/** `POST /bank/loans/:id/benefits/:year`: the bank has checked the figures of that year. */
export const verifyBenefit =
  (loans: LoansService): Handle =>
  async (req, res) => {
    const context = loanPageContext(loans, req)
    const file = await loans.file(context.scope, idParam(req))
    const benefit = file.benefits.find(({ year }) => String(year) === req.params.year)
    if (!benefit) throw new NotFound('这一年还没有填报环境效益。')
    const { year } = benefit
    const sent = readVerification(req.body)
    if (!sent.ok) {
      res.status(422)
      const faults = sent.faults.map((one) => (one.field === 'note' ? fault(`note-${year}`, one.message) : one))
      show(res, context, file, { form: `note-${year}`, typed: sent.typed, faults })
      return
    }
    const { note, shown } = sent.value
    await loans.verifyBenefit(
      context.scope,
      { loanId: file.loan.id, year, ...(shown !== undefined && { shown }) },
      note,
      context.mover,
    )
    res.redirect(303, paths.bankLoan({ id: file.loan.id }))
  }

const show = (res: Response, context: LoanPageContext, file: LoanFile, refused: RefusedLoanForm | null): void =>
  renderLoanPage(res, 'bank-loan', context, bankLoanView(file, context.today, refused))
