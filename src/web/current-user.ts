import type { Request } from 'express'
import { actorOf, type Actor } from '../kernel/actor.js'
import type { SignedInUser } from '../kernel/signed-in-user.js'

/**
 * The person who is signed in.
 * @throws Error on a route that was not declared for people who sign in: a fault of the code.
 */
export function currentUser(req: Request): SignedInUser {
  if (!req.user) throw new Error('This route was declared without a role, yet it asks who is signed in.')
  return req.user
}

/** Who asks, signed in or not, as the use cases and the audit log know them. */
export const currentActor = (req: Request): Actor => actorOf(req.user)
