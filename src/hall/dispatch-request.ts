import { moverOf, type Application, type ChosenProduct, type FinancingRequest } from '../applications/index.js'
import { inTransaction } from '../db/index.js'
import { Invalid, NotFound } from '../web/errors.js'
import { PLACES } from './allot.js'
import type { Context } from './context.js'
import { mayClaim } from './hall-request.js'
import { placeBank } from './place-bank.js'

/** The products that the bureau may still send a request to: of banks that fit, are not excluded and had no place. */
export const dispatchable = (
  request: FinancingRequest,
  applications: readonly Application[],
): readonly ChosenProduct[] => request.products.filter(({ bankId }) => mayClaim(bankId, request, applications))

/**
 * The bureau sends a request without a taker to banks that fit, in one transaction.
 * @throws NotFound when it is not there; Invalid when a product cannot be chosen or a bank is named twice; MoveRefused
 *   and Overtaken when the request has gone on meanwhile.
 */
export async function dispatchRequest(
  context: Context,
  user: Express.User,
  requestId: string,
  order: { readonly productIds: readonly string[]; readonly reason: string; readonly shown: number },
): Promise<void> {
  await inTransaction(context.connection, async (session) => {
    const request = await context.requests.get('all', requestId, session)
    const applications = await context.applications.ofRequest('all', requestId, session)
    const hall = applications.find(({ kind }) => kind === 'hall')
    if (hall === undefined) throw new NotFound('这不是需求大厅的申请。')
    const mover = moverOf(user)
    const { reason, shown } = order
    // First, so that whoever was faster is named before anything else is found wrong.
    await context.applications.moveIn(session, hall, { action: 'assign', mover, reason, shown })
    for (const to of chosenIn(order.productIds, dispatchable(request, applications))) {
      await placeBank(context, session, {
        ...{ request, to, mover, reason },
        channel: 'dispatch',
        from: 'dispatched',
        officer: null,
        detail: {},
      })
    }
  })
}

function chosenIn(ids: readonly string[], open: readonly ChosenProduct[]): readonly ChosenProduct[] {
  const chosen = open.filter(({ productId }) => ids.includes(productId))
  const banks = new Set(chosen.map(({ bankId }) => bankId))
  const faults = [
    ...(chosen.length < new Set(ids).size ? ['所选产品中有不能派单的，请刷新页面后重选'] : []),
    ...(chosen.length === 0 ? ['请至少选择一家银行的产品'] : []),
    ...(banks.size < chosen.length ? ['一家银行只能选一个产品'] : []),
    ...(banks.size > PLACES ? [`最多派给 ${PLACES} 家银行`] : []),
  ]
  if (faults.length > 0) throw new Invalid(faults.map((message) => ({ path: 'products', message })))
  return chosen
}
