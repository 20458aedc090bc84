import type { ClientSession } from 'mongoose'
import { newRecordId } from '../db/index.js'
import { formatDate, type LawDate } from '../kernel/dates.js'
import { type Fen, exactWanText } from '../kernel/money.js'
import { fault, type FormFault } from '../web/form.js'
import type { Context } from './context.js'
import { dayOf, type By } from './invite-banks.js'
import { Unfit } from './move-refused.js'
import { moveSyndicate, portal, requireMove } from './move-syndicate.js'
import { splitNext } from './split.js'
import type { Action } from './state-table.js'
import { drawnFen, repaidFen, type Flow, type Member, type Syndicate } from './syndicate.js'

export type Payment = { readonly on: LawDate; readonly amountFen: Fen; readonly note: string }

/** Pays out, split by committed share; the last one ends the drawing by itself. */
export async function drawDown(
  context: Context,
  session: ClientSession,
  syndicate: Syndicate,
  payment: Payment,
  by: By,
): Promise<Syndicate> {
  const left = syndicate.totalFen - drawnFen(syndicate)
  const parts = await split(context, session, syndicate, { action: 'draw', payment, left, by, kind: 'drawdown' })
  const members = syndicate.members.map((one, place) => ({ ...one, drawnFen: one.drawnFen + (parts.fen[place] ?? 0) }))
  const drawn = await pay(context, session, syndicate, { action: 'draw', members, flow: parts.flow, by })
  if (drawnFen(drawn) < drawn.totalFen) return drawn
  const reason = '银团总额已全部提完'
  return moveSyndicate(context, session, drawn, { action: 'finish', mover: portal, reason })
}

/** Principal that came back, split by what each bank has paid out; the last fen settles the syndicate. */
export async function repay(
  context: Context,
  session: ClientSession,
  syndicate: Syndicate,
  payment: Payment,
  by: By,
): Promise<Syndicate> {
  const left = drawnFen(syndicate) - repaidFen(syndicate)
  const parts = await split(context, session, syndicate, { action: 'repay', payment, left, by, kind: 'repayment' })
  const members = syndicate.members.map((one, place) => ({
    ...one,
    repaidFen: one.repaidFen + (parts.fen[place] ?? 0),
  }))
  const repaid = await pay(context, session, syndicate, { action: 'repay', members, flow: parts.flow, by })
  return settleWhenPaid(context, session, repaid)
}

/** The end of drawing before the total is used up; what was not drawn falls away. */
export async function finishDrawing(
  context: Context,
  session: ClientSession,
  syndicate: Syndicate,
  reason: string,
  { mover, shown }: By,
): Promise<Syndicate> {
  const order = { action: 'finish', mover, shown, reason, detail: { drawnFen: drawnFen(syndicate) } } as const
  return settleWhenPaid(context, session, await moveSyndicate(context, session, syndicate, order))
}

async function settleWhenPaid(context: Context, session: ClientSession, syndicate: Syndicate): Promise<Syndicate> {
  if (syndicate.state !== 'repaying' || repaidFen(syndicate) < drawnFen(syndicate)) return syndicate
  return moveSyndicate(context, session, syndicate, { action: 'settle', mover: portal })
}

type Splitting = {
  readonly action: Extract<Action, 'draw' | 'repay'>
  readonly kind: Flow['kind']
  readonly payment: Payment
  readonly left: Fen
  readonly by: By
}

async function split(
  context: Context,
  session: ClientSession,
  syndicate: Syndicate,
  { action, kind, payment, left, by }: Splitting,
): Promise<{ readonly fen: readonly Fen[]; readonly flow: Flow }> {
  await requireMove(context, session, syndicate, { action, ...by })
  const last = await context.flows.last(syndicate.id, session)
  const faults = faultsOf(syndicate, { kind, payment, left, today: dayOf(context), earliest: last?.on ?? null })
  if (faults.length > 0) throw new Unfit(faults)
  const { amountFen } = payment
  const weights = syndicate.members.map((one) => (kind === 'drawdown' ? one.shareFen : one.drawnFen))
  const before = syndicate.members.map((one) => (kind === 'drawdown' ? one.drawnFen : one.repaidFen))
  const fen = splitNext(weights, before, amountFen)
  const flow: Flow = {
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

type Paying = {
  readonly action: Splitting['action']
  readonly members: readonly Member[]
  readonly flow: Flow
  readonly by: By
}

async function pay(
  context: Context,
  session: ClientSession,
  syndicate: Syndicate,
  { action, members, flow, by: { mover, shown } }: Paying,
): Promise<Syndicate> {
  const detail = { flowId: flow.id, amountFen: flow.amountFen, on: flow.on }
  const moved = await moveSyndicate(context, session, syndicate, { action, mover, shown, set: { members }, detail })
  await context.flows.insert(session, flow)
  return moved
}

type Fitting = {
  readonly kind: Flow['kind']
  readonly payment: Payment
  readonly left: Fen
  readonly today: LawDate
  readonly earliest: LawDate | null
}

function faultsOf({ agreement }: Syndicate, { kind, payment, left, today, earliest }: Fitting): readonly FormFault[] {
  const [word, prefix] = kind === 'drawdown' ? (['提款', 'draw'] as const) : (['还款', 'repay'] as const)
  const first = [agreement?.on ?? '', earliest ?? ''].sort().at(-1) ?? ''
  const wan = exactWanText(left)
  return [
    ...(payment.on > today ? [fault(`${prefix}On`, `${word}日期不能晚于今天：只登记已经发生的${word}`)] : []),
    ...(payment.on < first
      ? [fault(`${prefix}On`, `${word}日期不能早于 ${formatDate(first)}（签约或上一笔的日期）`)]
      : []),
    ...(payment.amountFen > left
      ? [fault(`${prefix}Amount`, kind === 'drawdown' ? `超过还没有提的 ${wan}` : `超过贷款余额 ${wan}`)]
      : []),
  ]
}
