import type { ClientSession } from 'mongoose'
import { inTransaction, newRecordId } from '../../db/index.js'
import type { LawDate } from '../../kernel/dates.js'
import { RecordNotFound } from '../../kernel/domain-error.js'
import type { Consent, ConsentPurpose, ConsentScope } from '../rules/consent.js'
import type { EnterpriseContext } from './change-enterprise.js'
import type { Actor } from '../../kernel/actor.js'

export type NewConsent = {
  readonly bankId: string
  readonly purpose: ConsentPurpose
  readonly scopes: readonly ConsentScope[]
  readonly until: LawDate
}

/** Records that a bank of the catalogue may see something for one purpose. @throws NotFound for a bank that is not there. */
export async function giveConsent(
  context: EnterpriseContext,
  enterpriseId: string,
  given: NewConsent,
  by: Actor,
): Promise<Consent> {
  return inTransaction(context.connection, (session) => giveConsentIn(context, session, enterpriseId, given, by))
}

/** The same in the transaction of whatever the consent is given for, such as an application. */
export async function giveConsentIn(
  context: EnterpriseContext,
  session: ClientSession,
  enterpriseId: string,
  given: NewConsent,
  by: Actor,
): Promise<Consent> {
  const bank = (await context.catalogue.current()).banks.get(given.bankId)
  if (bank === undefined) throw new RecordNotFound('consent.bank-not-found')
  const consent: Consent = {
    ...given,
    id: newRecordId(),
    enterpriseId,
    bankName: bank.name,
    grantedBy: by.accountId,
    grantedAt: context.now(),
    revokedBy: null,
    revokedAt: null,
  }
  await context.consents.insert(session, consent)
  await context.audit.record(session, {
    name: 'CONSENT_GIVEN',
    actor: by,
    subject: { kind: 'enterprise', id: enterpriseId },
    detail: { consentId: consent.id, ...given },
  })
  return consent
}

/** Takes a consent back, from now on. @throws NotFound when it is not there, is someone else's or was revoked before. */
export async function revokeConsent(
  context: EnterpriseContext,
  enterpriseId: string,
  id: string,
  by: Actor,
): Promise<Consent> {
  return inTransaction(context.connection, async (session) => {
    const revoked = { revokedAt: context.now(), revokedBy: by.accountId }
    const consent = await context.consents.revoke(session, { enterpriseId, id }, revoked)
    if (consent === null) throw new RecordNotFound('consent.not-found')
    await context.audit.record(session, {
      name: 'CONSENT_REVOKED',
      actor: by,
      subject: { kind: 'enterprise', id: enterpriseId },
      detail: { consentId: id, bankId: consent.bankId },
    })
    return consent
  })
}
