import type { ClientSession } from 'mongoose'
import type { AfterMove, Scope } from '../applications/index.js'
import { type LawDate, chinaDay } from '../kernel/dates.js'
import { NotFound } from '../web/errors.js'
import { afterMove } from './after-move.js'
import { choiceStore } from './choice.store.js'
import { chooseOffers, type ChoiceOrder } from './choose-offers.js'
import { closeDueOffers } from './close-due-offers.js'
import type { Context, OffersParts } from './context.js'

export type OffersService = ReturnType<typeof offersService>

/** Offers of banks: what each costs, which are chosen, and when they run out. */
export function offersService(parts: OffersParts) {
  const context: Context = { ...parts, choices: choiceStore(parts.connection) }
  const { applications, requests, choices } = context
  const today = (): LawDate => chinaDay(context.now())

  return {
    afterMove: ((session, moved) => afterMove(context, session, moved)) satisfies AfterMove,
    today,
    /** See `chooseOffers`. */
    choose: (order: ChoiceOrder) => chooseOffers(context, order),

    /** A request of the enterprise with all its applications. @throws NotFound */
    async requestOf(enterpriseId: string, requestId: string) {
      const scope = { enterpriseId }
      const request = await requests.get(scope, requestId)
      const [all, choice] = await Promise.all([
        applications.ofRequest(scope, request.id),
        choices.read(request.id, enterpriseId),
      ])
      return { request, applications: all, choice }
    },

    /** An application with its offer. @throws NotFound while there is none, or outside the scope. */
    async offerOf(scope: Scope, applicationId: string) {
      const application = await applications.get(scope, applicationId)
      if (application.offer === null) throw new NotFound('这份申请还没有方案。')
      return { application, offer: application.offer }
    },

    /** Takes away the choices of enterprises that go with all they have, such as samples. */
    async removeOf(session: ClientSession, enterpriseIds: readonly string[]): Promise<void> {
      await choices.removeOf(session, enterpriseIds)
    },

    /** See `closeDueOffers`. */
    closeDue: (stopped?: AbortSignal): Promise<number> => closeDueOffers(context, context.now(), stopped),
  }
}
