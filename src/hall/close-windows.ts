import type { ClientSession } from 'mongoose'
import { portal, type Application, type FinancingRequest } from '../applications/index.js'
import { systemActor } from '../audit/index.js'
import { inTransaction } from '../db/index.js'
import type { MatchRecord } from '@lueqiao/matching-engine'
import { paths } from '../paths.js'
import { formatInstant } from '../kernel/format-instant.js'
import { allot, type Allotment } from './allot.js'
import { standingOf } from './bank-standing.js'
import { effectiveRate } from '../finance/index.js'
import { candidateOf } from './candidate.js'
import type { ClaimWindow } from './claim-window.js'
import type { Claim } from './claim.js'
import type { Context } from './context.js'
import { countDone } from './count-done.js'
import { frozenRecord } from './frozen-record.js'
import { freePlaces, isAtWork } from './hall-request.js'
import { openWindow } from './open-window.js'
import { placeBank } from './place-bank.js'
import { scoreText } from './score-text.js'

/** Windows handled in one run; what is left over is due again at the next. */
const AT_ONCE = 200

/**
 * Closes every window whose end has come: gives the places, tells everybody who claimed, and says how the request goes
 * on. Each window is one transaction; a second process finds it closed. What was missed while nothing ran is caught up.
 * @returns how many windows this call closed
 * @throws the first error, after the other windows were seen to
 */
export async function closeDueWindows(context: Context): Promise<number> {
  const due = await context.windows.due(context.now(), AT_ONCE)
  return countDone(due, ({ id, requestId }) => closeWindow(context, id, requestId))
}

async function closeWindow(context: Context, windowId: string, requestId: string): Promise<boolean> {
  const record = await frozenRecord(context, requestId)
  return inTransaction(context.connection, async (session) => {
    const window = await context.windows.last(requestId, session)
    if (window?.id !== windowId || window.state !== 'open') return false
    const request = await context.requests.get('all', requestId, session)
    const before = await context.applications.ofRequest('all', requestId, session)
    const hall = before.find(({ kind }) => kind === 'hall')
    if (hall?.state !== 'open') throw new Error(`window ${windowId} stands open for a request that is not in the hall`)

    const claims = await context.claims.standing(windowId, session)
    const result = await allotted(context, session, { request, claims, record, places: freePlaces(before) })
    const given = result.filter(({ placed }) => placed).length
    const closedAt = context.now()
    await context.windows.replace(
      session,
      { ...window, state: 'closed', closedAt, given, version: window.version + 1 },
      window.version,
    )
    for (const { claim, ...outcome } of result)
      await settleClaim(context, session, request, claim, outcome, result.length)
    await goOn(context, session, { window, hall, given, atWork: before.filter(isAtWork).length })
    await context.audit.record(session, {
      name: 'HALL_WINDOW_CLOSED',
      actor: systemActor,
      subject: { kind: 'request', id: requestId },
      detail: { windowId, number: window.number, claims: claims.length, given },
    })
    return true
  })
}

type Result = Allotment & { readonly claim: Claim }

async function allotted(
  context: Context,
  session: ClientSession,
  of: { request: FinancingRequest; claims: readonly Claim[]; record: MatchRecord; places: number },
): Promise<readonly Result[]> {
  const candidates = []
  for (const claim of of.claims) {
    candidates.push(candidateOf(claim, of.record, await standingOf(context, session, claim.bankId)))
  }
  return allot(of.request, candidates, of.places).flatMap((allotment) => {
    const claim = of.claims.find(({ bankId }) => bankId === allotment.bankId)
    return claim === undefined ? [] : [{ ...allotment, claim }]
  })
}

/** Writes down what became of a claim; enters the application of a bank that has a place, tells one that has none. */
async function settleClaim(
  context: Context,
  session: ClientSession,
  request: FinancingRequest,
  claim: Claim,
  { placed, rank, score }: Pick<Allotment, 'placed' | 'rank' | 'score'>,
  of: number,
): Promise<void> {
  const outcome = { rank, of, score, costBp: effectiveRate(claim.terms) }
  const state = placed ? 'placed' : 'unplaced'
  await context.claims.keep(session, { ...claim, state, outcome, version: claim.version + 1 }, claim.version)
  if (placed) {
    await placeBank(context, session, {
      request,
      to: claim,
      channel: 'hall',
      from: 'open',
      mover: portal,
      reason: `按名额规则第 ${rank} 名，得分 ${score.total.toFixed(2)}。`,
      officer: claim.by,
      detail: { claimId: claim.id, windowId: claim.windowId, rank, points: score.total, indicative: claim.terms },
    })
    return
  }
  await context.notices.tell(session, {
    to: { kind: 'bank', id: claim.bankId, accountId: claim.by.accountId },
    subject: '认领结果：这次没有获得名额',
    text: `贵行对一项需求的认领按规则排第 ${rank} 名，名额已分给排在前面的银行。${scoreText(score)}规则和算例见 ${paths.placeRule({})}。`,
    href: paths.hallRequest({ id: request.id }),
    about: { kind: 'hall-request', id: request.id },
  })
}

/** How the request goes on: filled, once more in the hall, or on to the bureau. */
async function goOn(
  context: Context,
  session: ClientSession,
  at: { window: ClaimWindow; hall: Application; given: number; atWork: number },
): Promise<void> {
  const { window, hall, given, atWork } = at
  if (given > 0 || atWork > 0) {
    await context.applications.moveIn(session, hall, {
      action: 'fill',
      mover: portal,
      detail: { windowId: window.id, given },
    })
  } else if (window.emptyBefore === 0) {
    const { closesAt } = await openWindow(context, session, hall, 1)
    await context.notices.tell(session, {
      to: { kind: 'enterprise', id: hall.enterpriseId },
      subject: `第一轮没有银行认领，已开始第二轮：${hall.title}（${hall.number}）`,
      text: `第二轮认领到 ${formatInstant(closesAt)} 截止；仍然没有银行认领时，转由工信局派单。`,
      href: paths.application({ id: hall.id }),
      about: { kind: 'application', id: hall.id },
    })
  } else {
    const reason = '连续两轮没有银行认领。'
    await context.applications.moveIn(session, hall, { action: 'dispatch', mover: portal, reason })
  }
}
