import type { SignedInUser } from './signed-in-user.js'

/** Who makes a change. Nulls for someone who is not signed in, and for the program itself (role `system`). */
export type Actor = {
  readonly accountId: string | null
  readonly role: string
  readonly organisationId: string | null
}

export const visitorActor: Actor = { accountId: null, role: 'visitor', organisationId: null }
export const systemActor: Actor = { accountId: null, role: 'system', organisationId: null }

/** The actor of a signed-in person; the visitor when nobody is signed in. */
export function actorOf(user: Pick<SignedInUser, 'id' | 'role' | 'organisation'> | undefined): Actor {
  if (!user) return visitorActor
  return { accountId: user.id, role: user.role, organisationId: user.organisation.id }
}
