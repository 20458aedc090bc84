import type { ClientSession, Connection } from 'mongoose'
import { CHINA_TIME_ZONE, todayIn } from '../kernel/dates.js'
import type { Fen } from '../kernel/money.js'
import { NotFound } from '../web/errors.js'
import type { Need } from '../enterprises/index.js'
import { consentForPlace, scopesFor } from './consent-for-place.js'
import { counterStore } from './counter.store.js'
import { draftStore } from './draft.store.js'
import { heldFen, leftFen } from './guard.js'
import { guardStore } from './guard.store.js'
import type { Mover } from './mover.js'
import type { Request } from './request.js'
import { requestStore, type RequestFilter, type RequestScope } from './request.store.js'
import type { RequestsContext } from './requests-context.js'
import { needGuard } from './set-aside.js'
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
  applications.onMove((session, moved) => shareAfterMove(context, session, moved))

  /** @throws NotFound when it is not there or lies outside the scope. */
  async function get(scope: RequestScope, id: string, session: ClientSession | null = null): Promise<Request> {
    const request = await requests.find(scope, id, session)
    if (request === null) throw new NotFound('没有这次申请。')
    return request
  }

  async function snapshotOf(requestId: string): Promise<RequestSnapshot | null> {
    const text = await snapshots.text(requestId)
    return text === null ? null : (JSON.parse(text) as RequestSnapshot)
  }

  return {
    get,
    /** Null when it is not there or lies outside the scope. */
    find: (scope: RequestScope, id: string, session: ClientSession | null = null): Promise<Request | null> =>
      requests.find(scope, id, session),
    list: (scope: RequestScope, filter: RequestFilter, page: { readonly skip: number; readonly limit: number }) =>
      requests.list(scope, filter, page),
    /** Requests of one need, the latest first. */
    ofNeed: async (enterpriseId: string, needId: string): Promise<readonly Request[]> =>
      (await requests.list({ enterpriseId }, { needId }, { skip: 0, limit: 100 })).requests,

    submit: (enterpriseId: string, given: Submission, mover: Mover): Promise<Submitted> =>
      submitRequest(context, enterpriseId, given, mover),

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
     * force names. Null when none does, or when the bank has no application of it.
     */
    async snapshotFor(bankId: string, requestId: string): Promise<SeenSnapshot | null> {
      const [own] = await applications.ofRequest({ bankId }, requestId)
      if (own === undefined) return null
      const consents = await enterprises.consentsOf(own.enterpriseId)
      const scopes = scopesFor(consents, bankId, todayIn(CHINA_TIME_ZONE, now()))
      const snapshot = scopes.length > 0 ? await snapshotOf(requestId) : null
      return snapshot && partSeenBy(snapshot, scopes)
    },

    /** What this bank may see of the enterprise for an application today. */
    async scopesFor(enterpriseId: string, bankId: string) {
      return scopesFor(await enterprises.consentsOf(enterpriseId), bankId, todayIn(CHINA_TIME_ZONE, now()))
    },

    consentForPlace: (session: ClientSession, request: Request, bankId: string, mover: Mover): Promise<void> =>
      consentForPlace(enterprises, session, request, bankId, mover),

    /** For the pages of this room. */
    context,
  }
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
