/** People who sign in: accounts, sessions, invitations, second factor. */
export { accountsService, type AccountsParts, type AccountsService } from './accounts.service.js'
export { accountsRoutes } from './accounts.routes.js'
export { passportFor, authentication, type Authenticator } from './pages/authentication.js'
export type { Account, NewAccount } from './rules/account.js'
export type { EnterpriseRegistry, EnterpriseToRegister } from './accounts.context.js'
