import { hash } from 'node:crypto'
import { canonicalJson } from '@lueqiao/matching-engine'
import type { Actor } from '../kernel/actor.js'

/** An audit event as a use case records it. */
export type NewAuditEvent = {
  /** Past tense, upper case: APPLICATION_SUBMITTED. */
  readonly name: string
  readonly actor: Actor
  readonly subject: { readonly kind: string; readonly id: string }
  /** Codes, ids and counts; no secrets and no personal data that a record could be asked to forget. */
  readonly detail?: Readonly<Record<string, unknown>>
}

/** One link of the chain, as it is stored. */
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

/** Makes the next link of the chain, after the one whose hash is given. */
export function chained(given: NewAuditEvent, place: { seq: number; at: Date; previousHash: string }): AuditEvent {
  const { name, actor, subject, detail = {} } = given
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

export type ChainFault = {
  /** The place in the chain, counted from 1, where the first thing is wrong. */
  readonly seq: number
  readonly kind: 'missing' | 'altered' | 'unlinked' | 'cut' | 'added'
  readonly message: string
}
export type ChainCheck =
  | { readonly sound: true; readonly events: number; readonly head: string }
  | { readonly sound: false; readonly events: number; readonly fault: ChainFault }

/** Where the chain ends: stored apart from it, so that events removed from its end are noticed. */
export type ChainHead = { readonly seq: number; readonly hash: string }

/**
 * Walks the events in the order of their numbers and stops at the first broken link. It does not protect against
 * someone who rewrites the whole chain and its head: for that, keep a copy of the head elsewhere.
 */
export async function verifyChain(
  events: AsyncIterable<AuditEvent> | Iterable<AuditEvent>,
  head: ChainHead,
): Promise<ChainCheck> {
  let last: ChainHead = { seq: 0, hash: firstLink }
  for await (const event of events) {
    const fault = faultOf(event, last)
    if (fault) return { sound: false, events: last.seq, fault }
    last = event
  }
  if (last.seq !== head.seq || last.hash !== head.hash) {
    const message = `the chain should end at event ${head.seq} (${head.hash}) but ends at ${last.seq} (${last.hash})`
    return { sound: false, events: last.seq, fault: { seq: last.seq + 1, kind: 'cut', message } }
  }
  return { sound: true, events: last.seq, head: last.hash }
}

function faultOf(event: AuditEvent, last: ChainHead): ChainFault | null {
  const expected = last.seq + 1
  if (event.seq !== expected) {
    return { seq: expected, kind: 'missing', message: `event ${expected} is missing, ${event.seq} follows ${last.seq}` }
  }
  if (event.previousHash !== last.hash) {
    const message = `event ${expected} names ${event.previousHash} as the event before it, which is ${last.hash}`
    return { seq: expected, kind: 'unlinked', message }
  }
  const hash = hashOf(event)
  if (hash === event.hash) return null
  return {
    seq: expected,
    kind: 'altered',
    message: `event ${expected} carries ${event.hash} but its content gives ${hash}`,
  }
}
