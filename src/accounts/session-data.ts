import type {} from 'express-session'

declare module 'express-session' {
  interface SessionData {
    /** Written by passport: the account that is signed in. */
    passport: { user?: string }
    /** Milliseconds since 1970. */
    signedInAt: number
    seenAt: number
    device: string
    address: string
    /** The password was right and the code is still asked. */
    pending: { accountId: string; at: number; returnTo: string | null }
    /** A second factor that is being set up. */
    newSecret: string
  }
}
