import type { ClientSession } from 'mongoose'
import type { ConsentPurpose, EnterprisesService } from '../enterprises/index.js'
import { mayShare, type Consent, type ConsentScope } from '../enterprises/index.js'
import type { LawDate } from '../kernel/dates.js'
import type { Mover } from './mover.js'
import type { FinancingRequest } from './financing-request.js'

/** What the consent of an application is given for; a bank's desk asks for this purpose. */
export const APPLICATION_PURPOSE: ConsentPurpose = 'review'

/**
 * Records, when a bank gets a place in the hall or by dispatch, the consent that the enterprise gave at submission.
 * @throws RangeError for a bank that the enterprise shut out: a fault of the code.
 */
export async function consentForPlace(
  enterprises: Pick<EnterprisesService, 'giveConsentIn'>,
  session: ClientSession,
  request: Pick<FinancingRequest, 'enterpriseId' | 'consent' | 'excludedBanks'>,
  bankId: string,
  { actor }: Mover,
): Promise<void> {
  if (request.excludedBanks.includes(bankId)) throw new RangeError(`the bank ${bankId} was shut out of the request`)
  const given = { bankId, purpose: APPLICATION_PURPOSE, ...request.consent }
  await enterprises.giveConsentIn(session, request.enterpriseId, given, actor)
}

/** What a bank may see of an enterprise for an application today; empty when its consent is gone. */
export function scopesFor(consents: readonly Consent[], bankId: string, today: LawDate): readonly ConsentScope[] {
  const scopes: readonly ConsentScope[] = ['profile', 'figures', 'evidence', 'needs']
  return scopes.filter((scope) => mayShare(consents, { bankId, purpose: APPLICATION_PURPOSE, scope }, today))
}
