import { Long, Timestamp } from 'bson'
import { isDocument, type Document } from '../values/document.js'
import { startConversation } from '../auth/scram.js'
import { MAX_DOCUMENT } from '../storage/store.js'
import { MAX_WIRE_VERSION, SET_NAME } from '../version.js'
import { MAX_MESSAGE } from '../wire/framing.js'
import { fields, reply, type Call, type Command } from './call.js'
import { MAX_STATEMENTS } from './write-errors.js'

/**
 * The handshake. The server presents itself as the primary of a one-member replica set, because drivers allow sessions,
 * retryable writes and transactions only there. No compression is offered and no topologyVersion, so that drivers ask
 * again instead of waiting for changes that never come.
 */
async function run(call: Call) {
  const { body, server, client } = call
  const metadata = body.client
  if (isDocument(metadata) && isDocument(metadata.application)) {
    const name = metadata.application.name
    if (typeof name === 'string') client.appName = name
  }
  const legacy = call.name !== 'hello'
  const { credentials } = server.options
  const speculative = body.speculativeAuthenticate
  const conversation =
    isDocument(speculative) && credentials ? await startConversation(client, credentials, speculative) : null
  const asked = typeof body.saslSupportedMechs === 'string'
  return reply({
    helloOk: true,
    [legacy ? 'ismaster' : 'isWritablePrimary']: true,
    secondary: false,
    setName: SET_NAME,
    setVersion: 1,
    electionId: server.processId,
    hosts: [server.address],
    primary: server.address,
    me: server.address,
    maxBsonObjectSize: MAX_DOCUMENT,
    maxMessageSizeBytes: MAX_MESSAGE,
    maxWriteBatchSize: MAX_STATEMENTS,
    localTime: call.now,
    logicalSessionTimeoutMinutes: 30,
    connectionId: client.id,
    minWireVersion: 0,
    maxWireVersion: MAX_WIRE_VERSION,
    readOnly: false,
    lastWrite: lastWrite(call.now),
    ...(asked && { saslSupportedMechs: ['SCRAM-SHA-256'] }),
    ...(conversation !== null && { speculativeAuthenticate: conversation }),
  })
}

function lastWrite(now: Date): Document {
  const opTime = { ts: new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 }), t: Long.fromNumber(1) }
  return { opTime, lastWriteDate: now, majorityOpTime: opTime, majorityWriteDate: now }
}

export const hello: Command = { kind: 'control', fields: fields(), open: true, lenient: true, run }
