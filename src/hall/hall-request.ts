import { RecordNotFound } from '../kernel/domain-error.js'
import type { ClientSession } from 'mongoose'
import { isEnded, type Application, type ChosenProduct, type FinancingRequest } from '../applications/index.js'
import { PLACES } from './allot.js'
import type { ClaimWindow } from './claim-window.js'
import type { Context } from './context.js'

/** A request as one bank finds it in the hall. */
export type HallRequest = {
  readonly request: FinancingRequest
  readonly hall: Application
  readonly window: ClaimWindow
  /** The bank's own products that fit or may fit; never empty. */
  readonly products: readonly ChosenProduct[]
  /** The bank's handling of the request, where it has or had a place. */
  readonly own: Application | null
  readonly applications: readonly Application[]
}

/** Whether the request is for this bank at all: it has a product that fits or may fit, and is not excluded. */
export const isFor = (bankId: string, { products, excludedBanks }: FinancingRequest): boolean =>
  !excludedBanks.includes(bankId) && products.some((product) => product.bankId === bankId)

/** Whether a bank may claim: a bank that has or had a place on the request does not claim again. */
export const mayClaim = (bankId: string, request: FinancingRequest, applications: readonly Application[]): boolean =>
  isFor(bankId, request) && !applications.some((one) => one.kind === 'bank' && one.bankId === bankId)

/** How many places are not taken by a bank that works on the request. */
export const freePlaces = (applications: readonly Application[]): number =>
  Math.max(0, PLACES - applications.filter(isAtWork).length)

/** A bank that has a place. */
export const isAtWork = ({ kind, state }: Application): boolean => kind === 'bank' && !isEnded(state)

/**
 * A request of the hall for one bank.
 * @throws NotFound when it never stood in the hall or is not for this bank: both look the same
 */
export async function requestFor(
  context: Context,
  bankId: string,
  requestId: string,
  session: ClientSession | null = null,
): Promise<HallRequest> {
  const [request, window, applications] = [
    await context.requests.find('all', requestId, session),
    await context.windows.last(requestId, session),
    await context.applications.ofRequest('all', requestId, session),
  ]
  const hall = applications.find(({ kind }) => kind === 'hall')
  if (request === null || hall === undefined || window === null || !isFor(bankId, request)) throw new RecordNotFound()
  const own = applications.filter((one) => one.bankId === bankId).at(-1) ?? null
  const products = request.products.filter((product) => product.bankId === bankId)
  return { request, hall, window, products, own, applications }
}
