import { randomUUID } from 'node:crypto'
import { Binary, UUID } from 'bson'
import { continueConversation, startConversation } from '../auth/scram.js'
import { CommandError } from '../errors.js'
import { arrayField } from '../field.js'
import { noSuchTransaction } from '../txn/transaction.js'
import { remember } from '../txn/retries.js'
import { fields, reply, type Call, type Command } from './call.js'

function end(call: Call) {
  call.server.sessions.endSessions(arrayField(call.body, call.name, call.name) ?? [])
  return reply({})
}

const control = (run: Command['run'], ...names: string[]): Command => ({
  kind: 'control',
  fields: fields(...names),
  run,
})

export const endSessions = control(end)
export const killSessions = control(end)
export const refreshSessions = control(() => reply({}))
export const startSession = control(() => {
  const id = new Binary(new UUID(randomUUID()).buffer, Binary.SUBTYPE_UUID)
  return reply({ id: { id }, timeoutMinutes: 30 })
})

function commit(call: Call) {
  const { transaction, session } = call
  if (transaction === null || session === null) throw missing('commitTransaction')
  // The client lost the first answer: say the same again.
  if (transaction.state === 'committed') return reply({})
  if (transaction.state === 'aborted') {
    throw noSuchTransaction(`Transaction with { txnNumber: ${transaction.number} } has been aborted.`)
  }
  try {
    transaction.commit((store) => remember(store, session.lsid, transaction.number, 'commitTransaction', {}))
  } finally {
    call.server.cursors.closeOf(transaction)
  }
  return reply({})
}

function abort(call: Call) {
  const { transaction } = call
  if (transaction === null) throw missing('abortTransaction')
  if (transaction.state === 'committed') {
    throw new CommandError(
      'TransactionCommitted',
      `Transaction with { txnNumber: ${transaction.number} } has been committed.`,
    )
  }
  if (transaction.state === 'aborted') {
    throw noSuchTransaction(`Transaction with { txnNumber: ${transaction.number} } has been aborted.`)
  }
  call.server.sessions.end(transaction)
  return reply({})
}

function missing(command: string): CommandError {
  return new CommandError('InvalidOptions', `${command} must be run within a transaction`)
}

const ENDING = ['recoveryToken', 'coordinator']
export const commitTransaction: Command = {
  kind: 'control',
  fields: fields(...ENDING),
  inTransaction: true,
  run: commit,
}
export const abortTransaction: Command = { kind: 'control', fields: fields(...ENDING), inTransaction: true, run: abort }

async function saslStartRun(call: Call) {
  const { credentials } = call.server.options
  if (credentials === null) throw new CommandError('AuthenticationFailed', 'Authentication failed.')
  return reply(await startConversation(call.client, credentials, call.body))
}

export const saslStart: Command = {
  kind: 'control',
  fields: fields('mechanism', 'payload', 'autoAuthorize', 'options', 'db'),
  open: true,
  run: saslStartRun,
}
export const saslContinue: Command = {
  kind: 'control',
  fields: fields('conversationId', 'payload'),
  open: true,
  run: (call) => reply(continueConversation(call.client, call.body)),
}
