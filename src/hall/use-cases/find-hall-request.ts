import type { MatchRecord } from '@lueqiao/matching-engine'
import type { ClientSession } from 'mongoose'
import type { Application, ChosenProduct, FinancingRequest, RequestSnapshot } from '../../applications/index.js'
import { RecordNotFound } from '../../kernel/domain-error.js'
import type { HallContext } from '../hall.context.js'
import { isOpenToBank, type BiddingWindow } from '../rules/bidding-window.js'

/** A request of the hall as one bank sees it. */
export type HallRequest = {
  readonly request: FinancingRequest
  readonly hall: Application
  readonly window: BiddingWindow
  /** The bank's own products that fit or may fit; never empty. */
  readonly products: readonly ChosenProduct[]
  /** The bank's own application, where it has or had a place. */
  readonly own: Application | null
  readonly applications: readonly Application[]
}

/**
 * A request of the hall for one bank.
 * @throws RecordNotFound when it was never in the hall or is not open to this bank: both look the same
 */
export async function hallRequestFor(
  context: HallContext,
  bankId: string,
  requestId: string,
  session: ClientSession | null = null,
): Promise<HallRequest> {
  const [request, window, applications] = [
    await context.requests.find('all', requestId, session),
    await context.windows.latest(requestId, session),
    await context.applications.ofRequest('all', requestId, session),
  ]
  const hall = applications.find(({ kind }) => kind === 'hall')
  if (request === null || hall === undefined || window === null || !isOpenToBank(bankId, request)) {
    throw new RecordNotFound()
  }
  const own = applications.filter((one) => one.bankId === bankId).at(-1) ?? null
  const products = request.products.filter((product) => product.bankId === bankId)
  return { request, hall, window, products, own, applications }
}

/** The match record of a request as frozen at submission; the hall never matches again. */
export async function frozenRecord(
  { requests }: Pick<HallContext, 'requests'>,
  requestId: string,
): Promise<MatchRecord> {
  const snapshot = JSON.parse(await requests.snapshotText('all', requestId)) as RequestSnapshot
  return JSON.parse(snapshot.record) as MatchRecord
}
