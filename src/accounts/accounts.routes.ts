import type { Site } from '../web/route.js'
import { accountRoutes } from './pages/account.page.js'
import type { AccountsPageContext } from './pages/page-frame.js'
import { invitationRoutes } from './pages/invitation.page.js'
import { passwordRoutes } from './pages/password.page.js'
import { secondFactorRoutes } from './pages/second-factor.page.js'
import { signInRoutes } from './pages/sign-in.page.js'
import { signUpRoutes } from './pages/sign-up.page.js'

/** Everything about signing up, signing in and one's own account. */
export function accountsRoutes(site: Site, pages: AccountsPageContext): void {
  signInRoutes(site, pages)
  signUpRoutes(site, pages)
  passwordRoutes(site, pages)
  accountRoutes(site, pages)
  secondFactorRoutes(site, pages)
  invitationRoutes(site, pages)
}
