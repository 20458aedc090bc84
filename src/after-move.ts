import type { AfterMove, RequestsService } from './applications/index.js'
import type { EscalationsService } from './escalations/index.js'
import type { HallService } from './hall/index.js'
import type { OffersService } from './offers/index.js'
import type { SyndicatesService } from './syndicates/index.js'

/** The services that act when an application moves. The simulation has no syndicates. */
export type MoveFollowers = {
  readonly requests: Pick<RequestsService, 'afterMove'>
  readonly hall: Pick<HallService, 'afterMove'>
  readonly escalations: Pick<EscalationsService, 'afterMove'>
  readonly offers: Pick<OffersService, 'afterMove'>
  readonly syndicates?: Pick<SyndicatesService, 'afterMove'>
}

/**
 * What happens when an application moves, in this order: inside the transaction of the move, after the application and
 * the move are stored, and before notices and the audit event. A step may move other applications, never the same one.
 */
export const afterMoveSteps = ({
  requests,
  hall,
  escalations,
  offers,
  syndicates,
}: MoveFollowers): readonly AfterMove[] => [
  // First the reservations: a refused application that is opened anew must get its share back, or nothing else happens.
  requests.afterMove,
  // Then the hall: it opens or voids the bidding window, and offers a place that became free again.
  hall.afterMove,
  // The limit that the move ended, before other moves of the same request follow from it.
  escalations.afterMove,
  // After the hall: a chosen bank that is gone reopens the request, one that signed closes it.
  offers.afterMove,
  // Last, because nothing else depends on it: an unsigned syndicate ends with its application.
  ...(syndicates ? [syndicates.afterMove] : []),
]
