import type { Organisation, Role } from '../kernel/roles.js'

/** Whom a notice is for: an organisation, or within it the people of one role, or one person. */
export type Recipient = Organisation & { readonly role?: Role; readonly accountId?: string }

/** What a notice is about: the record that the reader will look for. */
export type About = { readonly kind: string; readonly id: string }

/** A notice as a use case writes it. */
export type NewNotice = {
  readonly to: Recipient
  readonly subject: string
  readonly text: string
  /** A path in the portal, beginning with one slash. */
  readonly href: string
  readonly about: About
  /** At most one notice for a key and a recipient, ever: a repeated reminder is sent once. */
  readonly key?: string
  readonly urgent?: boolean
}

/** A notice as a person sees it in the portal. */
export type Notice = {
  readonly id: string
  readonly subject: string
  readonly text: string
  readonly href: string
  readonly about: About
  readonly urgent: boolean
  readonly at: Date
  /** Whether this person has not read it. Notices from before a person joined count as read. */
  readonly unread: boolean
}

/** Someone who works for an organisation and may sign in. */
export type NoticeReader = {
  readonly id: string
  readonly role: Role
  readonly email: string
  readonly emailConfirmedAt: Date | null
}

/** Whether the notice is for this person. */
export const isFor = ({ role, accountId }: Recipient, person: Pick<NoticeReader, 'id' | 'role'>): boolean =>
  (role === undefined || role === person.role) && (accountId === undefined || accountId === person.id)
