import { paths } from '../paths.js'
import type { Role } from './roles.js'

const desks: Readonly<Record<Role, string | null>> = {
  owner: paths.enterprise({}),
  member: paths.enterprise({}),
  officer: null,
  manager: null,
  bureau: paths.registers({}),
  administrator: paths.centre({}),
}

/** The page on which each role does its work; null where it has none of its own. */
export const deskOf = (role: Role): string | null => desks[role]
