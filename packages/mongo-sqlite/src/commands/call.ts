import type { Client } from '../listen/client.js'
import type { Store } from '../storage/store.js'
import type { Session } from '../txn/sessions.js'
import type { Transaction } from '../txn/transaction.js'
import type { Document } from '../values/document.js'
import type { Reply } from '../wire/reply.js'
import type { Server } from '../server.js'

/** One command being run: what was asked, by whom, and the store it may use. */
export type Call = {
  readonly name: string
  readonly db: string
  readonly body: Document
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>
  readonly server: Server
  readonly client: Client
  readonly session: Session | null
  readonly transaction: Transaction | null
  readonly store: Store
  readonly now: Date
  /** Milliseconds since 1970 after which maxTimeMS is used up. */
  readonly deadline: number | undefined
}

export type Command = {
  /**
   * `control` never touches documents; `read` sees what is committed (or its transaction); `write` runs inside the
   * shared commit (or its transaction) and is answered after it.
   */
  readonly kind: 'control' | 'read' | 'write'
  /** The fields it knows besides those every command has; any other is refused with 40415. */
  readonly fields: ReadonlySet<string>
  /** Whether it may be part of a transaction. */
  readonly inTransaction?: boolean
  /** Whether its answer is remembered under the session's transaction number. */
  readonly retryable?: boolean
  /** Allowed before a client has signed in. */
  readonly open?: boolean
  /** Ignores fields it does not know, as the handshake has to: newer drivers announce more. */
  readonly lenient?: boolean
  /** For commands that only sometimes write, such as aggregate with $out. */
  readonly writes?: (body: Document) => boolean
  readonly run: (call: Call) => Reply | Promise<Reply>
}

/** The fields of a command as a set; the command's own name is added by the table. */
export function fields(...names: string[]): ReadonlySet<string> {
  return new Set(names)
}

export function reply(fields: Document): Reply {
  return { fields }
}
