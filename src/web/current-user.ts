import type { Request } from 'express'
// Brings in what passport adds to the request: user, login and logout.
import type {} from 'passport'
import type { Organisation, Role } from './roles.js'

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

/**
 * The person who is signed in.
 * @throws Error on a route that was not declared for people who sign in: a fault of the code.
 */
export function currentUser(req: Request): Express.User {
  if (!req.user) throw new Error('This route was declared without a role, yet it asks who is signed in.')
  return req.user
}
