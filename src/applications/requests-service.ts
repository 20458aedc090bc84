import type { ClientSession, Connection } from 'mongoose'
import { type LawDate, chinaDay } from '../kernel/dates.js'
import type { Result } from '../kernel/result.js'
import type { MatchRecord } from '@lueqiao/matching-engine'
import type { Fen } from '../kernel/money.js'
import { NotFound } from '../web/errors.js'
import type { ConsentScope, Need } from '../enterprises/index.js'
import { answerAsked } from './answer-asked.js'
import type { Application } from './application.js'
import type { Scope } from './application.store.js'
import type { AfterMove } from './context.js'
import { attachDocument } from './attach-document.js'
import { contestRefusal } from './contest-refusal.js'
import { withdrawApplication, type Withdrawal } from './withdraw-application.js'
import { consentForPlace, scopesFor } from './consent-for-place.js'
import { counterStore } from './counter.store.js'
import { draftStore, type Draft } from './draft.store.js'
import { choicesOf, type ProductChoice } from './choose-products.js'
import { discardDraft, saveDraft, startDraft, type NewDraft } from './keep-draft.js'
import { closeApplications, exportApplications, removeApplications, type Removed } from './enterprise-data.js'
import { heldFen, leftFen } from './guard.js'
import { keepsSight } from './keeps-sight.js'
import { guardStore } from './guard.store.js'
import type { Mover } from './mover.js'
import type { FinancingRequest } from './financing-request.js'
import { requestStore, type RequestFilter, type RequestScope } from './request.store.js'
import type { RequestsContext } from './requests-context.js'
import { needGuard } from './set-aside.js'
import { samplesAt, type SampleDesk } from './samples-at.js'
import { shareAfterMove } from './share-after-move.js'
import { snapshotStore } from './snapshot.store.js'
import { partSeenBy, type SeenSnapshot } from './snapshot-for-bank.js'
import type { RequestSnapshot } from './request-snapshot.js'
import type { Submission } from './submission.js'
import { submitRequest, type Submitted } from './submit-request.js'

export type RequestsParts = Pick<
  RequestsContext,
  'connection' | 'now' | 'audit' | 'notices' | 'catalogue' | 'enterprises' | 'applications'
>
export type RequestsService = ReturnType<typeof requestsService>

/** What of a need is asked for already, and what may still be. Null while the need names no amount. */
export type Share = { readonly heldFen: Fen; readonly leftFen: Fen | null }

/** Submissions of enterprises: what was asked of whom, on what it rests, and what is set aside for it. */
export function requestsService(parts: RequestsParts) {
  const { connection, applications, enterprises, now } = parts
  const context = contextOf(parts, connection)
  const { requests, snapshots, guards } = context

  /** @throws NotFound when it is not there or lies outside the scope. */
  async function get(scope: RequestScope, id: string, session: ClientSession | null = null): Promise<FinancingRequest> {
    const request = await requests.find(scope, id, session)
    if (request === null) throw new NotFound('没有这次申请。')
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
    if (first === undefined || !keepsSight(own)) return []
    const consents = await enterprises.consentsOf(first.enterpriseId, session)
    return scopesFor(consents, bankId, chinaDay(now()))
  }

  return {
    /** What figures are made of: every request, or those named. */
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

    submit: (enterpriseId: string, given: Submission, mover: Mover): Promise<Submitted> =>
      submitRequest(context, enterpriseId, given, mover),

    /**
     * Submits, or, when parts of the form cannot be read, only says what else is wrong, so that all faults are seen at
     * once.
     */
    submitOrCheck: (enterpriseId: string, given: Submission, mover: Mover, unreadable: boolean): Promise<Submitted> =>
      submitRequest(context, enterpriseId, given, mover, unreadable),

    ofKey: (scope: RequestScope, key: string): Promise<FinancingRequest | null> => requests.ofKey(scope, key),
    ...draftsOf(context),
    ...answersOf(context),

    async leftOf(need: Pick<Need, 'id' | 'enterpriseId' | 'amountFen' | 'investmentFen'>): Promise<Share> {
      const guard = await guards.read(needGuard(need.id), need.enterpriseId)
      return { heldFen: heldFen(guard), leftFen: leftFen(need, guard) }
    },

    /** The frozen text, for the enterprise itself and for checks. @throws NotFound outside the scope. */
    async snapshotText(scope: RequestScope, requestId: string): Promise<string> {
      const { id } = await get(scope, requestId)
      const text = await snapshots.text(id)
      if (text === null) throw new NotFound('没有这次申请的存证。')
      return text
    },

    /**
     * What a bank that has an application of this request may see of the snapshot today: the parts that a consent in
     * force names. Null when none does, when the bank has no application of it, and when it lost its place.
     */
    async snapshotFor(bankId: string, requestId: string): Promise<SeenSnapshot | null> {
      const scopes = await scopesOf(bankId, requestId)
      const snapshot = scopes.length > 0 ? await snapshotOf(requestId) : null
      return snapshot && partSeenBy(snapshot, bankId, scopes)
    },

    /** What this bank may see of the enterprise for a request today; nothing once it lost its place. */
    scopesFor: scopesOf,

    consentForPlace: (session: ClientSession, request: FinancingRequest, bankId: string, mover: Mover): Promise<void> =>
      consentForPlace(enterprises, session, request, bankId, mover),

    /** What the export and the closure of an enterprise take along. */
    holder: {
      name: 'applications',
      exportOf: (enterpriseId: string): Promise<unknown> => exportApplications(context, enterpriseId),
      close: (session: ClientSession, enterpriseId: string): Promise<void> =>
        closeApplications(context, session, enterpriseId),
    },
    /** For invented applications of sample enterprises. */
    samplesAt: (at: Date): SampleDesk => samplesAt(context, at),
    setAsideNumbers: (session: ClientSession, year: number, count: number) =>
      context.counters.setAside(session, year, count),
    removeOf: (session: ClientSession, enterpriseIds: readonly string[]): Promise<Removed> =>
      removeApplications(context, session, enterpriseIds),

    /** Adjusts the reservation of a request when one of its applications moves. See `shareAfterMove`. */
    afterMove: ((session, moved) => shareAfterMove(context, session, moved)) satisfies AfterMove,

    /** For the pages of this room. */
    context,
  }
}

/** Requests that are being written. */
function draftsOf(context: RequestsContext) {
  const { drafts, enterprises, catalogue } = context
  return {
    draftsOf: (enterpriseId: string): Promise<readonly Draft[]> => drafts.list(enterpriseId),
    findDraft: (enterpriseId: string, id: string): Promise<Draft | null> => drafts.find(enterpriseId, id),
    /** @throws NotFound when it is gone or someone else's. */
    async getDraft(enterpriseId: string, id: string): Promise<Draft> {
      const draft = await drafts.find(enterpriseId, id)
      if (draft === null) throw new NotFound('没有这份草稿，可能已经提交或放弃。')
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

/** What the enterprise does with an application that stands. */
function answersOf(context: RequestsContext) {
  return {
    withdraw: (scope: Scope, id: string, given: Withdrawal, mover: Mover): Promise<Application> =>
      withdrawApplication(context, scope, id, given, mover),
    answer: (...[scope, id, given, mover]: Rest<typeof answerAsked>) => answerAsked(context, scope, id, given, mover),
    contest: (...[scope, id, given, mover]: Rest<typeof contestRefusal>) =>
      contestRefusal(context, scope, id, given, mover),
    attach: (...[scope, id, given, mover]: Rest<typeof attachDocument>) =>
      attachDocument(context, scope, id, given, mover),
  }
}

/** What a use case takes besides the context. */
type Rest<F extends (context: RequestsContext, ...rest: never[]) => unknown> = F extends (
  context: RequestsContext,
  ...rest: infer R
) => unknown
  ? R
  : never

export type LastChoices = {
  readonly choices: readonly ProductChoice[]
  readonly day: LawDate
  readonly hash: string
}

function contextOf(parts: RequestsParts, connection: Connection): RequestsContext {
  return {
    ...parts,
    requests: requestStore(connection),
    snapshots: snapshotStore(connection),
    guards: guardStore(connection),
    counters: counterStore(connection),
    drafts: draftStore(connection),
  }
}
