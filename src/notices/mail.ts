import { createTransport } from 'nodemailer'
import type { ClientSession, Connection } from 'mongoose'
import type { Config } from '../config.js'
import type { Logger } from '../log/index.js'
import { fullText, retryAfter, type Message, type OutboxMessage } from './message.js'
import { outboxStore, type OutboxStore } from './outbox.store.js'

/** How long one attempt may take before another process may try the same message. */
const claimedMs = 120_000

/** Hands one message to the mail server. @throws when it does not take it. */
export type Send = (message: { from: string; to: string; subject: string; text: string }) => Promise<unknown>

export type Mail = {
  /** Whether mails leave the house; without a mail server they stay in the outbox. */
  readonly leaves: boolean
  readonly outbox: OutboxStore
  /** Puts a mail into the outbox in the transaction of the change that it tells of. It leaves with `deliver`. */
  post(session: ClientSession, message: Message): Promise<void>
  /** Sends what waits, one after the other; never throws. Returns how many left. */
  deliver(): Promise<number>
  /** Begins no other mail and waits for those on their way, so that none is sent and not noted as sent. */
  close(): Promise<void>
}

export type MailParts = {
  readonly connection: Connection
  readonly config: Pick<Config, 'mail' | 'environment'>
  readonly log: Logger
  readonly now: () => Date
  /** Another way to send, for tests. */
  readonly send?: Send
}

/** Mail by way of an outbox in the database, so that a mail is lost neither by a crash nor by a mail server that is away. */
export function mailOf(parts: MailParts): Mail {
  const { connection, config, log, now } = parts
  const outbox = outboxStore(connection)
  const server = config.mail
  const send = parts.send ?? (server && smtp(server.smtpUrl))
  const underWay = new Set<Promise<unknown>>()
  let closed = false
  return {
    leaves: server !== null,
    outbox,

    async post(session, message) {
      await outbox.insert(session, message, server ? 'waiting' : 'kept', now())
      if (!server) logKept(log, message, config.environment === 'production')
    },

    async deliver() {
      if (!server || !send) return 0
      let left = 0
      try {
        for (;;) {
          const next = closed ? null : deliverNext(server.from, send)
          if (next === null) return left
          underWay.add(next)
          const done = await next.finally(() => underWay.delete(next))
          if (done === 'nothing') return left
          if (done === 'sent') left += 1
        }
      } catch (error) {
        log.error({ err: error }, 'the outbox could not be read')
        return left
      }
    },

    async close() {
      closed = true
      await Promise.allSettled(underWay)
    },
  }

  async function deliverNext(from: string, by: Send): Promise<'nothing' | 'sent' | 'failed'> {
    const at = now()
    const message = await outbox.claim(at, new Date(at.getTime() + claimedMs))
    if (!message) return 'nothing'
    return (await attempt(message, from, by, { outbox, log, now })) ? 'sent' : 'failed'
  }
}

async function attempt(
  message: OutboxMessage,
  from: string,
  send: Send,
  { outbox, log, now }: { outbox: OutboxStore; log: Logger; now: () => Date },
): Promise<boolean> {
  try {
    await send({ from, to: message.to, subject: message.subject, text: fullText(message) })
  } catch (error) {
    const wait = retryAfter(message.attempts)
    log.warn({ message: message.id, attempts: message.attempts, err: error }, 'mail not sent')
    const reason = error instanceof Error ? error.message.slice(0, 300) : 'unknown'
    await outbox.markFailed(message.id, reason, wait === null ? null : new Date(now().getTime() + wait))
    return false
  }
  await outbox.markSent(message.id, now())
  return true
}

function smtp(url: string): Send {
  const transport = createTransport(url)
  return (message) => transport.sendMail(message)
}

/** In production a log is read by many: it names the message and keeps its link to itself. */
function logKept(log: Logger, message: Message, production: boolean): void {
  const link = message.link ?? null
  log.info(
    production ? { subject: message.subject } : { to: message.to, subject: message.subject, link },
    'mail kept in the outbox',
  )
}
