import { paths } from '../paths.js'
import { homePathOf } from '../menus.js'
import type { Role } from '../kernel/roles.js'

/** Where each role begins its day, when no page was asked for before signing in. */
export const landingOf = (role: Role): string => homePathOf(role) ?? paths.account({})
