import { CommandError } from '../errors.js'
import type { Store } from '../storage/store.js'
import { decode, encode, type Document } from '../values/document.js'

/** What a session last did: its highest number, and the answer to give when the client asks again. */
export type Remembered = { readonly number: number; readonly command: string; readonly reply: Document }

/** How long an answer is kept, in ms (localLogicalSessionTimeoutMinutes of the server: 30). */
const KEEP = 30 * 60_000

/**
 * Answers to retryable writes and commits, kept in the same commit as the write itself: a client that lost the answer,
 * even through a crash, is told the same again instead of writing twice. One row a session, as only its latest number
 * may be retried; a command is all or nothing here, so its statements need no rows of their own.
 */
export function remember(store: Store, lsid: Uint8Array, number: number, command: string, reply: Document): void {
  const sql = 'INSERT OR REPLACE INTO retries (lsid, number, command, reply, at) VALUES (?, ?, ?, ?, ?)'
  store.connection.run(sql, lsid, number, command, encode(reply), Date.now())
}

export function recall(store: Store, lsid: Uint8Array): Remembered | null {
  const row = store.connection.get('SELECT number, command, reply FROM retries WHERE lsid = ?', lsid)
  if (row === undefined) return null
  const reply = decode(row.reply as Uint8Array)
  return { number: Number(row.number), command: row.command as string, reply }
}

/** Forgets answers nobody may ask for any more. */
export function forgetOld(store: Store, now: number): void {
  store.connection.run('DELETE FROM retries WHERE at < ?', now - KEEP)
}

/** Error 225 for a number below the session's latest. */
export function tooOld(number: number, latest: number): CommandError {
  const message = `Retryable write with txnNumber ${number} is prohibited on session because a newer retryable write with txnNumber ${latest} has already started on this session.`
  return new CommandError('TransactionTooOld', message)
}
