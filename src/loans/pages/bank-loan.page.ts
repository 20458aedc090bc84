import type { Request, Response } from 'express'
import { wanText } from '../../kernel/money.js'
import { formatDate } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { idIn } from '../../web/address.js'
import { NotFound } from '../../web/errors.js'
import { fault, type Typed } from '../../web/form.js'
import { balanceOn } from '../balance-on.js'
import { newKey, typedWan } from '../forms/fields.js'
import {
  readCancellation,
  readDrawdown,
  readQuality,
  readReason,
  readRepayment,
  readVerification,
} from '../forms/loan.form.js'
import { isOver, QUALITIES, qualityOf } from '../loan.js'
import type { LoanFile, LoansService } from '../loans-service.js'
import { openOf } from '../overdue.js'
import { freshRepayment, nextRepayment } from './fresh-repayment.js'
import { deskOf, faultsOf, loanPage, recordIn, sentences, type Desk, type Refused } from './loan-frame.js'
import { benefitRows, drawdownRows, dueRows, qualityRows, repaymentRows, standingOf } from './loan.views.js'

type Handle = (req: Request, res: Response) => Promise<void>

/** `GET /bank/loans/:id` */
export const showLoan =
  (loans: LoansService): Handle =>
  async (req, res) => {
    const desk = deskOf(loans, req)
    show(res, desk, await loans.file(desk.scope, idIn(req)), null)
  }

/** `POST /bank/loans/:id/drawdowns` */
export const makeDrawdown = (loans: LoansService): Handle =>
  posting(loans, 'draw', readDrawdown, (desk, id, order) => loans.draw(desk.scope, id, order, desk.mover))

/** `POST /bank/loans/:id/repayments` */
export const recordRepayment = (loans: LoansService): Handle =>
  posting(loans, 'repay', readRepayment, (desk, id, order) => loans.repay(desk.scope, id, order, desk.mover))

/** `POST /bank/loans/:id/quality` */
export const changeQuality = (loans: LoansService): Handle =>
  posting(loans, 'quality', readQuality, (desk, id, order) => loans.changeQuality(desk.scope, id, order, desk.mover))

type Read<T> = (
  body: unknown,
) => { readonly ok: true; readonly value: T; readonly typed: Typed } | (Omit<Refused, 'form'> & { readonly ok: false })
type Done = Awaited<ReturnType<LoansService['draw']>>

/** A form of the loan's page: read, carry out, and show the page again with the form open where something is wrong. */
function posting<T>(
  loans: LoansService,
  form: string,
  read: Read<T>,
  carryOut: (desk: Desk, id: string, value: T) => Promise<Done>,
): Handle {
  return async (req, res) => {
    const desk = deskOf(loans, req)
    const file = await loans.file(desk.scope, idIn(req))
    const sent = read(req.body)
    const done = sent.ok ? await carryOut(desk, file.loan.id, sent.value) : null
    if (done?.ok) {
      res.redirect(303, paths.bankLoan({ id: file.loan.id }))
      return
    }
    const faults = sent.ok ? faultsOf(done?.ok === false ? done.error : []) : sent.faults
    res.status(422)
    show(res, desk, file, { form, typed: sent.typed, faults })
  }
}

/** `POST /bank/loans/:id/drawing-end` */
export const endDrawing =
  (loans: LoansService): Handle =>
  async (req, res) => {
    const { scope, mover } = deskOf(loans, req)
    const { id } = await loans.endDrawing(scope, idIn(req), mover)
    res.redirect(303, paths.bankLoan({ id }))
  }

/** `POST /bank/loans/:id/cancellation` */
export const cancelContract =
  (loans: LoansService): Handle =>
  async (req, res) => {
    const desk = deskOf(loans, req)
    const file = await loans.file(desk.scope, idIn(req))
    const sent = readCancellation(req.body)
    if (!sent.ok) {
      res.status(422)
      show(res, desk, file, { form: 'cancel', typed: sent.typed, faults: sent.faults })
      return
    }
    const { id } = await loans.cancel(desk.scope, file.loan.id, sent.value, desk.mover)
    res.redirect(303, paths.bankLoan({ id }))
  }

/** `POST /bank/loans/:id/closure` */
export const closeLoan =
  (loans: LoansService): Handle =>
  async (req, res) => {
    const { scope, mover } = deskOf(loans, req)
    const { id } = await loans.close(scope, idIn(req), mover)
    res.redirect(303, paths.bankLoan({ id }))
  }

/** `POST /bank/loans/:id/drawdowns/:record/cancellation` */
export const cancelDrawdown =
  (loans: LoansService): Handle =>
  async (req, res) => {
    const desk = deskOf(loans, req)
    const file = await loans.file(desk.scope, idIn(req))
    const planned = file.drawdowns.find(({ id }) => id === recordIn(req))
    if (!planned) throw new NotFound('没有这笔计划提款。')
    const sent = readReason(req.body)
    if (!sent.ok) {
      res.status(422)
      const faults = sent.faults.map((one) =>
        one.field === 'reason' ? fault(`cancel-${planned.id}`, one.message) : one,
      )
      show(res, desk, file, { form: `cancel-${planned.id}`, typed: sent.typed, faults })
      return
    }
    await loans.cancelDrawdown(desk.scope, { loanId: file.loan.id, id: planned.id }, sent.value.reason, desk.mover)
    res.redirect(303, paths.bankLoan({ id: file.loan.id }))
  }

/** `POST /bank/loans/:id/benefits/:year`: the bank has checked the figures of that year. */
export const verifyBenefit =
  (loans: LoansService): Handle =>
  async (req, res) => {
    const desk = deskOf(loans, req)
    const file = await loans.file(desk.scope, idIn(req))
    const benefit = file.benefits.find(({ year }) => String(year) === req.params.year)
    if (!benefit) throw new NotFound('这一年还没有填报环境效益。')
    const { year } = benefit
    const sent = readVerification(req.body)
    if (!sent.ok) {
      res.status(422)
      const faults = sent.faults.map((one) => (one.field === 'note' ? fault(`note-${year}`, one.message) : one))
      show(res, desk, file, { form: `note-${year}`, typed: sent.typed, faults })
      return
    }
    const { note, shown } = sent.value
    await loans.verifyBenefit(
      desk.scope,
      { loanId: file.loan.id, year, ...(shown !== undefined && { shown }) },
      note,
      desk.mover,
    )
    res.redirect(303, paths.bankLoan({ id: file.loan.id }))
  }

function show(res: Response, desk: Desk, file: LoanFile, refused: Refused | null): void {
  const { loan, drawdowns, repayments, dues, benefits } = file
  const { id, state } = loan
  const { today } = desk
  const typedIn = (form: string, fresh: Typed): Typed => (refused?.form === form ? refused.typed : fresh)
  const open = openOf(dues)
  const balances = new Map(benefits.map(({ year }) => [year, balanceOn(drawdowns, repayments, `${year}-12-31`)]))
  loanPage(res, 'bank-loan', desk, {
    ...standingOf(file, today),
    enterprise: loan.enterpriseName,
    application: paths.application({ id: loan.applicationId }),
    version: loan.version,
    open: refused?.form ?? '',
    faults: refused?.faults ?? [],
    faultOf: sentences(refused?.faults ?? []),
    reason: refused?.typed.reason ?? '',
    note: refused?.typed.note ?? '',
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
  })
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
