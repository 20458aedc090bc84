import type { SignedInUser } from '../kernel/signed-in-user.js'
import type { ClientSession } from 'mongoose'
import type { Actor } from '../kernel/actor.js'
import type { Account, NewAccount } from './rules/account.js'
import { accountStore, type AccountFilter } from './data/account.store.js'
import { attemptStore } from './data/attempt.store.js'
import type { AccountsContext } from './accounts.context.js'
import { enterpriseAccounts } from './use-cases/enterprise-accounts.js'
import { invitationStore } from './data/invitation.store.js'
import {
  acceptInvitation,
  invite,
  inviteAdministrator,
  visibleOrganisation,
  revokeInvitation,
} from './use-cases/invite.js'
import {
  changePassword,
  changeProfile,
  isOwnPassword,
  removeSecondFactor,
  renewRecoveryCodes,
  setAccountState,
  setUpSecondFactor,
  signOutElsewhere,
} from './use-cases/change-account.js'
import { linkStore } from './data/link.store.js'
import { openAccount } from './use-cases/open-account.js'
import { hashPassword } from './rules/passwords.js'
import { requestReset, resetPassword } from './use-cases/reset-password.js'
import { removeSampleAccounts, renewSamplePassword } from './use-cases/sample-accounts.js'
import { sessionStore } from './data/session.store.js'
import { checkCode, recordSession, signIn } from './use-cases/sign-in.js'
import { confirmEmail, signUp } from './use-cases/sign-up.js'

export type AccountsParts = Pick<AccountsContext, 'connection' | 'now' | 'config' | 'audit' | 'mail' | 'enterprises'>
export type AccountsService = ReturnType<typeof accountsService>

/** The use cases of accounts over one database. Every change is one transaction with its audit event. */
export function accountsService(parts: AccountsParts) {
  const { connection, now } = parts
  const context: AccountsContext = {
    ...parts,
    accounts: accountStore(connection),
    links: linkStore(connection),
    invitations: invitationStore(connection),
    attempts: attemptStore(connection),
    sessions: sessionStore(connection),
  }
  const { accounts, sessions, links, invitations } = context
  return {
    now,
    config: parts.config,
    hasMailServer: parts.mail.hasServer,
    find: (id: string): Promise<Account | null> => accounts.find(id),
    list: (filter: AccountFilter, page: { skip: number; limit: number }) => accounts.list(filter, page),
    /** Who may act for an organisation now: whom its notices and mails reach. */
    activeOf: (organisation: Account['organisation'], session: ClientSession): Promise<readonly Account[]> =>
      accounts.active(session, organisation),
    /** Id → name. */
    names: (ids: readonly string[]): Promise<ReadonlyMap<string, string>> => accounts.names(ids),
    sessionsOf: (accountId: string) => sessions.list(accountId),

    /** Opens an account with a password: for demonstration data and the first administrator. */
    open: async (session: ClientSession, given: NewAccount, password: string, by: Actor): Promise<Account> =>
      openAccount(context, session, given, await hashPassword(password), by),
    renewSamplePassword: bind(context, renewSamplePassword),
    removeSamples: bind(context, removeSampleAccounts),

    /** What accounts hold about an enterprise, for its export and its closure. */
    people: enterpriseAccounts(context),

    signIn: bind(context, signIn),
    checkCode: bind(context, checkCode),
    noteSession: bind(context, recordSession),
    signUp: bind(context, signUp),
    confirmEmail: bind(context, confirmEmail),
    emailToConfirm: (token: string) => links.find(token, 'confirm-email', now()),
    requestReset: bind(context, requestReset),
    resetPassword: bind(context, resetPassword),
    passwordToReset: (token: string) => links.find(token, 'reset-password', now()),

    invite: bind(context, invite),
    inviteAdministrator: bind(context, inviteAdministrator),
    revokeInvitation: bind(context, revokeInvitation),
    acceptInvitation: bind(context, acceptInvitation),
    openInvitation: (token: string) => invitations.findOpen(token, now()),
    invitationsOf: (user: SignedInUser) => invitations.list(visibleOrganisation(user), 100),

    isOwnPassword: bind(context, isOwnPassword),
    changeProfile: bind(context, changeProfile),
    changePassword: bind(context, changePassword),
    setUpSecondFactor: bind(context, setUpSecondFactor),
    removeSecondFactor: bind(context, removeSecondFactor),
    renewRecoveryCodes: bind(context, renewRecoveryCodes),
    signOutElsewhere: bind(context, signOutElsewhere),
    endSession: (user: SignedInUser, id: string): Promise<boolean> => sessions.end(user.id, id),
    /** Disabling works at once: the sessions end, and the account is loaded anew for every request. */
    disable: (id: string, by: Actor): Promise<boolean> => setAccountState(context, id, 'disabled', by),
    enable: (id: string, by: Actor): Promise<boolean> => setAccountState(context, id, 'active', by),
  }
}

const bind =
  <Arguments extends unknown[], Answer>(
    context: AccountsContext,
    use: (context: AccountsContext, ...given: Arguments) => Answer,
  ) =>
  (...given: Arguments): Answer =>
    use(context, ...given)
