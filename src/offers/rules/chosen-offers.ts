import { isBound, isEnded, type Application } from '../../applications/index.js'
import type { LawDate } from '../../kernel/dates.js'
import type { Fen } from '../../kernel/money.js'

const isBank = ({ kind }: Pick<Application, 'kind'>) => kind === 'bank'

/** Whether the enterprise has chosen this bank's offer and the choice is still valid. */
export function isChosen({ kind, state, before }: Pick<Application, 'kind' | 'state' | 'before'>): boolean {
  if (kind !== 'bank') return false
  return state === 'chosen' || state === 'approved' || isBound(state) || (state === 'returned' && before === 'chosen')
}

/** The amount that a chosen offer counts for: the decided amount, before the decision the chosen amount. */
export const chosenFen = ({ amountFen, decision }: Pick<Application, 'amountFen' | 'decision'>): Fen =>
  decision === null ? amountFen : Math.min(decision.amountFen, amountFen)

/** How much of a request is not covered by chosen offers. */
export function remainingFen(amountFen: Fen, applications: readonly Application[]): Fen {
  const chosen = applications.filter(isChosen).reduce((sum, one) => sum + chosenFen(one), 0)
  return Math.max(0, amountFen - chosen)
}

/** Whether an offer can be chosen today: it is offered and has not expired. */
export const isOpenOffer = (application: Application, today: LawDate): boolean =>
  isBank(application) &&
  application.state === 'offered' &&
  application.offer !== null &&
  application.offer.terms.validUntil >= today

/** The applications of banks that still work on the request and are not chosen. */
export const otherOpenApplications = (applications: readonly Application[]): readonly Application[] =>
  applications.filter((one) => isBank(one) && !isEnded(one.state) && !isChosen(one))
