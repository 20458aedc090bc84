import { actorOf, systemActor, type Actor } from '../../audit/index.js'
import { RecordNotFound } from '../../kernel/domain-error.js'
import type { Role } from '../../kernel/roles.js'
import type { SignedInUser } from '../../kernel/signed-in-user.js'
import type { ApplicationScope } from '../data/application.store.js'
import type { MoverKind } from './state-table.js'

/** The author of a move: the side, the actor of the audit log, and the name that timelines show. */
export type Mover = { readonly kind: MoverKind; readonly actor: Actor; readonly name: string }

/** The author of moves that the portal makes itself. */
export const portal: Mover = { kind: 'system', actor: systemActor, name: '平台' }

const kinds: Readonly<Record<Role, MoverKind | null>> = {
  owner: 'enterprise',
  member: 'enterprise',
  officer: 'officer',
  manager: 'manager',
  bureau: 'bureau',
  administrator: null,
}

/** A signed-in person as the author of a move. @throws RecordNotFound for a role that makes no moves */
export function moverOf(user: SignedInUser): Mover {
  const kind = kinds[user.role]
  if (kind === null) throw new RecordNotFound()
  return { kind, actor: actorOf(user), name: user.name }
}

/** The applications that a signed-in person may see. */
export function scopeOf({ organisation }: Pick<SignedInUser, 'organisation'>): ApplicationScope {
  if (organisation.kind === 'enterprise') return { enterpriseId: organisation.id }
  if (organisation.kind === 'bank') return { bankId: organisation.id }
  return 'all'
}
