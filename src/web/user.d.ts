import type { Organisation, Role } from '../kernel/roles.ts'
// What passport adds to the request: user, login and logout.
import type {} from 'passport'

declare global {
  namespace Express {
    /** The person who is signed in, loaded anew for every request. */
    interface User {
      readonly id: string
      readonly role: Role
      readonly name: string
      readonly email: string
      readonly organisation: Organisation
      /** Whether a second factor is set up. */
      readonly secondFactor?: boolean
    }
  }
}
export {}
