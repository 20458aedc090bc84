/** People who sign in: accounts, sessions, invitations, second factor. */
export { accountsService, type AccountsParts, type AccountsService } from './accounts-service.js'
export { accountsRoutes } from './routes.js'
export { passportOf, signedIn, type Authenticator } from './signed-in.js'
export type { Account, NewAccount } from './account.js'
export type { EnterpriseRegistry, EnterpriseToRegister } from './context.js'
