import { moverOf, type Application, type ChosenProduct, type FinancingRequest } from '../../applications/index.js'
import { inTransaction } from '../../db/index.js'
import { DomainError } from '../../kernel/domain-error.js'
import type { FieldFault } from '../../kernel/field-fault.js'
import type { SignedInUser } from '../../kernel/signed-in-user.js'
import { PLACES } from '../rules/allocate-places.js'
import type { HallContext } from '../hall.context.js'
import { mayBid } from '../rules/bidding-window.js'
import { givePlace } from './give-place.js'

/** A dispatch that cannot be made; each fault names the field `products`. */
export class DispatchRefused extends DomainError {
  constructor(readonly faults: readonly FieldFault[]) {
    super('hall.dispatch-refused', { faults })
  }
}

/** The products that the bureau may dispatch a request to: of banks that fit, are not excluded and had no place. */
export const dispatchable = (
  request: FinancingRequest,
  applications: readonly Application[],
): readonly ChosenProduct[] => request.products.filter(({ bankId }) => mayBid(bankId, request, applications))

/**
 * Dispatches a request that no bank took to banks that fit, in one transaction.
 * @throws RecordNotFound; DispatchRefused when a product cannot be chosen or a bank is chosen twice; MoveRefused and
 *   Overtaken when the request has moved on; DomainError `hall.not-in-hall`
 */
export async function dispatchRequest(
  context: HallContext,
  user: SignedInUser,
  requestId: string,
  order: { readonly productIds: readonly string[]; readonly reason: string; readonly shown: number },
): Promise<void> {
  await inTransaction(context.connection, async (session) => {
    const request = await context.requests.get('all', requestId, session)
    const applications = await context.applications.ofRequest('all', requestId, session)
    const hall = applications.find(({ kind }) => kind === 'hall')
    if (hall === undefined) throw new DomainError('hall.not-in-hall')
    const mover = moverOf(user)
    const { reason, shown } = order
    // First, so that a conflict with another person is reported before faults of the form.
    await context.applications.moveIn(session, hall, { action: 'assign', mover, reason, shown })
    for (const to of requireProducts(order.productIds, dispatchable(request, applications))) {
      await givePlace(context, session, {
        ...{ request, to, mover, reason },
        channel: 'dispatch',
        from: 'dispatched',
        officer: null,
        detail: {},
      })
    }
  })
}

function requireProducts(ids: readonly string[], open: readonly ChosenProduct[]): readonly ChosenProduct[] {
  const chosen = open.filter(({ productId }) => ids.includes(productId))
  const banks = new Set(chosen.map(({ bankId }) => bankId))
  const faults = [
    ...(chosen.length < new Set(ids).size ? ['所选产品中有不能派单的，请刷新页面后重选'] : []),
    ...(chosen.length === 0 ? ['请至少选择一家银行的产品'] : []),
    ...(banks.size < chosen.length ? ['一家银行只能选一个产品'] : []),
    ...(banks.size > PLACES ? [`最多派给 ${PLACES} 家银行`] : []),
  ]
  if (faults.length > 0) throw new DispatchRefused(faults.map((message) => ({ field: 'products', message })))
  return chosen
}
