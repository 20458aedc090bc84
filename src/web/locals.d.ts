import type { Upload } from './uploads/read-upload.js'

declare global {
  namespace Express {
    interface Locals {
      /** The pattern of the route that answers. */
      route?: string
      /** What the audit log calls the route that answers. */
      audit?: string
      /** How many notices the person who is signed in has not read; none when nobody is. */
      unreadNotices?: number
      /** What `uploadReader` found. */
      upload?: Upload
      /** The token of a form lies in a body that has not been read yet; no handler runs before it is checked. */
      tokenOutstanding?: boolean
    }
  }
}
export {}
