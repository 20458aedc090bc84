import type { Application } from './application.js'
import type { State } from './state-table.js'

/** States in which a bank has nothing to do with an application any more. */
const SIGHT_LOST: ReadonlySet<State> = new Set(['withdrawn', 'released', 'expired'])

/**
 * Whether a bank may still look at a request, as far as its own applications of it go: consent decides on top. One that
 * was declined or closed keeps sight, for contests and for what follows a loan.
 */
export const keepsSight = (own: readonly Pick<Application, 'state'>[]): boolean =>
  own.some(({ state }) => !SIGHT_LOST.has(state))
