import type { ClientSession } from 'mongoose'
import { newRecordId } from '../db/index.js'
import type { Enterprise, Need } from '../enterprises/index.js'
import { partsOf, type LawDate } from '../kernel/dates.js'
import type { MatchRecord } from '@lueqiao/matching-engine'
import { chosen, openTo, type ProductChoice } from './choose-products.js'
import { requestNumber } from './counter.store.js'
import type { Mover } from './mover.js'
import type { FinancingRequest } from './financing-request.js'
import { dimensionsOf } from './request-snapshot.js'
import type { RequestsContext } from './requests-context.js'
import type { Submission } from './submission.js'

/** What a request is made of besides what was submitted. */
type Found = {
  readonly enterprise: Enterprise
  readonly need: Need
  readonly choices: readonly ProductChoice[]
  readonly record: MatchRecord
  readonly mover: Mover
  readonly at: Date
  readonly today: LawDate
}

/** The request as it will stand, but for its number and what depends on it. */
export function requestOf(
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
        ? openTo(choices, given.excludedBanks)
        : choices.filter(({ productId }) => given.productIds.includes(productId)).map(chosen),
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

/** The next number of the year; samples are counted apart. */
export async function numberFor(
  { counters }: Pick<RequestsContext, 'counters'>,
  session: ClientSession,
  { isSample }: Pick<FinancingRequest, 'isSample'>,
  today: LawDate,
): Promise<string> {
  const { year } = partsOf(today)
  const series = requestNumber(year, 0, isSample).replace(/-0+$/, '')
  return requestNumber(year, await counters.next(session, series), isSample)
}
