import { mayShare, type Consent, type ConsentPurpose, type ConsentScope } from '../../enterprises/index.js'
import type { LawDate } from '../../kernel/dates.js'
import type { Application } from './application.js'
import type { ApplicationState } from './state-table.js'

/** The purpose of the consent of an application; a bank's pages ask for this purpose. */
export const APPLICATION_PURPOSE: ConsentPurpose = 'review'

/** States in which a bank has nothing more to do with an application. */
const ACCESS_LOST: ReadonlySet<ApplicationState> = new Set(['withdrawn', 'released', 'expired'])

/**
 * Whether a bank's own applications of a request let it see the request; consent is required in addition. A declined or
 * closed application keeps access, for contests and for the management of a loan.
 */
export const keepsBankAccess = (own: readonly Pick<Application, 'state'>[]): boolean =>
  own.some(({ state }) => !ACCESS_LOST.has(state))

/** What a bank may see of an enterprise for an application today; empty when the consent has ended. */
export function scopesFor(consents: readonly Consent[], bankId: string, today: LawDate): readonly ConsentScope[] {
  const scopes: readonly ConsentScope[] = ['profile', 'figures', 'evidence', 'needs']
  return scopes.filter((scope) => mayShare(consents, { bankId, purpose: APPLICATION_PURPOSE, scope }, today))
}
