import type { ClientSession } from 'mongoose'
import { chinaDay, type LawDate } from '../../kernel/dates.js'
import type { FactValue } from '@lueqiao/matching-engine'
import { changeEnterprise, type EnterpriseChange, type EnterpriseContext } from './change-enterprise.js'
import type { Enterprise } from '../rules/enterprise.js'
import { ESTABLISHED_ON } from '../rules/profile-items.js'
import { inTransaction, newRecordId } from '../../db/index.js'
import { DomainError } from '../../kernel/domain-error.js'
import type { Actor } from '../../kernel/actor.js'

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
  { enterprises, audit, now }: Pick<EnterpriseContext, 'enterprises' | 'audit' | 'now'>,
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

/** The part of the record that decisions of the centre belong to. */
const PART = 'status'

/** The centre approves an enterprise that waits. @throws DomainError `registration.already-decided` */
export function approve(context: EnterpriseContext, id: string, by: Actor): Promise<Enterprise> {
  return decide(context, id, by, (enterprise) => ({
    next: { ...enterprise, status: 'approved', returnedReason: null },
    part: PART,
    event: 'ENTERPRISE_APPROVED',
  }))
}

/** The centre sends an enterprise back with a reason that its owner reads. @throws DomainError `registration.already-decided` */
export function sendBack(context: EnterpriseContext, id: string, reason: string, by: Actor): Promise<Enterprise> {
  return decide(context, id, by, (enterprise) => ({
    next: { ...enterprise, status: 'returned', returnedReason: reason },
    part: PART,
    event: 'ENTERPRISE_RETURNED',
  }))
}

function decide(
  context: EnterpriseContext,
  id: string,
  by: Actor,
  change: (enterprise: Enterprise) => EnterpriseChange,
): Promise<Enterprise> {
  return inTransaction(context.connection, (session) =>
    changeEnterprise(context, session, id, by, (enterprise) => {
      if (enterprise.status !== 'pending') throw new DomainError('registration.already-decided')
      return change(enterprise)
    }),
  )
}

/** The owner mends what the centre named and hands the registration in again, with the name put right if need be. */
export function resubmit(context: EnterpriseContext, id: string, name: string, by: Actor): Promise<Enterprise> {
  return inTransaction(context.connection, (session) =>
    changeEnterprise(context, session, id, by, (enterprise) => {
      if (enterprise.status !== 'returned') throw new DomainError('registration.not-returned')
      const next = { ...enterprise, name, status: 'pending' as const, returnedReason: null }
      return { next, part: PART, event: 'ENTERPRISE_RESUBMITTED', detail: { renamed: name !== enterprise.name } }
    }),
  )
}
