import type { Request, Response } from 'express'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import type { Typed } from '../../web/form.js'
import { balanceOn } from '../balance-on.js'
import { readBenefit } from '../forms/loan.form.js'
import { isBenefitExpected } from '../loan-reminders.js'
import type { LoanFile, LoansService } from '../loans-service.js'
import { benefitYears, shownOf } from '../report-benefit.js'
import { deskOf, faultsOf, loanPage, sentences, type Desk, type Refused } from './loan-frame.js'
import { benefitRows, drawdownRows, dueRows, repaymentRows, standingOf } from './loan.views.js'

/** `GET /enterprise/loans/:id` */
export const showOwnLoan = (loans: LoansService) => async (req: Request, res: Response) => {
  const desk = deskOf(loans, req)
  show(res, desk, await loans.file(desk.scope, idParam(req)), null)
}

/** `POST /enterprise/loans/:id/benefits` */
export const reportBenefit = (loans: LoansService) => async (req: Request, res: Response) => {
  const desk = deskOf(loans, req)
  const file = await loans.file(desk.scope, idParam(req))
  const sent = readBenefit(req.body)
  const done = sent.ok ? await loans.reportBenefit(desk.scope, file.loan.id, sent.value, desk.mover) : null
  if (done?.ok) {
    res.redirect(303, `${paths.enterpriseLoan({ id: file.loan.id })}#benefits`)
    return
  }
  const faults = sent.ok ? faultsOf(done?.ok === false ? done.error : []) : sent.faults
  res.status(422)
  show(res, desk, file, { form: 'benefit', typed: sent.typed, faults })
}

function show(res: Response, desk: Desk, file: LoanFile, refused: Refused | null): void {
  const { loan, drawdowns, repayments, dues, benefits } = file
  const years = benefitYears(drawdowns, desk.today).filter(
    (year) => !benefits.some((one) => one.year === year && one.source === '核实'),
  )
  const missing = years.find((year) => !benefits.some((one) => one.year === year))
  const typed: Typed = refused?.typed ?? { year: String(missing ?? years[0] ?? '') }
  const balances = new Map(benefits.map(({ year }) => [year, balanceOn(drawdowns, repayments, `${year}-12-31`)]))
  loanPage(res, 'own-loan', desk, {
    ...standingOf(file, desk.today),
    bank: loan.bankName,
    application: paths.application({ id: loan.applicationId }),
    list: paths.enterpriseLoans({}),
    dues: dueRows(dues, desk.today),
    drawdowns: drawdownRows(drawdowns),
    repayments: repaymentRows(repayments),
    benefits: benefitRows(benefits, loan, balances),
    expected: isBenefitExpected(loan),
    missing: missing === undefined ? '' : String(missing),
    years: years.map((year) => ({ value: String(year), chosen: String(year) === typed.year })),
    typed,
    shown: typed.shown ?? shownOf(benefits),
    action: paths.enterpriseLoanBenefits({ id: loan.id }),
    faults: refused?.faults ?? [],
    faultOf: sentences(refused?.faults ?? []),
  })
}
