import { hash } from 'node:crypto'
import { canonicalJson } from '@lueqiao/matching-engine'
import type { Actor } from '../kernel/actor.js'

/** What happened, as a use case tells it. */
export type Happening = {
  /** Past tense, upper case: APPLICATION_SUBMITTED. */
  readonly name: string
  readonly actor: Actor
  readonly subject: { readonly kind: string; readonly id: string }
  /** Codes, ids and counts; no secrets and no personal data that a record could be asked to forget. */
  readonly detail?: Readonly<Record<string, unknown>>
}

/** One link of the chain, as it is kept. */
export type AuditEvent = {
  /** 1, 2, 3 … without a gap. */
  readonly seq: number
  readonly at: Date
  readonly name: string
  readonly actor: Actor
  readonly subject: { readonly kind: string; readonly id: string }
  /** Canonical JSON, kept as text so that no store changes a type on the way. */
  readonly detail: string
  /** The hash of the event before; of the first one, `firstLink`. */
  readonly previousHash: string
  /** SHA-256 of the canonical JSON of all the rest, hexadecimal. */
  readonly hash: string
}

export const firstLink = '0'.repeat(64)

/** Makes a happening the next link after the one whose hash is given. */
export function link(happening: Happening, place: { seq: number; at: Date; previousHash: string }): AuditEvent {
  const { name, actor, subject, detail = {} } = happening
  const event = {
    ...place,
    name,
    actor: { accountId: actor.accountId, role: actor.role, organisationId: actor.organisationId },
    subject: { kind: subject.kind, id: subject.id },
    // Through JSON once, so that dates and the like read as they will be read back.
    detail: canonicalJson(JSON.parse(JSON.stringify(detail))),
  }
  return { ...event, hash: hashOf(event) }
}

/** The hash that an event of this content has to carry. */
export function hashOf(event: Omit<AuditEvent, 'hash'>): string {
  const { seq, at, name, actor, subject, detail, previousHash } = event
  const text = canonicalJson({
    seq,
    at: at.toISOString(),
    name,
    actor: { accountId: actor.accountId, role: actor.role, organisationId: actor.organisationId },
    subject: { kind: subject.kind, id: subject.id },
    detail,
    previousHash,
  })
  return hash('sha256', text, 'hex')
}
