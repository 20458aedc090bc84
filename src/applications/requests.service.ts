import type { MatchRecord } from '@lueqiao/matching-engine'
import type { ClientSession, Connection } from 'mongoose'
import type { ConsentScope, Need } from '../enterprises/index.js'
import { chinaDay, type LawDate } from '../kernel/dates.js'
import { DomainError } from '../kernel/domain-error.js'
import type { Fen } from '../kernel/money.js'
import type { Result } from '../kernel/result.js'
import type { AfterMove } from './application-context.js'
import type { ApplicationScope } from './data/application.store.js'
import { counterStore } from './data/counter.store.js'
import { draftStore, type Draft } from './data/draft.store.js'
import { requestStore, type RequestFilter, type RequestScope } from './data/request.store.js'
import { snapshotStore } from './data/snapshot.store.js'
import type { RequestContext } from './request-context.js'
import { adjustReservation } from './reservations/release.js'
import { heldFen, leftFen } from './reservations/reservation.js'
import { reservationStore } from './reservations/reservation.store.js'
import { needItem } from './reservations/reserve.js'
import type { Application } from './rules/application.js'
import { APPLICATION_PURPOSE, keepsBankAccess, scopesFor } from './rules/bank-access.js'
import { bankSnapshot, type BankSnapshot } from './rules/bank-snapshot.js'
import type { FinancingRequest } from './rules/financing-request.js'
import type { Mover } from './rules/mover.js'
import { choicesOf, type ProductChoice } from './rules/product-choices.js'
import type { RequestSnapshot } from './rules/request-snapshot.js'
import type { Submission } from './rules/submission.js'
import { answerBank } from './use-cases/answer-bank.js'
import { attachDocument } from './use-cases/attach-document.js'
import { contestRefusal } from './use-cases/contest-refusal.js'
import { discardDraft, saveDraft, startDraft, type NewDraft } from './use-cases/edit-draft.js'
import {
  closeApplications,
  exportApplications,
  removeApplications,
  type RemovedApplications,
} from './use-cases/enterprise-data.js'
import { sampleUseCasesAt, type SampleUseCases } from './use-cases/sample-use-cases.js'
import { submitRequest, type SubmissionResult } from './use-cases/submit-request.js'
import { withdrawApplication, type Withdrawal } from './use-cases/withdraw-application.js'

export type RequestsParts = Pick<
  RequestContext,
  'connection' | 'now' | 'audit' | 'notices' | 'catalogue' | 'enterprises' | 'applications'
>
export type RequestsService = ReturnType<typeof requestsService>

/** How much of a need is reserved, and how much remains. `leftFen` is null while the need names no amount. */
export type NeedShare = { readonly heldFen: Fen; readonly leftFen: Fen | null }

/** The requests of enterprises: their drafts, submission, snapshots and reservations. */
export function requestsService(parts: RequestsParts) {
  const { connection, applications, enterprises, now } = parts
  const context = contextOf(parts, connection)
  const { requests, snapshots, reservations } = context

  /** @throws DomainError `application.request-not-found`, also when it lies outside the scope */
  async function get(scope: RequestScope, id: string, session: ClientSession | null = null): Promise<FinancingRequest> {
    const request = await requests.find(scope, id, session)
    if (request === null) throw new DomainError('application.request-not-found')
    return request
  }

  async function snapshotOf(requestId: string): Promise<RequestSnapshot | null> {
    const text = await snapshots.text(requestId)
    return text === null ? null : (JSON.parse(text) as RequestSnapshot)
  }

  async function scopesOf(
    bankId: string,
    requestId: string,
    session: ClientSession | null = null,
  ): Promise<readonly ConsentScope[]> {
    const own = await applications.ofRequest({ bankId }, requestId, session)
    const [first] = own
    if (first === undefined || !keepsBankAccess(own)) return []
    const consents = await enterprises.consentsOf(first.enterpriseId, session)
    return scopesFor(consents, bankId, chinaDay(now()))
  }

  return {
    /** For statistics: every request, or those named. */
    walk: (ids: readonly string[] | null) => requests.walk(ids),

    get,
    /** Null when it is not there or lies outside the scope. */
    find: (scope: RequestScope, id: string, session: ClientSession | null = null): Promise<FinancingRequest | null> =>
      requests.find(scope, id, session),
    list: (scope: RequestScope, filter: RequestFilter, page: { readonly skip: number; readonly limit: number }) =>
      requests.list(scope, filter, page),
    /** Requests of one need, the latest first. */
    ofNeed: async (enterpriseId: string, needId: string): Promise<readonly FinancingRequest[]> =>
      (await requests.list({ enterpriseId }, { needId }, { skip: 0, limit: 100 })).requests,

    submit: (enterpriseId: string, given: Submission, mover: Mover): Promise<SubmissionResult> =>
      submitRequest(context, enterpriseId, given, mover),

    /**
     * Submits a request. When parts of the form cannot be read, only returns the other faults, so that the form shows all
     * faults at once.
     */
    submitOrCheck: (
      enterpriseId: string,
      given: Submission,
      mover: Mover,
      unreadable: boolean,
    ): Promise<SubmissionResult> => submitRequest(context, enterpriseId, given, mover, unreadable),

    ofKey: (scope: RequestScope, key: string): Promise<FinancingRequest | null> => requests.ofKey(scope, key),
    ...draftsOf(context),
    ...answersOf(context),

    async leftOf(need: Pick<Need, 'id' | 'enterpriseId' | 'amountFen' | 'investmentFen'>): Promise<NeedShare> {
      const item = await reservations.read(needItem(need.id), need.enterpriseId)
      return { heldFen: heldFen(item), leftFen: leftFen(need, item) }
    },

    /** The snapshot's text, for the enterprise itself and for checks. @throws DomainError `application.snapshot-not-found` */
    async snapshotText(scope: RequestScope, requestId: string): Promise<string> {
      const { id } = await get(scope, requestId)
      const text = await snapshots.text(id)
      if (text === null) throw new DomainError('application.snapshot-not-found')
      return text
    },

    /**
     * The parts of the snapshot that a bank with an application of this request may see today by its consents. Null when
     * no consent is in force, and when the bank has no application of the request or lost its place.
     */
    async snapshotFor(bankId: string, requestId: string): Promise<BankSnapshot | null> {
      const scopes = await scopesOf(bankId, requestId)
      const snapshot = scopes.length > 0 ? await snapshotOf(requestId) : null
      return snapshot && bankSnapshot(snapshot, bankId, scopes)
    },

    /** The scopes of the bank's consents for a request today; none once it lost its place. */
    scopesFor: scopesOf,

    /**
     * Records, when a bank gets a place in the hall or by dispatch, the consent that the enterprise gave at submission.
     * @throws RangeError for a bank that the enterprise excluded: a fault of the code
     */
    async consentForPlace(
      session: ClientSession,
      { enterpriseId, consent, excludedBanks }: Pick<FinancingRequest, 'enterpriseId' | 'consent' | 'excludedBanks'>,
      bankId: string,
      { actor }: Mover,
    ): Promise<void> {
      if (excludedBanks.includes(bankId)) throw new RangeError(`the bank ${bankId} is excluded from the request`)
      const given = { bankId, purpose: APPLICATION_PURPOSE, ...consent }
      await enterprises.giveConsentIn(session, enterpriseId, given, actor)
    },

    /** The parts of this room in the export and the closure of an enterprise. */
    holder: {
      name: 'applications',
      exportOf: (enterpriseId: string): Promise<unknown> => exportApplications(context, enterpriseId),
      close: (session: ClientSession, enterpriseId: string): Promise<void> =>
        closeApplications(context, session, enterpriseId),
    },
    /** The use cases for applications of sample enterprises, as of an earlier instant. */
    samplesAt: (at: Date): SampleUseCases => sampleUseCasesAt(context, at),
    setAsideNumbers: (session: ClientSession, year: number, count: number) =>
      context.counters.reserve(session, year, count),
    removeOf: (session: ClientSession, enterpriseIds: readonly string[]): Promise<RemovedApplications> =>
      removeApplications(context, session, enterpriseIds),

    /** Adjusts the reservation of a request when one of its applications moves. See `adjustReservation`. */
    afterMove: ((session, moved) => adjustReservation(context, session, moved)) satisfies AfterMove,

    /** For the pages of this room. */
    context,
  }
}

/** Drafts of requests. */
function draftsOf(context: RequestContext) {
  const { drafts, enterprises, catalogue } = context
  return {
    draftsOf: (enterpriseId: string): Promise<readonly Draft[]> => drafts.list(enterpriseId),
    findDraft: (enterpriseId: string, id: string): Promise<Draft | null> => drafts.find(enterpriseId, id),
    /** @throws DomainError `application.draft-not-found`, also for a draft of another enterprise */
    async getDraft(enterpriseId: string, id: string): Promise<Draft> {
      const draft = await drafts.find(enterpriseId, id)
      if (draft === null) throw new DomainError('application.draft-not-found')
      return draft
    },
    startDraft: (enterpriseId: string, given: NewDraft, mover: Mover): Promise<Result<Draft>> =>
      startDraft(context, enterpriseId, given, mover),
    saveDraft: (
      draft: Pick<Draft, 'enterpriseId' | 'id'>,
      set: Partial<Pick<Draft, 'channel' | 'productIds' | 'typed'>>,
      mover: Mover,
    ): Promise<Draft> => saveDraft(context, draft, set, mover),
    discardDraft: (enterpriseId: string, id: string, mover: Mover): Promise<void> =>
      discardDraft(context, enterpriseId, id, mover),

    /** The products of the last match of a need, with the day and the hash of its record; null before the first. */
    async choicesFor(enterpriseId: string, needId: string): Promise<LastChoices | null> {
      const latest = await enterprises.latestMatch(enterpriseId, needId)
      if (latest === null) return null
      const { match } = latest
      const snapshot = await catalogue.current()
      const choices = choicesOf(JSON.parse(match.text) as MatchRecord, snapshot)
      return { choices, day: chinaDay(match.at), hash: match.hash }
    },
  }
}

/** What the enterprise does with a submitted application. */
function answersOf(context: RequestContext) {
  return {
    withdraw: (scope: ApplicationScope, id: string, given: Withdrawal, mover: Mover): Promise<Application> =>
      withdrawApplication(context, scope, id, given, mover),
    answer: (...[scope, id, given, mover]: Rest<typeof answerBank>) => answerBank(context, scope, id, given, mover),
    contest: (...[scope, id, given, mover]: Rest<typeof contestRefusal>) =>
      contestRefusal(context, scope, id, given, mover),
    attach: (...[scope, id, given, mover]: Rest<typeof attachDocument>) =>
      attachDocument(context, scope, id, given, mover),
  }
}

/** What a use case takes besides the context. */
type Rest<F extends (context: RequestContext, ...rest: never[]) => unknown> = F extends (
  context: RequestContext,
  ...rest: infer R
) => unknown
  ? R
  : never

export type LastChoices = {
  readonly choices: readonly ProductChoice[]
  readonly day: LawDate
  readonly hash: string
}

function contextOf(parts: RequestsParts, connection: Connection): RequestContext {
  return {
    ...parts,
    requests: requestStore(connection),
    snapshots: snapshotStore(connection),
    reservations: reservationStore(connection),
    counters: counterStore(connection),
    drafts: draftStore(connection),
  }
}
