import { paths } from '../paths.js'
import type { Role } from '../web/roles.js'

/** Where each role begins its day, when no page was asked for before signing in. */
const landings: Readonly<Record<Role, string>> = {
  owner: paths.enterprise({}),
  member: paths.enterprise({}),
  officer: paths.account({}),
  manager: paths.account({}),
  bureau: paths.audit({}),
  administrator: paths.account({}),
}

export const landingOf = (role: Role): string => landings[role]
