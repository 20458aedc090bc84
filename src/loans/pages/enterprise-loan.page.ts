import type { Request, Response } from 'express'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import type { Typed } from '../../web/form.js'
import { balanceOn } from '../rules/loan-balance.js'
import { readBenefit } from './loan.form.js'
import { isBenefitExpected, benefitYears } from '../rules/environmental-benefit.js'
import type { LoanFile, LoansService } from '../loans.service.js'
import { benefitVersions } from '../use-cases/report-benefit.js'
import {
  loanPageContext,
  formFaults,
  renderLoanPage,
  messagesByField,
  type LoanPageContext,
  type RefusedLoanForm,
} from './loan-page.js'
import { benefitRows, drawdownRows, dueRows, repaymentRows, loanSummary } from './loan.views.js'

/** `GET /enterprise/loans/:id` */
export const showEnterpriseLoan = (loans: LoansService) => async (req: Request, res: Response) => {
  const context = loanPageContext(loans, req)
  show(res, context, await loans.file(context.scope, idParam(req)), null)
}

/** `POST /enterprise/loans/:id/benefits` */
export const reportBenefit = (loans: LoansService) => async (req: Request, res: Response) => {
  const context = loanPageContext(loans, req)
  const file = await loans.file(context.scope, idParam(req))
  const sent = readBenefit(req.body)
  const done = sent.ok ? await loans.reportBenefit(context.scope, file.loan.id, sent.value, context.mover) : null
  if (done?.ok) {
    res.redirect(303, `${paths.enterpriseLoan({ id: file.loan.id })}#benefits`)
    return
  }
  const faults = sent.ok ? formFaults(done?.ok === false ? done.error : []) : sent.faults
  res.status(422)
  show(res, context, file, { form: 'benefit', typed: sent.typed, faults })
}

function show(res: Response, context: LoanPageContext, file: LoanFile, refused: RefusedLoanForm | null): void {
  const { loan, drawdowns, repayments, dues, benefits } = file
  const years = benefitYears(drawdowns, context.today).filter(
    (year) => !benefits.some((one) => one.year === year && one.source === '核实'),
  )
  const missing = years.find((year) => !benefits.some((one) => one.year === year))
  const typed: Typed = refused?.typed ?? { year: String(missing ?? years[0] ?? '') }
  const balances = new Map(benefits.map(({ year }) => [year, balanceOn(drawdowns, repayments, `${year}-12-31`)]))
  renderLoanPage(res, 'own-loan', context, {
    ...loanSummary(file, context.today),
    bank: loan.bankName,
    application: paths.application({ id: loan.applicationId }),
    list: paths.enterpriseLoans({}),
    dues: dueRows(dues, context.today),
    drawdowns: drawdownRows(drawdowns),
    repayments: repaymentRows(repayments),
    benefits: benefitRows(benefits, loan, balances),
    expected: isBenefitExpected(loan),
    missing: missing === undefined ? '' : String(missing),
    years: years.map((year) => ({ value: String(year), chosen: String(year) === typed.year })),
    typed,
    shown: typed.shown ?? benefitVersions(benefits),
    action: paths.enterpriseLoanBenefits({ id: loan.id }),
    faults: refused?.faults ?? [],
    faultOf: messagesByField(refused?.faults ?? []),
  })
}
