import type { FieldFault } from '../../kernel/field-fault.js'
import type { ClientSession } from 'mongoose'
import type { Mover, ApplicationScope } from '../../applications/index.js'
import { inTransaction, newRecordId } from '../../db/index.js'
import type { LawDate } from '../../kernel/dates.js'
import { type Fen, exactWanText } from '../../kernel/money.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import {
  TransactionAborted,
  LoanRefused,
  loanRefOf,
  requireLoan,
  requireVersion,
  requireState,
  recalculateLoan,
  todayOf,
  type LoanContext,
} from './change-loan.js'
import type { Drawdown, DrawingCondition, Loan } from '../rules/loan.js'

/** The input of the drawdown form. */
export type DrawdownOrder = {
  /** The planned drawdown that this is; null for one that was not planned. */
  readonly plannedId: string | null
  readonly madeOn: LawDate
  readonly amountFen: Fen
  /** Evidence of what it is used for. */
  readonly use: string
  /** Places of the conditions that are fulfilled, from 0. */
  readonly fulfilled: readonly number[]
  /** One-time key of the form: the second click finds the first drawdown. */
  readonly key: string
  /** The version of the loan that the form showed. */
  readonly shown?: number
}

type Drawn = Result<Loan, readonly FieldFault[]>

/**
 * Records a drawdown: the drawdown, the due list and the move of the application in one transaction. The sum of the
 * drawdowns never exceeds the contract, even when several are entered at the same moment.
 * @throws DomainError `loan.not-found`; LoanRefused, MoveRefused
 */
export async function makeDrawdown(
  context: LoanContext,
  scope: ApplicationScope,
  loanId: string,
  order: DrawdownOrder,
  mover: Mover,
): Promise<Drawn> {
  try {
    return await inTransaction(context.connection, async (session): Promise<Drawn> => {
      const loan = await requireLoan(context, scope, loanId, session)
      const before = await context.drawdowns.of(loan.id, session)
      if (before.some(({ key }) => key === order.key)) return ok(loan)
      requireState(loan, ['contracted', 'disbursing'], 'draw')
      requireVersion(loan, order.shown, 'draw')
      const planned = order.plannedId === null ? null : plannedIn(loan, before, order.plannedId)
      const conditions = ticked(loan.conditions, order, mover)
      const faults = drawdownFaults(loan, order, conditions, todayOf(context))
      if (faults.length > 0) return failed(faults)
      const id = await write(context, session, loan, planned, order, mover)
      const settled = await recalculateLoan(context, session, loan, { state: 'disbursing', conditions })
      if (settled.fault !== null) throw new TransactionAborted([{ field: 'amount', message: '投放金额：超过合同金额' }])
      const application = await context.applications.get(scope, loan.applicationId, session)
      await context.applications.moveIn(session, application, {
        action: 'draw',
        mover,
        reason: `${exactWanText(order.amountFen)}，累计 ${exactWanText(settled.loan.drawnFen)}`,
        detail: { loanId: loan.id, drawdownId: id, madeOn: order.madeOn, amountFen: order.amountFen },
      })
      return ok(settled.loan)
    })
  } catch (error) {
    if (error instanceof TransactionAborted) return failed(error.outcome as readonly FieldFault[])
    throw error
  }
}

function plannedIn(loan: Loan, drawdowns: readonly Drawdown[], id: string): Drawdown {
  const planned = drawdowns.find((one) => one.id === id)
  if (planned?.state !== 'planned') throw new LoanRefused(loan, 'draw', { kind: 'plan-used' })
  return planned
}

/** Conditions once fulfilled stay so. */
function ticked(
  conditions: readonly DrawingCondition[],
  { fulfilled, madeOn }: DrawdownOrder,
  { name: by }: Mover,
): readonly DrawingCondition[] {
  return conditions.map((one, index) =>
    one.fulfilled === null && fulfilled.includes(index) ? { ...one, fulfilled: { on: madeOn, by } } : one,
  )
}

function drawdownFaults(
  { signedOn, maturity, amountFen, drawnFen }: Loan,
  order: DrawdownOrder,
  conditions: readonly DrawingCondition[],
  today: LawDate,
): readonly FieldFault[] {
  const faults: FieldFault[] = []
  if (order.madeOn < signedOn || order.madeOn > today || order.madeOn >= maturity) {
    faults.push({ field: 'madeOn', message: '投放日期：应在签订日期与今天之间，并早于到期日' })
  }
  const left = amountFen - drawnFen
  if (order.amountFen > left) {
    faults.push({ field: 'amount', message: `投放金额：合同还可投放 ${exactWanText(left)}` })
  }
  if (conditions.some(({ fulfilled }) => fulfilled === null)) {
    faults.push({ field: 'conditions', message: '提款条件：全部落实并勾选后才能投放' })
  }
  return faults
}

async function write(
  { drawdowns, now }: LoanContext,
  session: ClientSession,
  loan: Loan,
  planned: Drawdown | null,
  { madeOn, amountFen, use, key }: DrawdownOrder,
  { name: by }: Mover,
): Promise<string> {
  const made = { madeOn, amountFen, use, key, by, state: 'made' as const, recordedAt: now() }
  if (planned !== null) {
    await drawdowns.set(session, planned.id, made)
    return planned.id
  }
  const id = newRecordId()
  const none = { plannedOn: null, plannedFen: null, reverses: null, reason: null }
  await drawdowns.insert(session, [{ ...loanRefOf(loan), ...none, ...made, id }])
  return id
}
