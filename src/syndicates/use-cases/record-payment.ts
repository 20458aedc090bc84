import type { ClientSession } from 'mongoose'
import { newRecordId } from '../../db/index.js'
import { formatDate, type LawDate } from '../../kernel/dates.js'
import { type Fen, exactWanText } from '../../kernel/money.js'
import { fieldFault, type FieldFault } from '../../kernel/field-fault.js'
import {
  type SyndicateContext,
  moveSyndicate,
  PORTAL_MOVER,
  requireMove,
  InvalidSyndicateInput,
} from './move-syndicate.js'
import { todayOf, type MoveBy } from './invite-banks.js'
import { splitPayment } from '../rules/split-payment.js'
import type { SyndicateAction } from '../rules/state-table.js'
import { drawnFen, repaidFen, type SyndicatePayment, type SyndicateMember, type Syndicate } from '../rules/syndicate.js'

export type PaymentOrder = { readonly on: LawDate; readonly amountFen: Fen; readonly note: string }

/** Pays out, split by committed share; the last one ends the drawing by itself. */
export async function recordDrawdown(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  payment: PaymentOrder,
  by: MoveBy,
): Promise<Syndicate> {
  const left = syndicate.totalFen - drawnFen(syndicate)
  const parts = await split(context, session, syndicate, { action: 'draw', payment, left, by, kind: 'drawdown' })
  const members = syndicate.members.map((one, place) => ({ ...one, drawnFen: one.drawnFen + (parts.fen[place] ?? 0) }))
  const drawn = await savePayment(context, session, syndicate, { action: 'draw', members, flow: parts.flow, by })
  if (drawnFen(drawn) < drawn.totalFen) return drawn
  const reason = '银团总额已全部提完'
  return moveSyndicate(context, session, drawn, { action: 'finish', mover: PORTAL_MOVER, reason })
}

/** Principal that came back, split by what each bank has paid out; the last fen settles the syndicate. */
export async function recordPrincipalRepayment(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  payment: PaymentOrder,
  by: MoveBy,
): Promise<Syndicate> {
  const left = drawnFen(syndicate) - repaidFen(syndicate)
  const parts = await split(context, session, syndicate, { action: 'repay', payment, left, by, kind: 'repayment' })
  const members = syndicate.members.map((one, place) => ({
    ...one,
    repaidFen: one.repaidFen + (parts.fen[place] ?? 0),
  }))
  const repaid = await savePayment(context, session, syndicate, { action: 'repay', members, flow: parts.flow, by })
  return settleWhenPaid(context, session, repaid)
}

/** The end of drawing before the total is used up; what was not drawn falls away. */
export async function finishDrawing(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  reason: string,
  { mover, shown }: MoveBy,
): Promise<Syndicate> {
  const order = { action: 'finish', mover, shown, reason, detail: { drawnFen: drawnFen(syndicate) } } as const
  return settleWhenPaid(context, session, await moveSyndicate(context, session, syndicate, order))
}

async function settleWhenPaid(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
): Promise<Syndicate> {
  if (syndicate.state !== 'repaying' || repaidFen(syndicate) < drawnFen(syndicate)) return syndicate
  return moveSyndicate(context, session, syndicate, { action: 'settle', mover: PORTAL_MOVER })
}

type SplitOrder = {
  readonly action: Extract<SyndicateAction, 'draw' | 'repay'>
  readonly kind: SyndicatePayment['kind']
  readonly payment: PaymentOrder
  readonly left: Fen
  readonly by: MoveBy
}

async function split(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  { action, kind, payment, left, by }: SplitOrder,
): Promise<{ readonly fen: readonly Fen[]; readonly flow: SyndicatePayment }> {
  await requireMove(context, session, syndicate, { action, ...by })
  const last = await context.flows.last(syndicate.id, session)
  const faults = paymentFaults(syndicate, { kind, payment, left, today: todayOf(context), earliest: last?.on ?? null })
  if (faults.length > 0) throw new InvalidSyndicateInput(faults)
  const { amountFen } = payment
  const weights = syndicate.members.map((one) => (kind === 'drawdown' ? one.shareFen : one.drawnFen))
  const before = syndicate.members.map((one) => (kind === 'drawdown' ? one.drawnFen : one.repaidFen))
  const fen = splitPayment(weights, before, amountFen)
  const flow: SyndicatePayment = {
    id: newRecordId(),
    syndicateId: syndicate.id,
    seq: (last?.seq ?? 0) + 1,
    kind,
    on: payment.on,
    amountFen,
    parts: syndicate.members.map(({ key }, place) => ({ key, fen: fen[place] ?? 0 })),
    note: payment.note,
    by: by.mover.name,
    at: context.now(),
    basis: null,
  }
  return { fen, flow }
}

type SavedPayment = {
  readonly action: SplitOrder['action']
  readonly members: readonly SyndicateMember[]
  readonly flow: SyndicatePayment
  readonly by: MoveBy
}

async function savePayment(
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  { action, members, flow, by: { mover, shown } }: SavedPayment,
): Promise<Syndicate> {
  const detail = { flowId: flow.id, amountFen: flow.amountFen, on: flow.on }
  const moved = await moveSyndicate(context, session, syndicate, { action, mover, shown, set: { members }, detail })
  await context.flows.insert(session, flow)
  return moved
}

type PaymentCheck = {
  readonly kind: SyndicatePayment['kind']
  readonly payment: PaymentOrder
  readonly left: Fen
  readonly today: LawDate
  readonly earliest: LawDate | null
}

function paymentFaults(
  { agreement }: Syndicate,
  { kind, payment, left, today, earliest }: PaymentCheck,
): readonly FieldFault[] {
  const [word, prefix] = kind === 'drawdown' ? (['提款', 'draw'] as const) : (['还款', 'repay'] as const)
  const first = [agreement?.on ?? '', earliest ?? ''].sort().at(-1) ?? ''
  const wan = exactWanText(left)
  return [
    ...(payment.on > today ? [fieldFault(`${prefix}On`, `${word}日期不能晚于今天：只登记已经发生的${word}`)] : []),
    ...(payment.on < first
      ? [fieldFault(`${prefix}On`, `${word}日期不能早于 ${formatDate(first)}（签约或上一笔的日期）`)]
      : []),
    ...(payment.amountFen > left
      ? [fieldFault(`${prefix}Amount`, kind === 'drawdown' ? `超过还没有提的 ${wan}` : `超过贷款余额 ${wan}`)]
      : []),
  ]
}
