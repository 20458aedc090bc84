import type { ClientSession } from 'mongoose'
import type { Actor } from '../audit/index.js'
import type { Account, NewAccount } from './account.js'
import { accountStore, type AccountFilter } from './account.store.js'
import { attemptStore } from './attempt.store.js'
import { confirmEmail } from './confirm-email.js'
import type { Context } from './context.js'
import { enterprisePeople } from './enterprise-people.js'
import { invitationStore } from './invitation.store.js'
import { acceptInvitation, invite, inviteAdministrator, reachOf, revokeInvitation } from './invite.js'
import {
  changePassword,
  changeProfile,
  isOwnPassword,
  removeSecondFactor,
  renewRecoveryCodes,
  setState,
  setUpSecondFactor,
  signOutElsewhere,
} from './keep-account.js'
import { linkStore } from './link.store.js'
import { openAccount } from './open-account.js'
import { hashPassword } from './passwords.js'
import { requestReset, resetPassword } from './reset-password.js'
import { removeSampleAccounts, renewSamplePassword } from './sample-accounts.js'
import { sessionStore } from './session.store.js'
import { checkCode, noteSession, signIn } from './sign-in.js'
import { signUp } from './sign-up.js'

export type AccountsParts = Pick<Context, 'connection' | 'now' | 'config' | 'audit' | 'mail' | 'enterprises'>
export type AccountsService = ReturnType<typeof accountsService>

/** The use cases of accounts over one database. Every change is one transaction with its audit event. */
export function accountsService(parts: AccountsParts) {
  const { connection, now } = parts
  const context: Context = {
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
    mailLeaves: parts.mail.leaves,
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
    people: enterprisePeople(context),

    signIn: bind(context, signIn),
    checkCode: bind(context, checkCode),
    noteSession: bind(context, noteSession),
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
    invitationsOf: (user: Express.User) => invitations.list(reachOf(user), 100),

    isOwnPassword: bind(context, isOwnPassword),
    changeProfile: bind(context, changeProfile),
    changePassword: bind(context, changePassword),
    setUpSecondFactor: bind(context, setUpSecondFactor),
    removeSecondFactor: bind(context, removeSecondFactor),
    renewRecoveryCodes: bind(context, renewRecoveryCodes),
    signOutElsewhere: bind(context, signOutElsewhere),
    endSession: (user: Express.User, id: string): Promise<boolean> => sessions.end(user.id, id),
    /** Disabling works at once: the sessions end, and the account is loaded anew for every request. */
    disable: (id: string, by: Actor): Promise<boolean> => setState(context, id, 'disabled', by),
    enable: (id: string, by: Actor): Promise<boolean> => setState(context, id, 'active', by),
  }
}

const bind =
  <Arguments extends unknown[], Answer>(context: Context, use: (context: Context, ...given: Arguments) => Answer) =>
  (...given: Arguments): Answer =>
    use(context, ...given)
