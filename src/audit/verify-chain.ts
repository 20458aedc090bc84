import { firstLink, hashOf, type AuditEvent } from './event.js'

export type ChainFault = {
  /** The place in the chain, counted from 1, where the first thing is wrong. */
  readonly seq: number
  readonly kind: 'missing' | 'altered' | 'unlinked' | 'cut' | 'added'
  readonly message: string
}
export type ChainCheck =
  | { readonly sound: true; readonly events: number; readonly head: string }
  | { readonly sound: false; readonly events: number; readonly fault: ChainFault }

/** Where the chain is said to end: kept beside it, so that events cut from its end are missed too. */
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
