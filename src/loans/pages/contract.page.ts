import type { Request, Response } from 'express'
import type { Application, ApplicationsService } from '../../applications/index.js'
import { DAY_COUNT_NAMES, OFFERED_METHODS } from '../../finance/index.js'
import { exactWanText } from '../../kernel/money.js'
import { formatRatePct, pctFromBp } from '../../kernel/percent.js'
import { paths } from '../../paths.js'
import { MoveRefused } from '../../applications/index.js'
import { contractAsApproved, readContract } from './contract.form.js'
import { GUARANTEES } from '../rules/loan.js'
import type { LoansService } from '../loans.service.js'
import { idParam } from '../../web/request-params.js'
import {
  loanPageContext,
  formFaults,
  renderLoanPage,
  messagesByField,
  type LoanPageContext,
  type RefusedLoanForm,
} from './loan-page.js'

type Services = {
  readonly loans: LoansService
  readonly applications: Pick<ApplicationsService, 'get' | 'movesOf'>
}

/** `GET /bank/applications/:id/contract`: what was approved, to be signed. */
export const showContract = (services: Services) => async (req: Request, res: Response) => {
  const context = loanPageContext(services.loans, req)
  const application = await services.applications.get(context.scope, idParam(req))
  const signed = await services.loans.ofApplication(context.scope, application.id)
  if (signed !== null) {
    res.redirect(303, paths.bankLoan({ id: signed.id }))
    return
  }
  if (application.state !== 'approved') await refuse(services, application)
  formPage(res, context, application, null)
}

/** `POST /bank/applications/:id/contract` */
export const signContract = (services: Services) => async (req: Request, res: Response) => {
  const { loans, applications } = services
  const context = loanPageContext(loans, req)
  const application = await applications.get(context.scope, idParam(req))
  const signed = await loans.ofApplication(context.scope, application.id)
  const read = readContract(req.body)
  if (signed !== null && read.ok && read.value.contract.contractNumber === signed.contractNumber) {
    // A second click on the same form.
    res.redirect(303, paths.bankLoan({ id: signed.id }))
    return
  }
  if (!read.ok) {
    if (application.state !== 'approved') await refuse(services, application)
    res.status(422)
    formPage(res, context, application, { form: 'contract', ...read })
    return
  }
  const outcome = await loans.sign(context.scope, application.id, read.value, context.mover)
  if (!outcome.ok) {
    res.status(422)
    const faults = formFaults(outcome.error)
    formPage(res, context, application, { form: 'contract', typed: read.typed, faults })
    return
  }
  res.redirect(303, paths.bankLoan({ id: outcome.value.id }))
}

async function refuse({ applications }: Services, application: Application): Promise<never> {
  const moves = await applications.movesOf(application.id)
  throw new MoveRefused('sign', application, moves.at(-1) ?? null)
}

function formPage(
  res: Response,
  context: LoanPageContext,
  application: Application,
  refused: RefusedLoanForm | null,
): void {
  const typed = refused?.typed ?? contractAsApproved(application, context.today)
  const { decision, id, title, enterpriseName, productName, isSample } = application
  const options = (values: readonly string[], chosen: string | undefined, name = (value: string) => value) =>
    values.map((value) => ({ value, name: name(value), chosen: value === chosen }))
  renderLoanPage(res, 'contract', context, {
    title: '签订合同',
    isSample,
    about: `${enterpriseName}：${title}${productName === null ? '' : `（${productName}）`}`,
    approved: decision && {
      amount: exactWanText(decision.amountFen),
      rate: formatRatePct(pctFromBp(decision.rateBp)),
      months: `${decision.months} 个月`,
      conditions: decision.conditions.trim() === '' ? '没有写明' : decision.conditions,
    },
    action: paths.bankContract({ id }),
    back: paths.application({ id }),
    typed,
    faults: refused?.faults ?? [],
    faultOf: messagesByField(refused?.faults ?? []),
    methods: options(OFFERED_METHODS, typed.method),
    dayCounts: options(Object.keys(DAY_COUNT_NAMES), typed.dayCount, (value) =>
      value in DAY_COUNT_NAMES ? DAY_COUNT_NAMES[value as keyof typeof DAY_COUNT_NAMES] : value,
    ),
    guarantees: options(GUARANTEES, typed.guarantee),
  })
}
