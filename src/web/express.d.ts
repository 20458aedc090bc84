import type { SignedInUser } from '../kernel/signed-in-user.ts'
import type { Upload } from './uploads/read-upload.ts'
// What passport adds to the request: user, login and logout.
import type {} from 'passport'

declare global {
  namespace Express {
    // An interface, because passport declares one that this merges with.
    interface User extends SignedInUser {}

    interface Locals {
      /** The pattern of the route that answers. */
      route?: string
      /** The audit name of the route that answers. */
      audit?: string
      /** How many unread notices the signed-in person has; not set for visitors. */
      unreadNotices?: number
      /** What `uploadReader` read. */
      upload?: Upload
      /** The token of the form is in a body that is not read yet; no handler runs before it is checked. */
      tokenOutstanding?: boolean
    }
  }
}
export {}
