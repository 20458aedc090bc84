import type { FieldFault } from '../../kernel/field-fault.js'
import type { ClientSession } from 'mongoose'
import type { Application, Mover, ApplicationScope } from '../../applications/index.js'
import { inTransaction, isDuplicateKey, newRecordId } from '../../db/index.js'
import { addDays, addMonths, formatDate, type LawDate } from '../../kernel/dates.js'
import { type Fen, exactWanText } from '../../kernel/money.js'
import { formatRatePct, pctFromBp } from '../../kernel/percent.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import { contractEffectiveRate } from '../rules/effective-rate.js'
import { todayOf, type LoanContext } from './change-loan.js'
import type { Contract, Drawdown, Loan } from '../rules/loan.js'

export type PlannedDrawdown = { readonly on: LawDate; readonly amountFen: Fen }

/** The input of the contract form. */
export type Signature = {
  readonly contract: Omit<Contract, 'fees'>
  /** What has to be fulfilled before money is drawn, item by item. */
  readonly conditions: readonly string[]
  readonly drawdowns: readonly PlannedDrawdown[]
  /** The version of the application that the form showed. */
  readonly shown: number
}

/**
 * Signs the contract of an approved application: the loan, its planned drawdowns and the move, in one transaction.
 * @throws DomainError `loan.not-found`; MoveRefused
 */
export async function signContract(
  context: LoanContext,
  scope: ApplicationScope,
  applicationId: string,
  signature: Signature,
  mover: Mover,
): Promise<Result<Loan, readonly FieldFault[]>> {
  try {
    return await inTransaction(context.connection, async (session): Promise<Result<Loan, readonly FieldFault[]>> => {
      const application = await context.applications.get(scope, applicationId, session)
      const faults = contractFaults(signature, application, todayOf(context))
      const { bankId } = application
      const taken = bankId !== null && (await isTaken(context, session, bankId, signature))
      const all = taken ? [numberTaken, ...faults] : faults
      // Check the state before the figures: after a change by somebody else, correcting figures does not help.
      if (application.state === 'approved' && application.version === signature.shown && all.length > 0) {
        return failed(all)
      }
      const loan = await loanOf(context, session, application, signature, mover)
      await context.applications.moveIn(session, application, {
        action: 'sign',
        mover,
        shown: signature.shown,
        detail: { loanId: loan.id, contractNumber: loan.contractNumber, amountFen: loan.amountFen },
      })
      return ok(loan)
    })
  } catch (error) {
    // Two signatures with one number at the same moment: the index refuses the second.
    if (isDuplicateKey(error) && error.message.includes('contractNumber')) return failed([numberTaken])
    throw error
  }
}

const numberTaken: FieldFault = { field: 'contractNumber', message: '合同编号：本行已有一份用这个编号的合同' }

const isTaken = ({ loans }: LoanContext, session: ClientSession, bankId: string, { contract }: Signature) =>
  loans.isNumberTaken(session, bankId, contract.contractNumber)

/** How many days the maturity may lie before the end of the term: it is moved off a day on which no bank works. */
const DAYS_BEFORE_TERM = 7

/** The faults of a contract against the approval and the calendar. Exported for tests. */
export function contractFaults(
  { contract, drawdowns }: Signature,
  { decision }: Pick<Application, 'decision'>,
  today: LawDate,
): readonly FieldFault[] {
  const { amountFen, rateBp, months, method, plan, signedOn, firstDueOn, maturity } = contract
  const faults: FieldFault[] = []
  const bad = (field: string, message: string) => faults.push({ field, message })
  if (decision && amountFen > decision.amountFen) {
    bad('amount', `合同金额：不能超过审批金额 ${exactWanText(decision.amountFen)}`)
  }
  if (decision && rateBp > decision.rateBp) {
    bad('rate', `年利率：不能高于审批利率 ${formatRatePct(pctFromBp(decision.rateBp))}`)
  }
  if (decision && months > decision.months) bad('months', `期限：不能超过审批期限 ${decision.months} 个月`)
  if (signedOn > today) bad('signedOn', '签订日期：不能晚于今天')
  // The dates of the instalments run to the maturity: a shorter one would ask for the money before the agreed term.
  const first = addDays(addMonths(signedOn, months), -DAYS_BEFORE_TERM)
  const last = addMonths(signedOn, months + 12)
  if (maturity < first || maturity > last || maturity <= signedOn) {
    const range = `${formatDate(first)} 到 ${formatDate(last)} 之间（签订日期加期限，另可有一年提款期）`
    bad('maturity', `到期日：与期限 ${months} 个月不符，应在 ${range}`)
  }
  if (firstDueOn <= signedOn || firstDueOn > maturity)
    bad('firstDueOn', '首个还款日：应在签订日期之后、到期日当天或之前')
  if (method === '按计划还本') faults.push(...planFaults(contract))
  else if (plan.length > 0) bad('plan', '还本计划：只有“按计划还本”才填写')
  faults.push(...drawdownFaults(drawdowns, contract))
  return faults
}

function planFaults({ plan, amountFen, signedOn, maturity }: Signature['contract']): readonly FieldFault[] {
  const field = 'plan'
  if (plan.length === 0) return [{ field, message: '还本计划：请写明每次还本的日期和金额' }]
  const total = plan.reduce((sum, { principalFen }) => sum + principalFen, 0)
  const faults: FieldFault[] = []
  if (total !== amountFen) {
    const texts = [exactWanText(total), exactWanText(amountFen)]
    faults.push({ field, message: `还本计划：各次合计 ${texts[0]}，应等于合同金额 ${texts[1]}` })
  }
  if (plan.some(({ dueOn }, index) => dueOn <= (plan[index - 1]?.dueOn ?? signedOn))) {
    faults.push({ field, message: '还本计划：日期应晚于签订日期，并按先后排列、互不相同' })
  }
  if (plan.at(-1)?.dueOn !== maturity) faults.push({ field, message: '还本计划：最后一次应在到期日' })
  return faults
}

function drawdownFaults(
  drawdowns: readonly PlannedDrawdown[],
  { amountFen, signedOn, maturity }: Signature['contract'],
): readonly FieldFault[] {
  const field = 'drawdowns'
  const faults: FieldFault[] = []
  const total = drawdowns.reduce((sum, planned) => sum + planned.amountFen, 0)
  if (total > amountFen) {
    faults.push({ field, message: `提款计划：合计 ${exactWanText(total)}，超过合同金额` })
  }
  if (drawdowns.some(({ on }) => on < signedOn || on >= maturity)) {
    faults.push({ field, message: '提款计划：日期应在签订日期当天或之后、到期日之前' })
  }
  return faults
}

/** Enters the loan with its planned drawdowns. */
async function loanOf(
  context: LoanContext,
  session: ClientSession,
  application: Application,
  { contract, conditions, drawdowns }: Signature,
  { name: by }: Mover,
): Promise<Loan> {
  const at = context.now()
  const { enterpriseId, enterpriseName, bankId, bankName, productId, productName, title, dimensions } = application
  const { requestId, isSample } = application
  const fees = application.offer?.terms.fees ?? []
  const loan: Loan = {
    ...contract,
    fees,
    allInBp: contractEffectiveRate(contract, fees),
    id: newRecordId(),
    number: `DK-${application.number}`,
    applicationId: application.id,
    projectId: await context.projectOf(requestId, session),
    ...{ requestId, enterpriseId, enterpriseName, productId, productName, title, dimensions, isSample },
    bankId: bankId ?? '',
    bankName: bankName ?? '',
    conditions: conditions.map((text) => ({ text, fulfilled: null })),
    qualities: [{ quality: '正常', from: contract.signedOn, reason: '签订合同', at, by }],
    state: 'contracted',
    drawnFen: 0,
    balanceFen: 0,
    nextDueOn: null,
    closedOn: null,
    version: 1,
    createdAt: at,
    updatedAt: at,
  }
  await context.loans.insert(session, loan)
  const planned = drawdowns.map(({ on, amountFen }): Drawdown => {
    const ref = { loanId: loan.id, applicationId: application.id, enterpriseId, bankId: loan.bankId, isSample }
    return {
      ...ref,
      id: newRecordId(),
      plannedOn: on,
      plannedFen: amountFen,
      madeOn: null,
      amountFen: 0,
      state: 'planned',
      use: '',
      ...{ reverses: null, reason: null, key: null },
      recordedAt: at,
      by,
    }
  })
  if (planned.length > 0) await context.drawdowns.insert(session, planned)
  return loan
}
