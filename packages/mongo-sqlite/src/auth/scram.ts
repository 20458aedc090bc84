import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Binary } from 'bson'
import { CommandError } from '../errors.js'
import { asNumber } from '../field.js'
import type { Client } from '../listen/client.js'
import type { Document } from '../values/document.js'

export type Credentials = { readonly user: string; readonly password: string }

/** RFC 7677 asks for 4096 at least; the server's default is 15000. */
const ITERATIONS = 15_000
const derive = promisify(pbkdf2)

type Conversation = {
  readonly id: number
  readonly nonce: string
  readonly authMessage: string
  readonly serverKey: Buffer
  readonly storedKey: Buffer
  /** Set once the proof was right; one more empty message follows unless the client skips it. */
  proven: boolean
}

let lastConversation = 0

/** First step of SCRAM-SHA-256 (RFC 5802, RFC 7677): answers the salt, the iterations and the joined nonce. */
export async function startConversation(client: Client, credentials: Credentials, body: Document): Promise<Document> {
  if (body.mechanism !== 'SCRAM-SHA-256') {
    const message = `Received authentication for mechanism ${String(body.mechanism)} which is not enabled`
    throw new CommandError(334, message)
  }
  const first = textOf(body.payload)
  const match = /^[ny],,((?:m=[^,]*,)?n=([^,]*),r=([^,]+).*)$/.exec(first)
  if (match === null) throw failed()
  const [, bare = '', user = '', clientNonce = ''] = match
  const salt = randomBytes(28)
  // An unknown name goes the same way as a known one and fails at the proof.
  const known = user.replace(/=2C/g, ',').replace(/=3D/g, '=') === credentials.user
  const salted = await derive(known ? credentials.password : randomBytes(16), salt, ITERATIONS, 32, 'sha256')
  const nonce = clientNonce + randomBytes(24).toString('base64')
  const serverFirst = `r=${nonce},s=${salt.toString('base64')},i=${ITERATIONS}`
  const conversation: Conversation = {
    id: ++lastConversation,
    nonce,
    authMessage: `${bare},${serverFirst}`,
    serverKey: hmac(salted, 'Server Key'),
    storedKey: createHash('sha256').update(hmac(salted, 'Client Key')).digest(),
    proven: false,
  }
  client.conversation = conversation
  return { conversationId: conversation.id, done: false, payload: new Binary(Buffer.from(serverFirst)) }
}

/** Second step: checks the proof and answers with the server's own; then the connection is signed in. */
export function continueConversation(client: Client, body: Document): Document {
  const conversation = client.conversation as Conversation | null
  if (conversation === null || conversation.id !== asNumber(body.conversationId)) throw failed()
  if (conversation.proven) {
    client.conversation = null
    return { conversationId: conversation.id, done: true, payload: new Binary(Buffer.alloc(0)) }
  }
  client.conversation = null
  const final = textOf(body.payload)
  const match = /^(c=[^,]*,r=([^,]+)),p=([^,]+)$/.exec(final)
  if (match === null) throw failed()
  const [, withoutProof = '', nonce = '', proof = ''] = match
  const authMessage = `${conversation.authMessage},${withoutProof}`
  const signature = hmac(conversation.storedKey, authMessage)
  const given = Buffer.from(proof, 'base64')
  if (nonce !== conversation.nonce || given.length !== signature.length) throw failed()
  const clientKey = Buffer.from(given.map((byte, i) => byte ^ (signature[i] ?? 0)))
  if (!timingSafeEqual(createHash('sha256').update(clientKey).digest(), conversation.storedKey)) throw failed()
  client.authenticated = true
  conversation.proven = true
  client.conversation = conversation
  const answer = `v=${hmac(conversation.serverKey, authMessage).toString('base64')}`
  return { conversationId: conversation.id, done: true, payload: new Binary(Buffer.from(answer)) }
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function textOf(payload: unknown): string {
  if (payload instanceof Binary) return Buffer.from(payload.buffer.subarray(0, payload.position)).toString('utf8')
  throw failed()
}

function failed(): CommandError {
  return new CommandError('AuthenticationFailed', 'Authentication failed.')
}
