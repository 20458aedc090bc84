import type { Organisation, Role } from './roles.js'

/** The person who is signed in, loaded anew for every request. */
export type SignedInUser = {
  readonly id: string
  readonly role: Role
  readonly name: string
  readonly email: string
  readonly organisation: Organisation
  /** Whether a second factor is set up. */
  readonly secondFactor?: boolean
}
