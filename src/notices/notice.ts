import type { Organisation, Role } from '../kernel/roles.js'

/** Whom a notice is for: an organisation, or within it the people of one role, or one person. */
export type Recipient = Organisation & { readonly role?: Role; readonly accountId?: string }

/** What a notice is about: the record that the reader will look for. */
export type About = { readonly kind: string; readonly id: string }

/** A notice as a use case writes it. */
export type Tell = {
  readonly to: Recipient
  readonly subject: string
  readonly text: string
  /** A path in the portal, beginning with one slash. */
  readonly href: string
  readonly about: About
  /** One notice a key and recipient, ever: what is told again and again (a reminder) is told once. */
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
  /** Whether this person has still to read it; who came later finds the earlier ones read. */
  readonly unread: boolean
}

/** Someone who works for an organisation and may sign in. */
export type Addressee = {
  readonly id: string
  readonly role: Role
  readonly email: string
  readonly emailConfirmedAt: Date | null
}

/** Whether this person is meant. */
export const isMeant = ({ role, accountId }: Recipient, person: Pick<Addressee, 'id' | 'role'>): boolean =>
  (role === undefined || role === person.role) && (accountId === undefined || accountId === person.id)
