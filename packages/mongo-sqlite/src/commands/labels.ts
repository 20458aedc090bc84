import type { CommandError } from '../errors.js'

/** Codes after which a driver may run the same thing again. Source: the server's RetriableError category. */
const RETRYABLE: ReadonlySet<number> = new Set([
  6, 7, 89, 91, 134, 189, 262, 317, 358, 384, 9001, 10107, 11600, 11602, 13435, 13436,
])
/** Codes that end a transaction for reasons of the moment. */
const TRANSIENT: ReadonlySet<number> = new Set([24, 112, 246, 251])

/** The errorLabels of a failed command, by the server's rules. */
export function errorLabels(
  error: CommandError,
  about: { readonly command: string; readonly inTransaction: boolean; readonly retryable: boolean },
): string[] {
  const ending = about.command === 'commitTransaction' || about.command === 'abortTransaction'
  const labels = new Set(error.labels ?? [])
  if (about.inTransaction && TRANSIENT.has(error.code)) labels.add('TransientTransactionError')
  if (about.inTransaction && !ending && RETRYABLE.has(error.code)) labels.add('TransientTransactionError')
  if (isRetryableWrite(error.code, about)) labels.add('RetryableWriteError')
  return [...labels]
}

/** Whether a code makes a write, a commit or an abort worth repeating. */
export function isRetryableWrite(
  code: number,
  about: { readonly command: string; readonly inTransaction: boolean; readonly retryable: boolean },
): boolean {
  const ending = about.command === 'commitTransaction' || about.command === 'abortTransaction'
  return RETRYABLE.has(code) && (ending || (about.retryable && !about.inTransaction))
}
