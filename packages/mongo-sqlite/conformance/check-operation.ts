import { MongoBulkWriteError, MongoError, MongoServerError, type MongoClient } from 'mongodb'
import type { Entities } from './entities.js'
import { isJson, type Json, type Operation } from './format.js'
import { match, Mismatch } from './match.js'
import { runOperation } from './operations.js'

/** Runs an operation and checks its result or its error. */
export async function checkOperation(operation: Operation, entities: Entities, internal: MongoClient): Promise<void> {
  const lookup = (id: string) => entities.get(id)
  let result: unknown
  try {
    result = await runOperation(operation, entities, internal)
  } catch (error) {
    if (operation.ignoreResultAndError === true) return
    // What the runner cannot do, and its own assertions, are never what a test expects.
    const own = error instanceof Mismatch || (error instanceof Error && error.message.includes('by this runner'))
    if (own || operation.expectError === undefined) throw error
    checkError(error, operation.expectError, lookup, operation.name)
    return
  }
  if (operation.expectError !== undefined) {
    throw new Mismatch(`${operation.name}: expected an error ${JSON.stringify(operation.expectError)}, got a result`)
  }
  if ('expectResult' in operation)
    match(result ?? undefined, operation.expectResult ?? undefined, lookup, operation.name)
  if (operation.saveResultAsEntity !== undefined) entities.set(operation.saveResultAsEntity, result)
}

function checkError(error: unknown, expected: Json, lookup: (id: string) => unknown, name: string): void {
  const fail = (message: string): never => {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    throw new Mismatch(`${name}: ${message}; the error was ${text}`)
  }
  const server = error instanceof MongoServerError
  if (expected.isClientError !== undefined && expected.isClientError !== !server) fail('client or server error')
  const contains = expected.errorContains
  const text = error instanceof Error ? error.message : ''
  if (typeof contains === 'string' && !text.toLowerCase().includes(contains.toLowerCase()))
    fail(`message without "${contains}"`)
  const code = (error as { code?: unknown }).code
  if (expected.errorCode !== undefined && code !== expected.errorCode) fail(`code ${String(code)}`)
  const codeName = (error as { codeName?: unknown }).codeName
  if (expected.errorCodeName !== undefined && codeName !== expected.errorCodeName) fail(`codeName ${String(codeName)}`)
  checkLabels(error, expected, fail)
  if (isJson(expected.errorResponse)) {
    match(server ? { ...error.errorResponse } : undefined, expected.errorResponse, lookup, `${name} errorResponse`)
  }
  if (expected.expectResult !== undefined) {
    match(
      error instanceof MongoBulkWriteError ? error.result : undefined,
      expected.expectResult,
      lookup,
      `${name} partial result`,
    )
  }
}

function checkLabels(error: unknown, expected: Json, fail: (message: string) => never): void {
  const has = (label: string) => error instanceof MongoError && error.hasErrorLabel(label)
  for (const label of (expected.errorLabelsContain ?? []) as string[])
    if (!has(label)) fail(`label ${label} is missing`)
  for (const label of (expected.errorLabelsOmit ?? []) as string[]) if (has(label)) fail(`label ${label} is there`)
}
