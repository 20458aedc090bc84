import { paths } from '../paths.js'
import { deskOf } from '../web/desk.js'
import type { Role } from '../web/roles.js'

/** Where each role begins its day, when no page was asked for before signing in. */
export const landingOf = (role: Role): string => deskOf(role) ?? paths.account({})
