import type { ClientSession } from 'mongoose'
import { chinaDay, type LawDate } from '../kernel/dates.js'
import type { FactValue } from '@lueqiao/matching-engine'
import type { Actor, Context } from './context.js'
import type { Enterprise } from './enterprise.js'
import { ESTABLISHED_ON } from './profile-items.js'
import { newRecordId } from '../db/index.js'

/** What is known of an enterprise when it signs up. The credit code has been checked by then. */
export type NewEnterprise = {
  readonly creditCode: string
  readonly name: string
  /** A division of the Corps, or `none`. */
  readonly division: string
  /** GB/T 4754-2017, four digits. */
  readonly industry: string
  readonly establishedOn?: LawDate
  readonly isSample?: boolean
  /** The account that owns it, when there is one already. */
  readonly accountId?: string
}

/** Another enterprise has this credit code: it can only sign up once. */
export class CreditCodeTaken extends Error {
  constructor(readonly creditCode: string) {
    super('an enterprise of this credit code is registered')
  }
}

/**
 * Enters an enterprise, to be approved by the centre, in the transaction of its first account.
 * @throws CreditCodeTaken when it is registered already.
 */
export async function registerEnterprise(
  { enterprises, audit, now }: Pick<Context, 'enterprises' | 'audit' | 'now'>,
  session: ClientSession,
  given: NewEnterprise,
  by: Actor,
): Promise<Enterprise> {
  if (await enterprises.findByCreditCode(given.creditCode, session)) throw new CreditCodeTaken(given.creditCode)
  const at = now()
  const entry = (fact: string, value: FactValue) => ({
    fact,
    value,
    source: 'declared' as const,
    evidenceIds: [],
    asOf: chinaDay(at),
    by: given.accountId ?? by.accountId,
    at,
  })
  const enterprise: Enterprise = {
    id: newRecordId(),
    creditCode: given.creditCode,
    name: given.name,
    status: 'pending',
    returnedReason: null,
    isSample: given.isSample ?? false,
    facts: [
      entry('enterprise.division', given.division),
      entry('enterprise.industry', given.industry),
      ...(given.establishedOn === undefined ? [] : [entry(ESTABLISHED_ON, given.establishedOn)]),
    ],
    findings: [],
    years: [],
    version: 1,
    partVersions: {},
    registeredAt: at,
    updatedAt: at,
    closedAt: null,
  }
  await enterprises.insert(session, enterprise)
  const subject = { kind: 'enterprise', id: enterprise.id }
  await audit.record(session, {
    name: 'ENTERPRISE_REGISTERED',
    actor: by,
    subject,
    detail: { isSample: enterprise.isSample },
  })
  return enterprise
}
