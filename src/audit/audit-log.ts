import type { ClientSession, Connection } from 'mongoose'
import { auditStore, type AuditFilter } from './audit.store.js'
import { link, type AuditEvent, type Happening } from './event.js'
import { verifyChain, type ChainCheck } from './verify-chain.js'

export type AuditPage = { readonly number: number; readonly size: number }

export type AuditLog = {
  /**
   * Adds an event to the chain in the transaction of the change that it tells of: both happen or neither. Call it last
   * in the transaction: from here to the commit no other change can be recorded.
   */
  record(session: ClientSession, happening: Happening): Promise<void>
  /**
   * Adds many events at once, each with the instant at which it came about; for invented histories alone. Same rule:
   * last in the transaction.
   */
  recordAll(session: ClientSession, happenings: readonly (Happening & { readonly at: Date })[]): Promise<void>
  /** Walks the whole chain and names the first broken link. */
  verify(): Promise<ChainCheck>
  /** Newest first; page numbers count from 1. */
  list(
    filter: AuditFilter,
    page: AuditPage,
  ): Promise<{ readonly events: readonly AuditEvent[]; readonly total: number }>
  /** Newest first, at most `limit`, without holding them all. */
  stream(filter: AuditFilter, limit: number): AsyncIterable<AuditEvent>
  /** The place of the last event, 0 before the first: whoever has read up to here has seen every change. */
  lastSeq(): Promise<number>
  /** What was changed after a place, in the order of the chain. */
  after(seq: number): AsyncIterable<Pick<AuditEvent, 'seq' | 'name' | 'subject'>>
  /** The names of events that occur. */
  names(): Promise<readonly string[]>
}

/** The append-only, hash-chained log of every state change. */
export function auditLog(connection: Connection, now: () => Date): AuditLog {
  const store = auditStore(connection)
  return {
    async record(session, happening) {
      const place = await store.takePlace(session)
      await store.append(link(happening, { ...place, at: now() }), session)
    },

    async recordAll(session, happenings) {
      if (happenings.length === 0) return
      const first = await store.takePlace(session, happenings.length)
      let { previousHash } = first
      const added = happenings.map(({ at, ...happening }, place) => {
        const event = link(happening, { seq: first.seq + place, at, previousHash })
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
