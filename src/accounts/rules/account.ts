import type { SignedInUser } from '../../kernel/signed-in-user.js'
import type { Organisation, Role } from '../../kernel/roles.js'

export type SecondFactor = {
  /** Base32. */
  readonly secret: string
  /** The last step of thirty seconds whose code was used: no code counts twice. */
  readonly lastStep: number
  /** SHA-256 of the recovery codes that are left. */
  readonly recovery: readonly string[]
  readonly since: Date
}

/** A person who may sign in. */
export type Account = {
  readonly id: string
  readonly role: Role
  readonly name: string
  readonly email: string
  readonly phone: string | null
  readonly organisation: Organisation
  /** argon2id in its own notation; empty when the account is closed. */
  readonly passwordHash: string
  readonly emailConfirmedAt: Date | null
  readonly state: 'active' | 'disabled' | 'closed'
  readonly secondFactor: SecondFactor | null
  /** Made for a demonstration: leaves with the sample data. */
  readonly isSample: boolean
  readonly createdAt: Date
}

/** What opening an account takes; the rest is decided here. */
export type NewAccount = {
  readonly role: Role
  readonly name: string
  readonly email: string
  readonly phone: string | null
  readonly organisation: Organisation
  /** Whether the address is known to be theirs: they came by a link, or the centre vouches. */
  readonly emailConfirmed: boolean
  readonly isSample?: boolean
}

/** The account as the rest of the site sees it. */
export function signedInUserOf({ id, role, name, email, organisation, secondFactor }: Account): SignedInUser {
  return { id, role, name, email, organisation, secondFactor: secondFactor !== null }
}

/** One spelling for one mail address: upper and lower case are the same address here. */
export const emailKey = (email: string): string => email.normalize('NFKC').trim().toLowerCase()
