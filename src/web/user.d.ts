import type { SignedInUser } from '../kernel/signed-in-user.ts'
// What passport adds to the request: user, login and logout.
import type {} from 'passport'

declare global {
  namespace Express {
    // An interface, because passport declares one that this merges with.
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type
    interface User extends SignedInUser {}
  }
}
export {}
