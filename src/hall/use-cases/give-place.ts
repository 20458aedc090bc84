import type { ClientSession } from 'mongoose'
import {
  documentsFor,
  type Application,
  type ChosenProduct,
  type Mover,
  type FinancingRequest,
} from '../../applications/index.js'
import type { HallContext } from '../hall.context.js'

/** A place for one bank, by the rule or by the bureau. */
export type GivenPlace = {
  readonly request: FinancingRequest
  readonly to: Pick<ChosenProduct, 'bankId' | 'bankName' | 'productId' | 'productName'>
  readonly channel: 'hall' | 'dispatch'
  readonly from: 'open' | 'dispatched'
  readonly mover: Mover
  readonly reason: string
  /** The officer who bid; put in charge if still active at the bank. */
  readonly officer: { readonly accountId: string; readonly name: string } | null
  readonly detail: Readonly<Record<string, unknown>>
}

/** Gives a bank its place inside the given transaction: records the consent and enters the bank's application. */
export async function givePlace(context: HallContext, session: ClientSession, place: GivenPlace): Promise<Application> {
  const { request, to, channel, from, mover, reason, officer, detail } = place
  const people = await context.peopleOf({ kind: 'bank', id: to.bankId }, session)
  const inCharge = officer && people.some(({ id }) => id === officer.accountId) ? officer : null
  await context.requests.consentForPlace(session, request, to.bankId, mover)
  const catalogue = (await context.catalogue.at(request.catalogue)) ?? (await context.catalogue.current())
  const documents = documentsFor(catalogue.products.get(to.productId) ?? null, catalogue.vocabulary, request.papers)
  return context.applications.enterIn(session, {
    request,
    to,
    channel,
    documents,
    from,
    action: 'place',
    mover,
    reason,
    detail,
    ...(inCharge && { set: { officerId: inCharge.accountId, officerName: inCharge.name } }),
  })
}
