import { Binary, Double, Long } from 'bson'
import { setTimeout as delay } from 'node:timers/promises'
import { CommandError } from '../errors.js'
import { asNumber, refuseUnknown } from '../field.js'
import type { Client } from '../listen/client.js'
import type { Server } from '../server.js'
import { isFull } from '../storage/connection.js'
import { transactionNumber } from '../txn/sessions.js'
import { isDocument, type Document } from '../values/document.js'
import type { Reply } from '../wire/reply.js'
import { commandName, type Request } from '../wire/request.js'
import type { Command } from './call.js'
import type { Failure } from './fail-point.js'
import { errorLabels, isRetryableWrite } from './labels.js'
import { execute } from './execute.js'
import { COMMANDS, GENERIC_FIELDS } from './table.js'
import { nextTimestamp } from './write-document.js'

const OK = new Double(1)
const NOT_OK = new Double(0)
/** Nobody signs the cluster time here: a zero signature, as a server without keys sends. */
const SIGNATURE = { hash: new Binary(Buffer.alloc(20)), keyId: Long.ZERO }

/** What the labels of an answer depend on. */
type About = { readonly command: string; readonly inTransaction: boolean; readonly retryable: boolean }
const UNREAD: About = { command: '', inTransaction: false, retryable: false }

/** Answers one request; null asks for the connection to be closed (fail points only). Never throws for a bad command. */
export async function dispatch(server: Server, client: Client, request: Request): Promise<Reply | null> {
  const { body } = request
  const name = commandName(body)
  const command = COMMANDS.get(name)
  const inTransaction = body.autocommit === false
  const about = { command: name, inTransaction, retryable: body.txnNumber !== undefined }
  const failure = server.options.testCommands ? server.failPoints.take(name, client.appName) : null
  try {
    if (failure !== null && failure.blockMS > 0) await delay(failure.blockMS)
    if (failure?.closeConnection) return null
    if (failure?.error) throw failure.error
    check(server, client, request, name, command)
    const answer = await execute(server, client, request, name, command)
    return succeeded(addWriteConcernError(answer, body, failure, about))
  } catch (error) {
    return failed(server, error, failure, about)
  }
}

function check(
  server: Server,
  client: Client,
  { body, sequences }: Request,
  name: string,
  command: Command | undefined,
): asserts command is Command {
  const hidden = name === 'configureFailPoint' && !server.options.testCommands
  if (command === undefined || hidden) throw new CommandError('CommandNotFound', `no such command: '${name}'`)
  if (typeof body.$db !== 'string')
    throw new CommandError(40414, "BSON field 'OP_MSG.$db' is missing but a required field")
  if (!client.authenticated && !command.open) {
    throw new CommandError('Unauthorized', `Command ${name} requires authentication`)
  }
  const known = knownFields(name, command)
  if (command.lenient !== true) refuseUnknown(body, known, name)
  for (const field of sequences.keys()) refuseUnknown({ [field]: [] }, known, name)
  checkTransactionFields(body, name, command)
}

const KNOWN = new Map<string, ReadonlySet<string>>()

/** The fields a command may have, put together once. */
function knownFields(name: string, command: Command): ReadonlySet<string> {
  const known = KNOWN.get(name) ?? new Set([...command.fields, ...GENERIC_FIELDS, name])
  KNOWN.set(name, known)
  return known
}

function checkTransactionFields(body: Document, name: string, command: Command): void {
  const number = transactionNumber(body)
  if (body.autocommit !== undefined && number === undefined) {
    throw new CommandError('InvalidOptions', "'autocommit' field requires a transaction number to also be specified")
  }
  if (body.autocommit === true) throw new CommandError('InvalidOptions', 'Specifying autocommit=true is not allowed.')
  if (number !== undefined && body.lsid === undefined) {
    throw new CommandError('InvalidOptions', 'Transaction number requires a session ID to also be specified')
  }
  if (body.startTransaction !== undefined && body.autocommit === undefined) {
    throw new CommandError(
      'InvalidOptions',
      "'startTransaction' field requires 'autocommit' field to also be specified",
    )
  }
  if (number !== undefined && body.autocommit === undefined && command.retryable !== true) {
    throw new CommandError(
      50768,
      `txnNumber may only be provided for multi-document transactions and retryable write commands. autocommit:false was not provided, and ${name} is not a retryable write command.`,
    )
  }
  if (body.autocommit === false && command.inTransaction !== true) {
    const message =
      name === 'count'
        ? "Cannot run 'count' in a multi-document transaction. Please see http://dochub.mongodb.org/core/transaction-count for a recommended alternative."
        : `Cannot run '${name}' in a multi-document transaction.`
    throw new CommandError('OperationNotSupportedInTransaction', message)
  }
  if (body.autocommit === false && body.startTransaction !== true && body.readConcern !== undefined) {
    throw new CommandError('InvalidOptions', 'Only the first command in a transaction may specify a readConcern')
  }
}

/** A write concern this one-member set can never satisfy is an error beside a successful write. */
function addWriteConcernError(answer: Reply, body: Document, failure: Failure | null, about: About): Reply {
  const asked = failure?.writeConcernError ?? unsatisfiable(body)
  if (asked === null) return answer
  const labels =
    failure?.errorLabels ?? (isRetryableWrite(asNumber(asked.code) ?? 0, about) ? ['RetryableWriteError'] : [])
  return {
    ...answer,
    fields: { ...answer.fields, writeConcernError: asked, ...(labels.length > 0 && { errorLabels: labels }) },
  }
}

function unsatisfiable(body: Document): Document | null {
  const concern = body.writeConcern
  if (!isDocument(concern)) return null
  const w = concern.w
  const number = asNumber(w)
  if (number !== undefined && number > 1) {
    return { code: 100, codeName: 'UnsatisfiableWriteConcern', errmsg: 'Not enough data-bearing nodes' }
  }
  if (typeof w === 'string' && w !== 'majority') {
    return {
      code: 79,
      codeName: 'UnknownReplWriteConcern',
      errmsg: `No write concern mode named '${w}' found in replica set configuration`,
    }
  }
  return null
}

function succeeded(answer: Reply): Reply {
  return { ...answer, fields: { ...answer.fields, ok: OK, ...clock() } }
}

/** Cluster time and operation time, which drivers send back for causal consistency; one node is always consistent. */
function clock(): Document {
  const time = nextTimestamp()
  return { $clusterTime: { clusterTime: time, signature: SIGNATURE }, operationTime: time }
}

/** The answer to a command that failed, or to a message whose command could not even be read. */
export function failed(server: Server, error: unknown, failure: Failure | null = null, about = UNREAD): Reply {
  const known = error instanceof CommandError ? error : internal(server, error)
  const labels = failure?.errorLabels ?? errorLabels(known, about)
  return {
    fields: {
      ok: NOT_OK,
      errmsg: known.message,
      code: known.code,
      codeName: known.codeName,
      ...(known.extra ?? {}),
      ...(labels.length > 0 && { errorLabels: labels }),
      ...clock(),
    },
  }
}

function internal(server: Server, error: unknown): CommandError {
  const message = error instanceof Error ? error.message : String(error)
  if (isFull(error)) return new CommandError('OutOfDiskSpace', `nothing was written: ${message}`)
  server.options.log(`internal error: ${error instanceof Error ? (error.stack ?? message) : message}`)
  return new CommandError('InternalError', `internal error: ${message}`)
}
