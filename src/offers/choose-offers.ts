import type { ClientSession } from 'mongoose'
import { isEnded, portal, type Application, type Mover, type FinancingRequest } from '../applications/index.js'
import { inTransaction } from '../db/index.js'
import { chinaDay } from '../kernel/dates.js'
import { failed, ok, type Result } from '../kernel/result.js'
import { NotFound } from '../web/errors.js'
import { ChoiceOvertaken } from './choice-overtaken.js'
import type { Context } from './context.js'
import { faultsOfChoice, leavesRest, type ChoiceFault, type PickedOffer, type Rest } from './guard-choice.js'
import { othersRunning } from './taken.js'

/** A pick with the version of the application that the form showed. */
export type ShownPick = PickedOffer & { readonly shown: number }

export type ChoiceOrder = {
  readonly enterpriseId: string
  readonly requestId: string
  readonly picks: readonly ShownPick[]
  /** Null where the form did not say. */
  readonly rest: Rest | null
  /** How many choices of this request the form knew of. */
  readonly choice: number
  readonly mover: Mover
}

/** What was chosen, and who goes on beside it. */
export type Chosen = { readonly chosen: readonly Application[]; readonly kept: boolean }

export const SETTLED_REASON = '企业已选定其他方案'

/**
 * Chooses one offer or several together, in one transaction: the chosen banks go on to decide, and unless the others are
 * kept for a rest that is not covered, they are withdrawn by the portal with the reason and the place in the hall is
 * settled. Everybody is told by their move. Without picks, and `rest: 'end'`, it ends what was kept by an earlier choice.
 * @returns the faults of what was asked; then nothing was written
 * @throws NotFound when the request is not this enterprise's; ChoiceOvertaken, Overtaken, MoveRefused when somebody was
 *   faster: a colleague, or the bank that changed its offer.
 */
export function chooseOffers(context: Context, order: ChoiceOrder): Promise<Result<Chosen, readonly ChoiceFault[]>> {
  return inTransaction(context.connection, async (session) => {
    const { enterpriseId, requestId, picks, rest } = order
    const scope = { enterpriseId }
    const request = await context.requests.get(scope, requestId, session)
    const choice = await context.choices.read(requestId, enterpriseId, session)
    if (choice.version !== order.choice) throw new ChoiceOvertaken(choice)
    const applications = await context.applications.ofRequest(scope, requestId, session)
    await refuseOvertaken(context, session, applications, order)
    const today = chinaDay(context.now())
    const faults = faultsOfChoice({ request, applications, picks, rest, today })
    if (faults.length > 0) return failed(faults)

    const kept = rest === 'keep' && leavesRest({ request, applications, picks })
    const chosen: Application[] = []
    for (const pick of picks) chosen.push(await choose(context, session, applications, pick, order.mover))
    if (!kept) await endTheOthers(context, session, requestId)
    await keepChoice(context, session, { order, request, kept })
    return ok({ chosen, kept })
  })
}

/** What the form showed has to be what stands, before anything is said about amounts. */
async function refuseOvertaken(
  { applications: service }: Context,
  session: ClientSession,
  applications: readonly Application[],
  { picks, mover }: ChoiceOrder,
): Promise<void> {
  for (const { applicationId, shown } of picks) {
    const application = applications.find(({ id, kind }) => id === applicationId && kind === 'bank')
    if (application === undefined) throw new NotFound('没有这份方案。')
    if (application.version === shown && application.state === 'offered') continue
    // The one way to move says who was faster, and refuses.
    await service.moveIn(session, application, { action: 'choose', mover, shown })
  }
}

function choose(
  { applications: service }: Context,
  session: ClientSession,
  applications: readonly Application[],
  { applicationId, amountFen, shown }: ShownPick,
  mover: Mover,
): Promise<Application> {
  const application = applications.find(({ id }) => id === applicationId)
  if (application === undefined) throw new NotFound('没有这份方案。')
  return service.moveIn(session, application, {
    action: 'choose',
    mover,
    shown,
    set: { amountFen },
    detail: { amountFen, offerId: application.offer?.id ?? null },
  })
}

/** The banks that were not chosen, and the place in the hall: read anew, since the moves before may have changed them. */
async function endTheOthers(
  { applications: service }: Context,
  session: ClientSession,
  requestId: string,
): Promise<void> {
  const all = await service.ofRequest('all', requestId, session)
  for (const other of othersRunning(all)) {
    await service.moveIn(session, other, { action: 'withdraw', mover: portal, reason: SETTLED_REASON })
  }
  const hall = (await service.ofRequest('all', requestId, session)).find(({ kind }) => kind === 'hall')
  if (hall && hall.state !== 'chosen' && !isEnded(hall.state)) {
    await service.moveIn(session, hall, { action: 'settle', mover: portal })
  }
}

async function keepChoice(
  context: Context,
  session: ClientSession,
  { order, request, kept }: { readonly order: ChoiceOrder; readonly request: FinancingRequest; readonly kept: boolean },
): Promise<void> {
  const { mover, picks, enterpriseId } = order
  const read = await context.choices.read(request.id, enterpriseId, session)
  if (!(await context.choices.next(session, read, mover.name, context.now()))) {
    throw new Error(`the choices of ${request.id} were changed inside a transaction that had read them`)
  }
  await context.audit.record(session, {
    name: 'OFFERS_CHOSEN',
    actor: mover.actor,
    subject: { kind: 'request', id: request.id },
    detail: { picks: picks.map(({ applicationId, amountFen }) => ({ applicationId, amountFen })), kept },
  })
}
