import { RecordNotFound } from '../kernel/domain-error.js'
import type { ClientSession } from 'mongoose'
import type { Actor, Context } from './context.js'
import type { Enterprise } from './enterprise.js'

/** Saved, or refused because someone changed the same part in the meantime; then `current` is what stands now. */
export type Saved<T> = { readonly ok: true; readonly record: T } | { readonly ok: false; readonly current: T }

/** What a rule makes of a record, and how the audit log tells it. */
export type Change = {
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
  { enterprises, audit, now }: Pick<Context, 'enterprises' | 'audit' | 'now'>,
  session: ClientSession,
  id: string,
  by: Actor,
  rule: (enterprise: Enterprise) => Change | null,
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
