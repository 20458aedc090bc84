import { RecordNotFound } from '../kernel/domain-error.js'
import type { ClientSession } from 'mongoose'
import { inTransaction, isDuplicateKey } from '../db/index.js'
import type { Enterprise, EnterprisesService, Need } from '../enterprises/index.js'
import { chinaDay } from '../kernel/dates.js'
import { faultsOfSubmission } from './check-submission.js'
import { documentsFor } from './checklist.js'
import { choicesOf } from './choose-products.js'
import { APPLICATION_PURPOSE } from './consent-for-place.js'
import { portal, type Mover } from './mover.js'
import { numberFor, requestOf } from './new-request.js'
import type { FinancingRequest } from './financing-request.js'
import { snapshotText } from './request-snapshot.js'
import type { RequestsContext } from './requests-context.js'
import { faultsOfGuards, setAside } from './set-aside.js'
import { digestOf } from './snapshot.store.js'
import type { Submission } from './submission.js'
import { NotSubmitted, refusal, type SubmissionFault } from './submission-fault.js'

export type Submitted =
  | { readonly ok: true; readonly request: FinancingRequest }
  | { readonly ok: false; readonly faults: readonly SubmissionFault[] }

/** How often a submission is tried again when something it had looked at changes under it. */
const MOST_TRIES = 5

/**
 * Submits a request: matches the need anew, freezes what it rests on, sets aside its share and what it pledges, records
 * the consents, and enters its applications; all of it or nothing. The form's key makes a second click find the first
 * request. Faults come all at once, in plain Chinese.
 * @param onlyCheck says what is wrong and submits nothing in any case
 */
export async function submitRequest(
  context: RequestsContext,
  enterpriseId: string,
  given: Submission,
  mover: Mover,
  onlyCheck = false,
): Promise<Submitted> {
  for (let tries = 1; ; tries += 1) {
    const first = await context.requests.ofKey({ enterpriseId }, given.key)
    if (first !== null) return { ok: true, request: first }
    try {
      return await tryOnce(context, enterpriseId, given, mover, onlyCheck)
    } catch (error) {
      if (error instanceof NotSubmitted) return { ok: false, faults: error.faults }
      // The key of the database that may be taken is the form's, the number's or a guard's of another submission.
      if (tries >= MOST_TRIES || !(error instanceof Changed || isDuplicateKey(error))) throw error
    }
  }
}

/** What the decision rested on was changed before it could be written down. */
class Changed extends Error {}

async function tryOnce(
  context: RequestsContext,
  enterpriseId: string,
  given: Submission,
  mover: Mover,
  onlyCheck: boolean,
): Promise<Submitted> {
  const { enterprises, catalogue, connection, now } = context
  const at = now()
  const today = chinaDay(at)
  const [enterprise, need] = await Promise.all([
    enterprises.get({ enterpriseId }, enterpriseId),
    enterprises.getNeed(enterpriseId, given.needId),
  ])
  if (need.status !== 'open') return { ok: false, faults: [refusal('', '这项需求已经撤回，请先重新打开再申请')] }
  const asked = {
    amountFen: given.amountFen ?? need.amountFen,
    termMonths: given.termMonths ?? need.termMonths,
  }
  const { record, text: recordText } = await decideNow(enterprises, enterpriseId, need.id, asked)
  const snapshot = (await catalogue.at(record.catalogue)) ?? (await catalogue.current())
  const choices = choicesOf(record, snapshot)
  const request = requestOf(given, { enterprise, need, choices, record, mover, at, today })

  return inTransaction(connection, async (session): Promise<Submitted> => {
    const first = await context.requests.ofKey({ enterpriseId }, given.key, session)
    if (first !== null) return { ok: true, request: first }
    await requireUnchanged(enterprises, session, enterprise, need)
    const evidence = await enterprises.evidenceOf(enterpriseId, session)
    const files = new Set(evidence.map(({ id }) => id))
    const faults = [
      ...faultsOfSubmission(given, { enterprise, need, choices, snapshot, files, today }),
      ...(await faultsOfGuards(context.guards, request, need, session)),
    ]
    if (onlyCheck || faults.length > 0) throw new NotSubmitted(faults)

    const number = await numberFor(context, session, request, today)
    const numbered = { ...request, number }
    const text = snapshotText({
      enterprise,
      need,
      request: numbered,
      catalogue: snapshot,
      record: recordText,
      evidence,
      today,
    })
    const whole: FinancingRequest = { ...numbered, snapshotHash: digestOf(text) }
    await context.requests.insert(session, whole)
    await context.snapshots.insert(session, { requestId: whole.id, enterpriseId, sha256: whole.snapshotHash }, text)
    await setAside(context.guards, session, whole)
    await enter(context, session, whole, snapshot, mover)
    await context.drafts.remove(session, enterpriseId, given.key)
    await context.audit.record(session, {
      name: 'REQUEST_SUBMITTED',
      actor: mover.actor,
      subject: { kind: 'request', id: whole.id },
      detail: { number, channel: whole.channel, recordHash: record.hash, snapshotHash: whole.snapshotHash },
    })
    return { ok: true, request: whole }
  })
}

/** @throws Changed when the enterprise or its need is no longer what the decision was made on. */
async function requireUnchanged(
  enterprises: Pick<EnterprisesService, 'get' | 'getNeed'>,
  session: ClientSession,
  enterprise: Enterprise,
  need: Need,
): Promise<void> {
  const here = await enterprises.get({ enterpriseId: enterprise.id }, enterprise.id, session)
  const wanted = await enterprises.getNeed(enterprise.id, need.id, session)
  if (here.version !== enterprise.version || wanted.version !== need.version) throw new Changed()
}

/** The decision about what this request asks for: a bank reads the amount and the term of the request in it. */
async function decideNow(
  enterprises: Pick<EnterprisesService, 'decideNeed'>,
  enterpriseId: string,
  needId: string,
  asked: Parameters<EnterprisesService['decideNeed']>[2],
) {
  try {
    return await enterprises.decideNeed(enterpriseId, needId, asked)
  } catch (error) {
    // Withdrawn between the look at it and the decision.
    if (error instanceof RecordNotFound) throw new Changed()
    throw error
  }
}

type Snapshot = Awaited<ReturnType<RequestsContext['catalogue']['current']>>

/** One application for every product named, or the place in the hall. */
async function enter(
  { applications, enterprises }: RequestsContext,
  session: ClientSession,
  request: FinancingRequest,
  { products, vocabulary }: Snapshot,
  mover: Mover,
): Promise<void> {
  if (request.channel === 'hall') {
    const documents = documentsFor(null, vocabulary, request.papers)
    const entry = { request, to: null, channel: 'hall', documents, from: 'draft', action: 'publish', mover } as const
    const published = await applications.enterIn(session, entry)
    await applications.moveIn(session, published, { action: 'list', mover: portal })
    return
  }
  const given = { purpose: APPLICATION_PURPOSE, ...request.consent }
  for (const bankId of new Set(request.products.map((product) => product.bankId))) {
    await enterprises.giveConsentIn(session, request.enterpriseId, { ...given, bankId }, mover.actor)
  }
  for (const to of request.products) {
    const documents = documentsFor(products.get(to.productId) ?? null, vocabulary, request.papers)
    await applications.enterIn(session, {
      ...{ request, to, channel: 'directed', documents },
      ...{ from: 'draft', action: 'submit', mover },
    })
  }
}
