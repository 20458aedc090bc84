import type { ClientSession } from 'mongoose'
import { actorOf } from '../audit/index.js'
import { inTransaction } from '../db/index.js'
import type { Consent } from '../enterprises/index.js'
import { DomainError } from '../kernel/domain-error.js'
import type { SignedInUser } from '../kernel/signed-in-user.js'
import { closeDueInvitations } from './use-cases/answer-invitation.js'
import { type SyndicateContext, PORTAL_MOVER, type SyndicateMover } from './use-cases/move-syndicate.js'
import { endSyndicate, endWithApplication } from './use-cases/end-syndicate.js'
import { todayOf, hasAccounts, type MoveBy } from './use-cases/invite-banks.js'
import { canFormSyndicate, openSyndicate, type SyndicatePlan } from './use-cases/open-syndicate.js'
import { hasConsent, moverKinds, syndicateAccess, type SyndicateAccess } from './rules/member-access.js'
import { isBound, isEnded } from './rules/state-table.js'
import { addSampleSyndicate } from './use-cases/add-sample-syndicate.js'
import { syndicatePaymentStore } from './data/payment.store.js'
import { syndicateMoveStore } from './data/move.store.js'
import { syndicateStore, type SyndicateScope } from './data/syndicate.store.js'
import type { SyndicatePayment, Syndicate, SyndicateMove } from './rules/syndicate.js'

export type SyndicatesServiceDeps = Omit<SyndicateContext, 'syndicates' | 'moves' | 'flows'>
export type SyndicatesService = ReturnType<typeof syndicatesService>

/** A syndicate with the access of the person who reads it. */
export type VisibleSyndicate = {
  readonly syndicate: Syndicate
  readonly access: Exclude<SyndicateAccess, null>
  /** Whether the enterprise still lets a bank see the project. */
  readonly mayRead: (bankId: string) => boolean
}

/** What one list looks through; an organisation has far fewer. */
const MOST_LISTED = 500

/** Syndicates over one database. Every change is one transaction with its audit event. */
export function syndicatesService(parts: SyndicatesServiceDeps) {
  const { connection, applications, enterprises, catalogue } = parts
  const context: SyndicateContext = {
    ...parts,
    syndicates: syndicateStore(connection),
    moves: syndicateMoveStore(connection),
    flows: syndicatePaymentStore(connection),
  }
  const { syndicates, moves, flows } = context

  const seenOf = (
    syndicate: Syndicate,
    sight: Exclude<SyndicateAccess, null>,
    consents: readonly Consent[],
  ): VisibleSyndicate => ({
    ...{ syndicate, access: sight },
    mayRead: (bankId) => hasConsent(consents, bankId, todayOf(context)),
  })

  async function see(user: SignedInUser, id: string, session: ClientSession | null = null): Promise<VisibleSyndicate> {
    const syndicate = await syndicates.find(id, session)
    if (syndicate === null) throw new DomainError('syndicate.not-found')
    const consents = await enterprises.consentsOf(syndicate.enterpriseId, session)
    const sight = syndicateAccess(syndicate, user.organisation, consents, todayOf(context))
    if (sight === null) throw new DomainError('syndicate.not-found')
    return seenOf(syndicate, sight, consents)
  }

  async function moverFor(user: SignedInUser, syndicate: Syndicate | null): Promise<SyndicateMover> {
    const { kind, id } = user.organisation
    const bankName = kind === 'bank' ? ((await catalogue.current()).banks.get(id)?.name ?? id) : null
    return {
      kinds: syndicate === null ? new Set() : moverKinds(syndicate, user.organisation),
      actor: actorOf(user),
      name: user.name,
      organisation: bankName ?? syndicate?.enterpriseName ?? '',
      bankId: kind === 'bank' ? id : null,
    }
  }

  return {
    context,
    afterMove: endWithApplication(context),
    /** @throws DomainError `syndicate.not-found` when it is not there or this person may not see it. */
    see: (user: SignedInUser, id: string): Promise<VisibleSyndicate> => see(user, id),
    moverFor,

    /** What this person may see, latest first. */
    async list(user: SignedInUser): Promise<readonly VisibleSyndicate[]> {
      const found = await syndicates.list(scopeOf(user), MOST_LISTED)
      const known = new Map<string, readonly Consent[]>()
      const seen: VisibleSyndicate[] = []
      for (const syndicate of found) {
        const { enterpriseId } = syndicate
        const consents = known.get(enterpriseId) ?? (await enterprises.consentsOf(enterpriseId))
        known.set(enterpriseId, consents)
        const sight = syndicateAccess(syndicate, user.organisation, consents, todayOf(context))
        if (sight !== null) seen.push(seenOf(syndicate, sight, consents))
      }
      return seen
    },

    movesOf: (id: string): Promise<readonly SyndicateMove[]> => moves.of(id),
    flowsOf: (id: string): Promise<readonly SyndicatePayment[]> => flows.of(id),

    /** The applications for which a bank may form a syndicate, largest first. */
    async applicationsInHand(bankId: string) {
      const { applications: all } = await applications.list({ bankId }, {}, { skip: 0, limit: MOST_LISTED })
      return all.filter(canFormSyndicate).toSorted((one, other) => other.amountFen - one.amountFen)
    },

    /** Banks of the catalogue in which somebody can answer an invitation. */
    async banksToInvite(): Promise<readonly { readonly id: string; readonly name: string }[]> {
      const banks = [...(await catalogue.current()).banks.values()]
      const reached = await Promise.all(banks.map(({ id }) => hasAccounts(context, id)))
      return banks.filter((_, place) => reached[place])
    },

    /** See `openSyndicate`. */
    open: async (user: SignedInUser, applicationId: string, plan: SyndicatePlan): Promise<Syndicate> =>
      openSyndicate(context, user.organisation.id, applicationId, plan, await moverFor(user, null)),

    /**
     * Runs one use case on a syndicate that this person may see, in one transaction.
     * @throws DomainError `syndicate.not-found`, SyndicateMoveRefused, SyndicateChanged, InvalidSyndicateInput
     */
    change: (
      user: SignedInUser,
      id: string,
      shown: number,
      work: (session: ClientSession, syndicate: Syndicate, by: MoveBy) => Promise<Syndicate>,
    ): Promise<Syndicate> =>
      inTransaction(connection, async (session) => {
        const { syndicate } = await see(user, id, session)
        return work(session, syndicate, { mover: await moverFor(user, syndicate), shown })
      }),

    /** Ends invitations that ran out unanswered. See `closeDueInvitations`. */
    closeDueInvitations: (): Promise<number> => closeDueInvitations(context, context.now()),

    /** The data of an enterprise. Closing it ends unsigned syndicates; agreements stay. */
    ofEnterprise: {
      name: 'syndicates',
      async exportOf(enterpriseId: string): Promise<unknown> {
        const own = await syndicates.ofEnterprise(enterpriseId)
        return Promise.all(
          own.map(async (one) => ({ ...one, flows: await flows.of(one.id), moves: await moves.of(one.id) })),
        )
      },
      async close(session: ClientSession, enterpriseId: string): Promise<void> {
        for (const one of await syndicates.ofEnterprise(enterpriseId, session)) {
          if (isEnded(one.state) || isBound(one.state)) continue
          await endSyndicate(context, session, one, { action: 'terminate', mover: PORTAL_MOVER, reason: '企业已注销' })
        }
      },
    },

    /** Enters the example of the 4.6 GW project. See `enterSampleSyndicate`. */
    addSample: (session: ClientSession, borrower: { readonly id: string; readonly name: string }): Promise<Syndicate> =>
      addSampleSyndicate(connection, session, borrower, context.now()),

    /** Removes all sample syndicates with their notices. Returns how many. */
    async removeSamples(session: ClientSession): Promise<number> {
      const ids = await syndicates.sampleIds(session)
      await moves.removeOf(session, ids)
      await flows.removeOf(session, ids)
      await syndicates.remove(session, ids)
      await context.notices.removeAbout(session, 'syndicate', ids)
      return ids.length
    },
  }
}

function scopeOf({ organisation: { kind, id } }: Pick<SignedInUser, 'organisation'>): SyndicateScope {
  if (kind === 'bank') return { bankId: id }
  return kind === 'enterprise' ? { enterpriseId: id } : 'all'
}
