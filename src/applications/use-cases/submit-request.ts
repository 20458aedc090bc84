import type { MatchRecord } from '@lueqiao/matching-engine'
import type { ClientSession } from 'mongoose'
import { inTransaction, isDuplicateKey, newRecordId } from '../../db/index.js'
import type { Enterprise, EnterprisesService, Need } from '../../enterprises/index.js'
import { chinaDay, partsOf, type LawDate } from '../../kernel/dates.js'
import { RecordNotFound } from '../../kernel/domain-error.js'
import type { FieldFault } from '../../kernel/field-fault.js'
import { requestNumber } from '../data/counter.store.js'
import { sha256Of } from '../data/snapshot.store.js'
import type { RequestContext } from '../request-context.js'
import { reservationFaults, reserve } from '../reservations/reserve.js'
import { APPLICATION_PURPOSE } from '../rules/bank-access.js'
import { faultsOfSubmission } from '../rules/check-submission.js'
import { documentsFor } from '../rules/checklist.js'
import type { FinancingRequest } from '../rules/financing-request.js'
import { portal, type Mover } from '../rules/mover.js'
import { choicesOf, productsOpenTo, toChosenProduct, type ProductChoice } from '../rules/product-choices.js'
import { dimensionsOf, snapshotText } from '../rules/request-snapshot.js'
import { fieldFault, type Submission } from '../rules/submission.js'

export type SubmissionResult =
  | { readonly ok: true; readonly request: FinancingRequest }
  | { readonly ok: false; readonly faults: readonly FieldFault[] }

/** How often a submission is tried again when data that it read changes meanwhile. */
const MOST_TRIES = 5

/**
 * Submits a request in one transaction: matches the need anew, freezes the data of the decision, reserves the amount and
 * the pledged securities, records the consents, and enters the applications. The form's key makes a second click find the
 * first request. All faults are returned at once, as Chinese sentences.
 * @param onlyCheck returns the faults and submits nothing in any case
 */
export async function submitRequest(
  context: RequestContext,
  enterpriseId: string,
  given: Submission,
  mover: Mover,
  onlyCheck = false,
): Promise<SubmissionResult> {
  for (let tries = 1; ; tries += 1) {
    const first = await context.requests.ofKey({ enterpriseId }, given.key)
    if (first !== null) return { ok: true, request: first }
    try {
      return await tryOnce(context, enterpriseId, given, mover, onlyCheck)
    } catch (error) {
      if (error instanceof NotSubmitted) return { ok: false, faults: error.faults }
      // The duplicate key may be that of the form, of the number or of a reserved item, from another submission.
      if (tries >= MOST_TRIES || !(error instanceof Changed || isDuplicateKey(error))) throw error
    }
  }
}

/** Rolls back a submission that has faults. */
class NotSubmitted extends Error {
  constructor(readonly faults: readonly FieldFault[]) {
    super(faults.map(({ message }) => message).join('；'))
  }
}

/** The data of the decision changed before the decision was stored. */
class Changed extends Error {}

async function tryOnce(
  context: RequestContext,
  enterpriseId: string,
  given: Submission,
  mover: Mover,
  onlyCheck: boolean,
): Promise<SubmissionResult> {
  const { enterprises, catalogue, connection, now } = context
  const at = now()
  const today = chinaDay(at)
  const [enterprise, need] = await Promise.all([
    enterprises.get({ enterpriseId }, enterpriseId),
    enterprises.getNeed(enterpriseId, given.needId),
  ])
  if (need.status !== 'open') return { ok: false, faults: [fieldFault('', '这项需求已经撤回，请先重新打开再申请')] }
  const asked = {
    amountFen: given.amountFen ?? need.amountFen,
    termMonths: given.termMonths ?? need.termMonths,
  }
  const { record, text: recordText } = await decideNow(enterprises, enterpriseId, need.id, asked)
  const snapshot = (await catalogue.at(record.catalogue)) ?? (await catalogue.current())
  const choices = choicesOf(record, snapshot)
  const request = requestOf(given, { enterprise, need, choices, record, mover, at, today })

  return inTransaction(connection, async (session): Promise<SubmissionResult> => {
    const first = await context.requests.ofKey({ enterpriseId }, given.key, session)
    if (first !== null) return { ok: true, request: first }
    await requireUnchanged(enterprises, session, enterprise, need)
    const evidence = await enterprises.evidenceOf(enterpriseId, session)
    const files = new Set(evidence.map(({ id }) => id))
    const faults = [
      ...faultsOfSubmission(given, { enterprise, need, choices, snapshot, files, today }),
      ...(await reservationFaults(context.reservations, request, need, session)),
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
    const whole: FinancingRequest = { ...numbered, snapshotHash: sha256Of(text) }
    await context.requests.insert(session, whole)
    await context.snapshots.insert(session, { requestId: whole.id, enterpriseId, sha256: whole.snapshotHash }, text)
    await reserve(context.reservations, session, whole)
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

/** @throws Changed when the enterprise or its need has changed since the decision */
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
    // Withdrawn between reading the need and deciding.
    if (error instanceof RecordNotFound) throw new Changed()
    throw error
  }
}

type Snapshot = Awaited<ReturnType<RequestContext['catalogue']['current']>>

/** One application for every product named, or the place in the hall. */
async function enter(
  { applications, enterprises }: RequestContext,
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

/** What a request consists of besides the submission. */
type Found = {
  readonly enterprise: Enterprise
  readonly need: Need
  readonly choices: readonly ProductChoice[]
  readonly record: MatchRecord
  readonly mover: Mover
  readonly at: Date
  readonly today: LawDate
}

/** The request without its number and what depends on the number. */
function requestOf(
  given: Submission,
  { enterprise, need, choices, record, mover, at, today }: Found,
): Omit<FinancingRequest, 'number' | 'snapshotHash'> {
  return {
    id: newRecordId(),
    key: given.key,
    enterpriseId: enterprise.id,
    enterpriseName: enterprise.name,
    needId: need.id,
    needVersion: need.version,
    title: need.title,
    channel: given.channel,
    amountFen: given.amountFen ?? 0,
    termMonths: given.termMonths ?? 0,
    products:
      given.channel === 'hall'
        ? productsOpenTo(choices, given.excludedBanks)
        : choices.filter(({ productId }) => given.productIds.includes(productId)).map(toChosenProduct),
    excludedBanks: given.channel === 'hall' ? given.excludedBanks : [],
    securities: given.securities,
    papers: given.papers,
    consent: { scopes: given.scopes, until: given.until ?? today },
    dimensions: dimensionsOf(record, need, given.firstLoan ?? null),
    catalogue: record.catalogue,
    recordHash: record.hash,
    holding: true,
    isSample: enterprise.isSample,
    submittedAt: at,
    by: mover.actor.accountId,
  }
}

/** The next number of the year; samples have their own series. */
async function numberFor(
  { counters }: Pick<RequestContext, 'counters'>,
  session: ClientSession,
  { isSample }: Pick<FinancingRequest, 'isSample'>,
  today: LawDate,
): Promise<string> {
  const { year } = partsOf(today)
  const series = requestNumber(year, 0, isSample).replace(/-0+$/, '')
  return requestNumber(year, await counters.next(session, series), isSample)
}
