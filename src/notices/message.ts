/** A mail as a use case writes it. */
export type Message = {
  readonly to: string
  readonly subject: string
  /** Plain text; `{link}` stands where the link belongs. */
  readonly text: string
  /** A one-time link: kept apart from the text, so that it can be forgotten once the mail is sent. */
  readonly link?: string
}

export type MessageState = 'waiting' | 'sent' | 'kept' | 'failed'

/** A mail in the outbox. */
export type OutboxMessage = {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly link: string | null
  /** `kept`: there is no mail server, so the centre hands it on. */
  readonly state: MessageState
  readonly attempts: number
  readonly error: string | null
  readonly createdAt: Date
  readonly sentAt: Date | null
}

/** The whole text; without the link it says so. */
export function fullText({ text, link }: Pick<OutboxMessage, 'text' | 'link'>): string {
  return text.replaceAll('{link}', link ?? '（链接已隐去）')
}

/** How long to wait after a failed attempt, in milliseconds: 1, 2, 4 … minutes; null gives up after eight attempts. */
export function retryAfter(attempts: number): number | null {
  return attempts >= 8 ? null : 60_000 * 2 ** (attempts - 1)
}
