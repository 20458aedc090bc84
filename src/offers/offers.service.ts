import type { ClientSession } from 'mongoose'
import type { AfterMove, ApplicationScope } from '../applications/index.js'
import { type LawDate, chinaDay } from '../kernel/dates.js'
import { DomainError } from '../kernel/domain-error.js'
import { onApplicationMoved } from './use-cases/on-application-moved.js'
import { choiceStore } from './choice.store.js'
import { chooseOffers, type ChoiceCommand } from './use-cases/choose-offers.js'
import { expireOffers } from './use-cases/expire-offers.js'
import type { OffersContext, OffersParts } from './offers.context.js'

export type OffersService = ReturnType<typeof offersService>

/** Offers of banks: their cost, the choice of them, and their expiry. */
export function offersService(parts: OffersParts) {
  const context: OffersContext = { ...parts, choices: choiceStore(parts.connection) }
  const { applications, requests, choices } = context
  const today = (): LawDate => chinaDay(context.now())
  const afterMove: AfterMove = (session, moved) => onApplicationMoved(context, session, moved)

  return {
    /** See `onApplicationMoved`. */
    afterMove,
    today,
    /** See `chooseOffers`. */
    choose: (order: ChoiceCommand) => chooseOffers(context, order),

    /** A request of the enterprise with all its applications and its choice record. @throws RecordNotFound */
    async requestOf(enterpriseId: string, requestId: string) {
      const scope = { enterpriseId }
      const request = await requests.get(scope, requestId)
      const [all, choice] = await Promise.all([
        applications.ofRequest(scope, request.id),
        choices.read(request.id, enterpriseId),
      ])
      return { request, applications: all, choice }
    },

    /** An application with its offer. @throws RecordNotFound; DomainError `offer.none-yet` */
    async offerOf(scope: ApplicationScope, applicationId: string) {
      const application = await applications.get(scope, applicationId)
      if (application.offer === null) throw new DomainError('offer.none-yet')
      return { application, offer: application.offer }
    },

    /** Removes the choices of enterprises that are removed themselves, such as samples. */
    async removeOf(session: ClientSession, enterpriseIds: readonly string[]): Promise<void> {
      await choices.removeOf(session, enterpriseIds)
    },

    /** See `expireOffers`. */
    expireDue: (stopped?: AbortSignal): Promise<number> => expireOffers(context, context.now(), stopped),
  }
}
