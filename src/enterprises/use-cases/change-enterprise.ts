import { RecordNotFound } from '../../kernel/domain-error.js'
import type { ClientSession, Connection } from 'mongoose'
import type { Enterprise } from '../rules/enterprise.js'
import type { AuditLog, NewAuditEvent } from '../../audit/index.js'
import type { CurrentCatalogue } from '../../catalogue/index.js'
import type { Reference } from '../../reference/index.js'
import type { ConsentStore } from '../data/consent.store.js'
import type { EnterpriseStore } from '../data/enterprise.store.js'
import type { EvidenceStore } from '../data/evidence.store.js'
import type { NeedMatchStore } from '../data/need-match.store.js'
import type { NeedStore } from '../data/need.store.js'

/** Saved, or refused because someone changed the same part in the meantime; then `current` is what stands now. */
export type SaveResult<T> = { readonly ok: true; readonly record: T } | { readonly ok: false; readonly current: T }

/** What a rule makes of a record, and how the audit log tells it. */
export type EnterpriseChange = {
  readonly next: Omit<Enterprise, 'version' | 'partVersions' | 'updatedAt'>
  /** The part of the record that the change belongs to. */
  readonly part: string
  readonly event: string
  readonly detail?: Readonly<Record<string, unknown>>
}

/**
 * Changes one enterprise by a rule inside a transaction that is under way, with its audit event. A rule that returns
 * null changes nothing. @throws NotFound when there is no such enterprise, or it was closed.
 */
export async function changeEnterprise(
  { enterprises, audit, now }: Pick<EnterpriseContext, 'enterprises' | 'audit' | 'now'>,
  session: ClientSession,
  id: string,
  by: Actor,
  rule: (enterprise: Enterprise) => EnterpriseChange | null,
): Promise<Enterprise> {
  const enterprise = await enterprises.find(id, session)
  if (enterprise === null || enterprise.status === 'closed') throw new RecordNotFound()
  const change = rule(enterprise)
  if (change === null) return enterprise
  const version = enterprise.version + 1
  const partVersions = { ...enterprise.partVersions, [change.part]: version }
  const next = { ...change.next, version, partVersions, updatedAt: now() }
  if (!(await enterprises.replace(session, next, enterprise.version))) {
    throw new Error(`enterprise ${id} was changed inside a transaction that had read it`)
  }
  const detail = { version, ...change.detail }
  await audit.record(session, { name: change.event, actor: by, subject: { kind: 'enterprise', id }, detail })
  return next
}

/** Whether the part that a form shows has been changed since the form was made. */
export function isStale(enterprise: Pick<Enterprise, 'partVersions'>, part: string, formVersion: number): boolean {
  return (enterprise.partVersions[part] ?? 0) > formVersion
}

export type Actor = NewAuditEvent['actor']

/** Another domain that holds something about an enterprise: its accounts, later its applications. */
export type DataHolder = {
  /** The member of the export that its data stands under. */
  readonly name: string
  exportOf: (enterpriseId: string) => Promise<unknown>
  /** Lets go of what is personal and ends access, in the transaction of the closure. */
  close: (session: ClientSession, enterpriseId: string) => Promise<void>
}

/** What every use case of the desk works with. */
export type EnterpriseContext = {
  readonly connection: Connection
  readonly now: () => Date
  readonly audit: Pick<AuditLog, 'record' | 'stream'>
  readonly reference: Reference
  readonly catalogue: CurrentCatalogue
  readonly holders: () => readonly DataHolder[]
  readonly enterprises: EnterpriseStore
  readonly needs: NeedStore
  readonly matches: NeedMatchStore
  readonly evidence: EvidenceStore
  readonly consents: ConsentStore
}
