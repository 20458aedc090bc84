import { claimStore } from './claim.store.js'
import { closeDueWindows } from './close-windows.js'
import type { Context, HallParts } from './context.js'
import { countDone } from './count-done.js'
import { dispatchRequest } from './dispatch-request.js'
import { followMove } from './follow-move.js'
import { makeClaim, withdrawClaim } from './make-claim.js'
import { lapseRequests, releaseLateContacts, releasePlace } from './release-places.js'
import { releasedPlaceStore } from './released-place.store.js'
import { windowStore } from './window.store.js'

export type HallService = ReturnType<typeof hallService>

/** The hall: windows, claims, places. */
export function hallService(parts: HallParts) {
  const { connection } = parts
  const context: Context = {
    ...parts,
    windows: windowStore(connection),
    claims: claimStore(connection),
    released: releasedPlaceStore(connection),
  }
  const bind =
    <Args extends readonly unknown[], Result>(work: (context: Context, ...args: Args) => Result) =>
    (...args: Args): Result =>
      work(context, ...args)
  return {
    afterMove: bind(followMove),
    makeClaim: bind(makeClaim),
    withdrawClaim: bind(withdrawClaim),
    releasePlace: bind(releasePlace),
    dispatchRequest: bind(dispatchRequest),
    closeDueWindows: bind(closeDueWindows),
    releaseLateContacts: bind(releaseLateContacts),
    lapseRequests: bind(lapseRequests),

    /** What falls due by itself, in the order in which one follows from the other; for the jobs. */
    async workDue(): Promise<void> {
      await countDone([lapseRequests, releaseLateContacts, closeDueWindows], async (work) => (await work(context)) > 0)
    },

    /** Places that banks let go of from an instant on, for the ledger of promises. */
    releasedSince: (from: Date, bankId?: string) => context.released.since(from, bankId),

    /** Takes away what the hall keeps of requests that go, such as those of samples. */
    async removeOf(session: Parameters<typeof context.windows.removeOf>[0], requestIds: readonly string[]) {
      await context.windows.removeOf(session, requestIds)
      await context.claims.removeOf(session, requestIds)
      await context.released.removeOf(session, requestIds)
    },
    /** The shared context, for the pages of this room. */
    context,
  }
}
