import { CommandError } from '../errors.js'
import type { Document } from '../values/document.js'
import type { Call } from './call.js'

/** Runs each statement of a write command; failures are collected by position, and the first one stops an ordered list. */
export function runStatements<T>(
  call: Call,
  statements: readonly T[],
  ordered: boolean,
  run: (statement: T, position: number) => void,
): Document[] {
  const errors: Document[] = []
  for (const [position, statement] of statements.entries()) {
    try {
      run(statement, position)
    } catch (error) {
      // In a transaction a failed statement fails the command's transaction, and the caller aborts it.
      if (!(error instanceof CommandError)) throw error
      errors.push(writeError(error, position))
      if (ordered || call.transaction !== null) break
    }
  }
  return errors
}

function writeError(error: CommandError, index: number): Document {
  return { index, code: error.code, ...(error.extra ?? {}), errmsg: error.message }
}

/** The result of a write command; `writeErrors` only when there are any. */
export function writeResult(counts: Document, errors: readonly Document[]): Document {
  return errors.length === 0 ? counts : { ...counts, writeErrors: errors }
}

/** At most this many statements fit one command (maxWriteBatchSize). */
export const MAX_STATEMENTS = 100_000

export function checkBatch(length: number): void {
  if (length >= 1 && length <= MAX_STATEMENTS) return
  throw new CommandError(
    'InvalidLength',
    `Write batch sizes must be between 1 and ${MAX_STATEMENTS}. Got ${length} operations.`,
  )
}

/** The documents of a list that may come in the body or as a sequence; sequences are decoded by the caller's `read`. */
export function statementsOf(call: Call, field: string, read: (bytes: Buffer) => Document): Document[] {
  const sequence = call.sequences.get(field)
  if (sequence !== undefined) return sequence.map((bytes) => read(bytes))
  const list = call.body[field]
  if (list === undefined) {
    throw new CommandError(40414, `BSON field '${call.name}.${field}' is missing but a required field`)
  }
  if (!Array.isArray(list)) {
    throw new CommandError(
      'TypeMismatch',
      `BSON field '${call.name}.${field}' is the wrong type, expected type 'array'`,
    )
  }
  return list as Document[]
}
