import type { ClientSession } from 'mongoose'
import type { AfterMove } from '../applications/index.js'
import { bidStore } from './data/bid.store.js'
import { biddingWindowStore } from './data/bidding-window.store.js'
import { releasedPlaceStore } from './data/released-place.store.js'
import type { HallContext, HallParts } from './hall.context.js'
import { placeBid, withdrawBid } from './use-cases/bid.js'
import { closeDueWindows } from './use-cases/close-windows.js'
import { countSuccesses } from './use-cases/count-successes.js'
import { dispatchRequest } from './use-cases/dispatch-request.js'
import { onApplicationMoved } from './use-cases/on-application-moved.js'
import { lapseRequests, releaseLateContacts, releasePlace } from './use-cases/release-places.js'

export type HallService = ReturnType<typeof hallService>

/** The hall: bidding windows, bids and places. */
export function hallService(parts: HallParts) {
  const { connection } = parts
  const context: HallContext = {
    ...parts,
    windows: biddingWindowStore(connection),
    bids: bidStore(connection),
    releasedPlaces: releasedPlaceStore(connection),
  }
  const bind =
    <Args extends readonly unknown[], Result>(useCase: (context: HallContext, ...args: Args) => Result) =>
    (...args: Args): Result =>
      useCase(context, ...args)
  const afterMove: AfterMove = bind(onApplicationMoved)
  return {
    /** See `onApplicationMoved`. */
    afterMove,
    placeBid: bind(placeBid),
    withdrawBid: bind(withdrawBid),
    releasePlace: bind(releasePlace),
    dispatchRequest: bind(dispatchRequest),
    closeDueWindows: bind(closeDueWindows),
    releaseLateContacts: bind(releaseLateContacts),
    lapseRequests: bind(lapseRequests),

    /** Runs what is due by time, in the order in which each step depends on the one before. */
    async runDue(): Promise<void> {
      const steps = [lapseRequests, releaseLateContacts, closeDueWindows]
      await countSuccesses(steps, async (step) => (await step(context)) > 0)
    },

    /** The places released from an instant on, for the promise statistics. */
    releasedSince: (from: Date, bankId?: string) => context.releasedPlaces.since(from, bankId),

    /** Removes the hall's records of requests that are removed themselves, such as samples. */
    async removeOf(session: ClientSession, requestIds: readonly string[]): Promise<void> {
      await context.windows.removeOf(session, requestIds)
      await context.bids.removeOf(session, requestIds)
      await context.releasedPlaces.removeOf(session, requestIds)
    },

    /** For the pages of this room. */
    context,
  }
}
