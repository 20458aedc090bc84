import { createTransport } from 'nodemailer'
import type { ClientSession, Connection } from 'mongoose'
import type { Config } from '../config.js'
import type { JobDefinition } from '../jobs/index.js'
import type { Logger } from '../log/index.js'
import { fullText, retryAfter, type Message, type OutboxMessage } from './message.js'
import { outboxStore, type OutboxStore } from './outbox.store.js'

/** How long one attempt may take before another process may try the same message. */
const claimedMs = 120_000

/** Hands one message to the mail server. @throws when it does not take it. */
export type Send = (message: { from: string; to: string; subject: string; text: string }) => Promise<unknown>

export type Mail = {
  /** Whether a mail server is set; without one mails stay in the outbox. */
  readonly hasServer: boolean
  readonly outbox: OutboxStore
  /** Puts a mail into the outbox in the transaction of the change. `deliver` sends it. */
  post(session: ClientSession, message: Message): Promise<void>
  /** Sends the waiting mails, one after the other; never throws. Returns how many were sent. */
  deliver(): Promise<number>
  /** Starts no other mail and waits for those being sent, so that each is recorded as sent. */
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
export function mailService(parts: MailParts): Mail {
  const { connection, config, log, now } = parts
  const outbox = outboxStore(connection)
  const server = config.mail
  const send = parts.send ?? (server && smtp(server.smtpUrl))
  const running = new Set<Promise<unknown>>()
  let closed = false
  return {
    hasServer: server !== null,
    outbox,

    async post(session, message) {
      await outbox.insert(session, message, server ? 'waiting' : 'kept', now())
      if (!server) logUndelivered(log, message, config.environment === 'production')
    },

    async deliver() {
      if (!server || !send) return 0
      let sent = 0
      try {
        for (;;) {
          const next = closed ? null : deliverNext(server.from, send)
          if (next === null) return sent
          running.add(next)
          const done = await next.finally(() => running.delete(next))
          if (done === 'nothing') return sent
          if (done === 'sent') sent += 1
        }
      } catch (error) {
        log.error({ err: error }, 'the outbox could not be read')
        return sent
      }
    },

    async close() {
      closed = true
      await Promise.allSettled(running)
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

/** In production many people read the log, so it leaves out the link and the recipient. */
function logUndelivered(log: Logger, message: Message, production: boolean): void {
  const link = message.link ?? null
  log.info(
    production ? { subject: message.subject } : { to: message.to, subject: message.subject, link },
    'mail kept in the outbox',
  )
}

/** Retries mails that the server refused, and sends those that another process left. */
export const mailJobs = (mail: Pick<Mail, 'deliver'>): readonly JobDefinition[] => [
  { name: 'deliver-mail', everyMs: 30_000, title: '发送邮件', run: () => mail.deliver() },
]
