import type { ClientSession } from 'mongoose'
import { isEnded, portal, type Application, type Mover, type FinancingRequest } from '../../applications/index.js'
import { inTransaction } from '../../db/index.js'
import { chinaDay } from '../../kernel/dates.js'
import { failed, ok, type Result } from '../../kernel/result.js'
import { DomainError } from '../../kernel/domain-error.js'
import type { FieldFault } from '../../kernel/field-fault.js'
import type { Choice } from '../choice.store.js'
import type { OffersContext } from '../offers.context.js'
import { choiceFaults, leavesRemainder, type PickedOffer, type Remainder } from '../rules/check-choice.js'
import { otherOpenApplications } from '../rules/chosen-offers.js'

/** A picked offer with the version of its application that the form showed. */
export type ShownPick = PickedOffer & { readonly shown: number }

export type ChoiceCommand = {
  readonly enterpriseId: string
  readonly requestId: string
  readonly picks: readonly ShownPick[]
  /** Null where the form did not say. */
  readonly rest: Remainder | null
  /** The version of the request's choices that the form showed. */
  readonly choice: number
  readonly mover: Mover
}

/** A colleague of the same enterprise chose first. */
export class ChoiceOvertaken extends DomainError {
  constructor(readonly choice: Pick<Choice, 'requestId' | 'by' | 'at'>) {
    super('offer.choice-overtaken', { ...choice })
  }
}

/** What was chosen. `kept`: the other banks go on for the remainder. */
export type ChoiceResult = { readonly chosen: readonly Application[]; readonly kept: boolean }

export const SETTLED_REASON = '企业已选定其他方案'

/**
 * Chooses one offer or several together, in one transaction. The chosen banks go on to decide. The others are withdrawn
 * by the portal and the hall application is settled, unless they are kept for an uncovered remainder. The moves notify
 * everybody. Without picks and with `rest: 'end'` it ends what an earlier choice kept.
 * @returns the faults of the choice; then nothing was written
 * @throws RecordNotFound; ChoiceOvertaken, Overtaken, MoveRefused when a colleague or the bank was faster; DomainError
 *   `offer.not-found`
 */
export function chooseOffers(
  context: OffersContext,
  order: ChoiceCommand,
): Promise<Result<ChoiceResult, readonly FieldFault[]>> {
  return inTransaction(context.connection, async (session) => {
    const { enterpriseId, requestId, picks, rest } = order
    const scope = { enterpriseId }
    const request = await context.requests.get(scope, requestId, session)
    const choice = await context.choices.read(requestId, enterpriseId, session)
    if (choice.version !== order.choice) throw new ChoiceOvertaken(choice)
    const applications = await context.applications.ofRequest(scope, requestId, session)
    await requireCurrentOffers(context, session, applications, order)
    const today = chinaDay(context.now())
    const faults = choiceFaults({ request, applications, picks, rest, today })
    if (faults.length > 0) return failed(faults)

    const kept = rest === 'keep' && leavesRemainder({ request, applications, picks })
    const chosen: Application[] = []
    for (const pick of picks) chosen.push(await choose(context, session, applications, pick, order.mover))
    if (!kept) await withdrawOthers(context, session, requestId)
    await recordChoice(context, session, { order, request, kept })
    return ok({ chosen, kept })
  })
}

/** Refuses a choice of offers that have changed since the form was shown; checked before the amounts. */
async function requireCurrentOffers(
  { applications: service }: OffersContext,
  session: ClientSession,
  applications: readonly Application[],
  { picks, mover }: ChoiceCommand,
): Promise<void> {
  for (const { applicationId, shown } of picks) {
    const application = applications.find(({ id, kind }) => id === applicationId && kind === 'bank')
    if (application === undefined) throw new DomainError('offer.not-found')
    if (application.version === shown && application.state === 'offered') continue
    // This move is refused, with the person who was faster.
    await service.moveIn(session, application, { action: 'choose', mover, shown })
  }
}

function choose(
  { applications: service }: OffersContext,
  session: ClientSession,
  applications: readonly Application[],
  { applicationId, amountFen, shown }: ShownPick,
  mover: Mover,
): Promise<Application> {
  const application = applications.find(({ id }) => id === applicationId)
  if (application === undefined) throw new DomainError('offer.not-found')
  return service.moveIn(session, application, {
    action: 'choose',
    mover,
    shown,
    set: { amountFen },
    detail: { amountFen, offerId: application.offer?.id ?? null },
  })
}

/** Withdraws the other banks and settles the hall application. Reads them again, since earlier moves may change them. */
async function withdrawOthers(
  { applications: service }: OffersContext,
  session: ClientSession,
  requestId: string,
): Promise<void> {
  const all = await service.ofRequest('all', requestId, session)
  for (const other of otherOpenApplications(all)) {
    await service.moveIn(session, other, { action: 'withdraw', mover: portal, reason: SETTLED_REASON })
  }
  const hall = (await service.ofRequest('all', requestId, session)).find(({ kind }) => kind === 'hall')
  if (hall && hall.state !== 'chosen' && !isEnded(hall.state)) {
    await service.moveIn(session, hall, { action: 'settle', mover: portal })
  }
}

async function recordChoice(
  context: OffersContext,
  session: ClientSession,
  {
    order,
    request,
    kept,
  }: { readonly order: ChoiceCommand; readonly request: FinancingRequest; readonly kept: boolean },
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
