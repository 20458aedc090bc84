import type { Request } from 'express'

/**
 * The person who is signed in.
 * @throws Error on a route that was not declared for people who sign in: a fault of the code.
 */
export function currentUser(req: Request): Express.User {
  if (!req.user) throw new Error('This route was declared without a role, yet it asks who is signed in.')
  return req.user
}
