import type { ClientSession } from 'mongoose'
import { newRecordId } from '../../db/index.js'
import type { ApplicationContext } from '../application-context.js'
import type { Application, DocumentItem } from '../rules/application.js'
import type { ChosenProduct, FinancingRequest } from '../rules/financing-request.js'
import type { Mover } from '../rules/mover.js'
import type { ApplicationState, MoveAction } from '../rules/state-table.js'
import { moveApplication, type ApplicationChanges } from './move-application.js'

/** A new application of a request: one bank's (`to`), or the place in the hall (`to: null`). */
export type ApplicationEntry = {
  readonly request: FinancingRequest
  readonly to: Pick<ChosenProduct, 'bankId' | 'bankName' | 'productId' | 'productName'> | null
  readonly channel: Application['channel']
  readonly documents: readonly DocumentItem[]
  /** The state it comes from: `draft` when it is submitted, `open` or `dispatched` when a bank gets a place. */
  readonly from: ApplicationState
  readonly action: MoveAction
  readonly mover: Mover
  readonly reason?: string | null
  /** Figures for the record of the move, such as the claim that got the place. */
  readonly detail?: Readonly<Record<string, unknown>>
  /** What stands on it from the start, such as the person in charge. */
  readonly set?: ApplicationChanges
}

/** Enters an application and makes its first move, in the given transaction. */
export async function enterApplication(
  context: ApplicationContext,
  session: ClientSession,
  entry: ApplicationEntry,
): Promise<Application> {
  const { request, to } = entry
  const at = context.now()
  const siblings = await context.applications.ofRequest('all', request.id, session)
  const application: Application = {
    id: newRecordId(),
    number: to === null ? request.number : `${request.number}-${siblings.filter(isBank).length + 1}`,
    requestId: request.id,
    kind: to === null ? 'hall' : 'bank',
    channel: entry.channel,
    enterpriseId: request.enterpriseId,
    enterpriseName: request.enterpriseName,
    title: request.title,
    bankId: to?.bankId ?? null,
    bankName: to?.bankName ?? null,
    productId: to?.productId ?? null,
    productName: to?.productName ?? null,
    amountFen: request.amountFen,
    termMonths: request.termMonths,
    dimensions: request.dimensions,
    isSample: request.isSample,
    state: entry.from,
    before: null,
    step: null,
    officerId: null,
    officerName: null,
    documents: entry.documents,
    asked: null,
    offer: null,
    proposal: null,
    decision: null,
    refusal: null,
    contests: [],
    reached: {},
    steps: [],
    version: 0,
    submittedAt: at,
    updatedAt: at,
    endedAt: null,
  }
  await context.applications.insert(session, [application])
  const { action, mover, reason = null, detail = {}, set = {} } = entry
  return moveApplication(context, session, application, { action, mover, reason, detail, set })
}

const isBank = ({ kind }: Application) => kind === 'bank'
