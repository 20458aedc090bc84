import type { Site } from '../web/route.js'
import { accountRoutes } from './account.pages.js'
import type { AccountsDesk } from './desk.js'
import { invitationRoutes } from './invitation.pages.js'
import { passwordRoutes } from './password.pages.js'
import { secondFactorRoutes } from './second-factor.pages.js'
import { signInRoutes } from './sign-in.pages.js'
import { signUpRoutes } from './sign-up.pages.js'

/** Everything about signing up, signing in and one's own account. */
export function accountsRoutes(site: Site, desk: AccountsDesk): void {
  signInRoutes(site, desk)
  signUpRoutes(site, desk)
  passwordRoutes(site, desk)
  accountRoutes(site, desk)
  secondFactorRoutes(site, desk)
  invitationRoutes(site, desk)
}
