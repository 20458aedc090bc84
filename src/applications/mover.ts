import { RecordNotFound } from '../kernel/domain-error.js'
import { actorOf, systemActor, type Actor } from '../audit/index.js'
import type { Role } from '../kernel/roles.js'
import type { Scope } from './application.store.js'
import type { MoverKind } from './state-table.js'

/** Who makes a move: the side, the person as the audit log names people, and the name that timelines show. */
export type Mover = { readonly kind: MoverKind; readonly actor: Actor; readonly name: string }

/** Rules that the portal carries out by itself. */
export const portal: Mover = { kind: 'system', actor: systemActor, name: '平台' }

const kinds: Readonly<Record<Role, MoverKind | null>> = {
  owner: 'enterprise',
  member: 'enterprise',
  officer: 'officer',
  manager: 'manager',
  bureau: 'bureau',
  administrator: null,
}

/** The person who is signed in, as a mover. @throws NotFound for a role that moves nothing. */
export function moverOf(user: Express.User): Mover {
  const kind = kinds[user.role]
  if (kind === null) throw new RecordNotFound()
  return { kind, actor: actorOf(user), name: user.name }
}

/** The applications that the person who is signed in may reach. */
export function scopeOf({ organisation }: Pick<Express.User, 'organisation'>): Scope {
  if (organisation.kind === 'enterprise') return { enterpriseId: organisation.id }
  if (organisation.kind === 'bank') return { bankId: organisation.id }
  return 'all'
}
