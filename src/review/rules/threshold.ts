import type { Application, ApplicationState } from '../../applications/index.js'
import { fenFromWan, type Fen } from '../../kernel/money.js'

/** 1,000 万元, until the bank sets another one (source: the portal's rules). */
export const DEFAULT_FOUR_EYES_FEN: Fen = fenFromWan(1000)

/** The chosen amount; before the choice the requested amount. */
export const amountAtStake = ({ amountFen, offer, state }: Pick<Application, 'amountFen' | 'offer' | 'state'>): Fen =>
  state === 'chosen' && offer !== null ? Math.min(amountFen, offer.terms.amountFen) : amountFen

/** The states in which an approval is valid. */
const APPROVED: ReadonlySet<ApplicationState> = new Set(['approved', 'contracted', 'disbursing', 'repaying', 'closed'])

/**
 * The chosen or approved amounts of the same bank in the other applications of a request, so that nobody stays under the
 * threshold by splitting one request among several products.
 * @param ofBank the bank's applications of the request
 */
export const committedFen = ({ id }: Pick<Application, 'id'>, ofBank: readonly Application[]): Fen =>
  ofBank
    .filter((one) => one.id !== id)
    .map((one) => {
      if (APPROVED.has(one.state)) return one.decision?.amountFen ?? amountAtStake(one)
      return one.state === 'chosen' ? amountAtStake(one) : 0
    })
    .reduce((sum, fen) => sum + fen, 0)

/**
 * Whether a second person has to decide. What the officer would grant does not count, so less granted frees nobody.
 * @param beside see `besideFen`
 */
export const needsSecondPerson = (application: Application, committed: Fen, thresholdFen: Fen): boolean =>
  application.proposal !== null || amountAtStake(application) + committed > thresholdFen
