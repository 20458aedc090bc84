import type { ClientSession, Connection } from 'mongoose'
import { auditStore, type AuditFilter } from './audit.store.js'
import { chained, verifyChain, type AuditEvent, type ChainCheck, type NewAuditEvent } from './audit-chain.js'

export type AuditPage = { readonly number: number; readonly size: number }

export type AuditLog = {
  /**
   * Adds an event to the chain in the transaction of the change: both happen or neither. Call it last
   * in the transaction: from here to the commit no other change can be recorded.
   */
  record(session: ClientSession, event: NewAuditEvent): Promise<void>
  /**
   * Adds many events at once, each with its own instant; for sample histories only. Same rule:
   * last in the transaction.
   */
  recordAll(session: ClientSession, events: readonly (NewAuditEvent & { readonly at: Date })[]): Promise<void>
  /** Walks the whole chain and names the first broken link. */
  verify(): Promise<ChainCheck>
  /** Newest first; page numbers count from 1. */
  list(
    filter: AuditFilter,
    page: AuditPage,
  ): Promise<{ readonly events: readonly AuditEvent[]; readonly total: number }>
  /** Newest first, at most `limit`, without holding them all. */
  stream(filter: AuditFilter, limit: number): AsyncIterable<AuditEvent>
  /** The number of the last event, 0 before the first. */
  lastSeq(): Promise<number>
  /** The events after a number, in the order of the chain. */
  after(seq: number): AsyncIterable<Pick<AuditEvent, 'seq' | 'name' | 'subject'>>
  /** The names of events that occur. */
  names(): Promise<readonly string[]>
}

/** The append-only, hash-chained log of every state change. */
export function auditLog(connection: Connection, now: () => Date): AuditLog {
  const store = auditStore(connection)
  return {
    async record(session, given) {
      const place = await store.takePlace(session)
      await store.append(chained(given, { ...place, at: now() }), session)
    },

    async recordAll(session, events) {
      if (events.length === 0) return
      const first = await store.takePlace(session, events.length)
      let { previousHash } = first
      const added = events.map(({ at, ...given }, place) => {
        const event = chained(given, { seq: first.seq + place, at, previousHash })
        previousHash = event.hash
        return event
      })
      await store.appendAll(added, session)
    },

    async verify() {
      // In this order: an event and the head that counts it are written together, so the head can only be further.
      const last = await store.lastSeq()
      const head = await store.head()
      const check = await verifyChain(store.walk(head.seq), head)
      if (!check.sound || last <= head.seq) return check
      const message = `the chain ends at event ${head.seq}, yet event ${last} was added behind it`
      return { sound: false, events: head.seq, fault: { seq: head.seq + 1, kind: 'added', message } }
    },

    async list(filter, { number, size }) {
      const [events, total] = await Promise.all([
        store.list(filter, { skip: (number - 1) * size, limit: size }),
        store.count(filter),
      ])
      return { events, total }
    },

    stream: (filter, limit) => store.stream(filter, limit),
    lastSeq: () => store.lastSeq(),
    after: (seq) => store.after(seq),
    names: () => store.names(),
  }
}
