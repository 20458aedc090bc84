import { path } from '../web/path.js'

export const accountPaths = {
  signIn: path('/sign-in'),
  signInCode: path('/sign-in/code'),
  signOut: path('/sign-out'),
  signUp: path('/sign-up'),
  emailConfirmation: path('/sign-up/confirmation/:token'),
  forgottenPassword: path('/password/forgotten'),
  passwordReset: path('/password/reset/:token'),
  account: path('/account'),
  accountPassword: path('/account/password'),
  accountProfile: path('/account/profile'),
  secondFactor: path('/account/second-factor'),
  secondFactorRemoval: path('/account/second-factor/removal'),
  recoveryCodes: path('/account/second-factor/recovery-codes'),
  otherSessions: path('/account/sessions/others'),
  sessionEnd: path('/account/sessions/:id/end'),
  invitations: path('/invitations'),
  invitation: path('/invitations/:token'),
  invitationRevocation: path('/invitations/:id/revocation'),
} as const
