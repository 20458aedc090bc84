import { isBound, isEnded, type Application } from '../applications/index.js'
import type { LawDate } from '../kernel/dates.js'
import type { Fen } from '../kernel/money.js'

const isBank = ({ kind }: Pick<Application, 'kind'>) => kind === 'bank'

/** Whether the enterprise has chosen this bank's offer and the choice still stands. */
export function isTaken({ kind, state, before }: Pick<Application, 'kind' | 'state' | 'before'>): boolean {
  if (kind !== 'bank') return false
  return state === 'chosen' || state === 'approved' || isBound(state) || (state === 'returned' && before === 'chosen')
}

/** What a taken offer counts for: what the bank decided on, before that what was chosen of it. */
export const takenFen = ({ amountFen, decision }: Pick<Application, 'amountFen' | 'decision'>): Fen =>
  decision === null ? amountFen : Math.min(decision.amountFen, amountFen)

/** What a request may still take. */
export function leftToTake(amountFen: Fen, applications: readonly Application[]): Fen {
  const taken = applications.filter(isTaken).reduce((sum, one) => sum + takenFen(one), 0)
  return Math.max(0, amountFen - taken)
}

/** Whether an offer can be chosen today: it is on the table, and its last day has not gone by. */
export const isOpenOffer = (application: Application, today: LawDate): boolean =>
  isBank(application) &&
  application.state === 'offered' &&
  application.offer !== null &&
  application.offer.terms.validUntil >= today

/** Banks that still work on the request and have not been chosen. */
export const othersRunning = (applications: readonly Application[]): readonly Application[] =>
  applications.filter((one) => isBank(one) && !isEnded(one.state) && !isTaken(one))
