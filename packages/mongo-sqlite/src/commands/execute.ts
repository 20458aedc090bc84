import { CommandError } from '../errors.js'
import { asNumber } from '../field.js'
import type { Client } from '../listen/client.js'
import type { Server } from '../server.js'
import type { Store } from '../storage/store.js'
import { recall, remember, tooOld } from '../txn/retries.js'
import { transactionNumber, type Session } from '../txn/sessions.js'
import { noSuchTransaction, type Transaction } from '../txn/transaction.js'
import type { Document } from '../values/document.js'
import type { Reply } from '../wire/reply.js'
import type { Request } from '../wire/request.js'
import type { Call, Command } from './call.js'
import { checkReadConcern } from './target.js'

/** Runs a checked command where it belongs: at once, in the shared commit of plain writes, or in its transaction. */
export async function execute(
  server: Server,
  client: Client,
  request: Request,
  name: string,
  command: Command,
): Promise<Reply> {
  const { body, sequences } = request
  const session = server.sessions.of(body, server.main)
  const number = transactionNumber(body)
  const limit = asNumber(body.maxTimeMS) ?? 0
  const call: Call = {
    name,
    db: body.$db as string,
    body,
    sequences,
    server,
    client,
    session,
    transaction: null,
    store: server.main,
    now: new Date(),
    deadline: limit > 0 && name !== 'getMore' ? Date.now() + limit : undefined,
  }
  if (session !== null && number !== undefined && body.autocommit === false) {
    return runInTransaction(call, session, number, command)
  }
  checkReadConcern(call)
  if (!isWrite(command, body)) return command.run(call)
  if (session !== null && number !== undefined) return runRetryable(call, session, number, command)
  return server.writer.write(() => sync(command.run(call)), call.deadline)
}

function isWrite(command: Command, body: Document): boolean {
  return command.kind === 'write' || (command.writes?.(body) ?? false)
}

/** A write with a number is answered from memory when it has been done before, else done and remembered together. */
function runRetryable(call: Call, session: Session, number: number, command: Command): Promise<Reply> {
  const { server } = call
  return server.writer.write(() => {
    if (number < session.number) throw tooOld(number, session.number)
    if (number === session.number) {
      const done = recall(server.main, session.lsid)
      if (done?.number === number && done.command === call.name) return { fields: done.reply }
      if (session.transaction?.number === number) {
        throw new CommandError(50768, `transaction ${number} cannot be continued as a retryable write`)
      }
    }
    server.sessions.advance(session, number)
    const answer = sync(command.run(call))
    remember(server.main, session.lsid, number, call.name, answer.fields)
    return answer
  }, call.deadline)
}

async function runInTransaction(call: Call, session: Session, number: number, command: Command): Promise<Reply> {
  const { server, body } = call
  const ending = call.name === 'commitTransaction' || call.name === 'abortTransaction'
  if (ending && session.transaction?.number !== number) {
    const done = recall(server.main, session.lsid)
    if (call.name === 'commitTransaction' && done?.number === number && done.command === call.name)
      return { fields: {} }
  }
  const transaction = server.sessions.transactionOf(session, number, body.startTransaction === true)
  if (transaction.state === 'active') transaction.clients.add(call.client)
  if (ending) return command.run({ ...call, transaction })
  checkActive(transaction)
  if (transaction.busy)
    throw new CommandError('ConflictingOperationInProgress', 'another operation of this transaction is running')
  transaction.busy = true
  try {
    checkPresent(call.client)
    checkReadConcern({ ...call, transaction })
    const store = await storeFor(transaction, command, body)
    const answer = sync(command.run({ ...call, transaction, store }))
    if (answer.fields.writeErrors !== undefined) server.sessions.end(transaction)
    return answer
  } catch (error) {
    // Any error ends a transaction; what it wrote is gone.
    server.sessions.end(transaction)
    throw error
  } finally {
    transaction.busy = false
  }
}

/** A command that was held up until its client had closed the connection must begin nothing any more. */
function checkPresent(client: Client): void {
  if (client.gone) throw noSuchTransaction('the connection of this transaction is closed')
}

async function storeFor(transaction: Transaction, command: Command, body: Document): Promise<Store> {
  return isWrite(command, body) ? transaction.writing() : transaction.reading()
}

function checkActive(transaction: Transaction): void {
  if (transaction.state === 'committed') {
    throw new CommandError(
      'TransactionCommitted',
      `Transaction with { txnNumber: ${transaction.number} } has been committed.`,
    )
  }
  if (transaction.state === 'aborted') {
    throw noSuchTransaction(`Transaction with { txnNumber: ${transaction.number} } has been aborted.`)
  }
}

/** Commands that read or write documents answer at once: nothing else runs between their first row and their last. */
function sync(answer: Reply | Promise<Reply>): Reply {
  if (answer instanceof Promise) throw new Error('a command on documents must not wait')
  return answer
}
