import type {} from 'express-session'
import type { SignedInUser } from '../../kernel/signed-in-user.js'
import type { Request, RequestHandler } from 'express'
import passport from 'passport'
import { Strategy as LocalStrategy } from 'passport-local'
import { paths } from '../../paths.js'
import { isStaff } from '../../kernel/roles.js'
import { signedInUserOf } from '../rules/account.js'
import type { AccountsService } from '../accounts.service.js'
import { isOver, visitWrittenMs } from '../rules/session-limits.js'
import type { SignInResult } from '../use-cases/sign-in.js'

declare module 'express-session' {
  interface SessionData {
    /** Written by passport: the account that is signed in. */
    passport: { user?: string }
    /** Milliseconds since 1970. */
    signedInAt: number
    seenAt: number
    device: string
    address: string
    /** The password was right and the code is still asked. */
    pending: { accountId: string; at: number; returnTo: string | null }
    /** A second factor that is being set up. */
    newSecret: string
  }
}

/** The result of signing in, as the strategy passes it on. */
type StrategyInfo = { readonly message: string; readonly outcome: SignInResult }

/** Passport for one application. It loads the account anew for every request, so that disabling works at once. */
export function passportFor(accounts: AccountsService) {
  const authenticator = new passport.Passport()
  authenticator.serializeUser((user, done) => done(null, user.id))
  authenticator.deserializeUser((id: string, done) => {
    accounts.find(id).then(
      (account) => done(null, account?.state === 'active' ? signedInUserOf(account) : false),
      (error: unknown) => done(error),
    )
  })
  authenticator.use(
    new LocalStrategy({ usernameField: 'email', passReqToCallback: true }, (req, email, password, done) => {
      accounts.signIn({ email, password, address: req.ip }).then(
        (outcome) => {
          const info: StrategyInfo = { message: outcome.kind, outcome }
          done(null, outcome.kind === 'signed-in' ? signedInUserOf(outcome.account) : false, info)
        },
        (error: unknown) => done(error),
      )
    }),
  )
  return authenticator
}

export type Authenticator = ReturnType<typeof passportFor>

/** Checks mail address and password; nobody is signed in yet. */
export function authenticate(
  authenticator: Authenticator,
  req: Request,
  res: Parameters<RequestHandler>[1],
): Promise<SignInResult> {
  return new Promise((resolve, reject) => {
    const answered = (error: unknown, _user: unknown, info: unknown) => {
      if (error) reject(error instanceof Error ? error : new Error('The strategy failed.'))
      else resolve(isStrategyInfo(info) ? info.outcome : { kind: 'refused' })
    }
    const middleware = authenticator.authenticate('local', answered) as RequestHandler
    void middleware(req, res, (error: unknown) =>
      reject(error instanceof Error ? error : new Error('The strategy failed.')),
    )
  })
}

const isStrategyInfo = (info: unknown): info is StrategyInfo =>
  typeof info === 'object' && info !== null && 'outcome' in info

/** Middleware of every page: who is signed in, whether the session is over, whether a second factor must be set up first. */
export function authentication(accounts: AccountsService, authenticator: Authenticator): readonly RequestHandler[] {
  return [authenticator.session() as RequestHandler, endExpiredSession(accounts), requireSecondFactor(accounts)]
}

function endExpiredSession(accounts: AccountsService): RequestHandler {
  return (req, _res, next) => {
    if (!req.user) {
      next()
      return
    }
    const at = accounts.now()
    if (isOver(req.session, req.user.role, at)) {
      req.logout((error) => next(error))
      return
    }
    if (at.getTime() - (req.session.seenAt ?? 0) >= visitWrittenMs) req.session.seenAt = at.getTime()
    next()
  }
}

const exempt = new Set<string>([paths.secondFactor.pattern, paths.signOut.pattern])

/** In production staff reach nothing before their second factor is set up. */
function requireSecondFactor(accounts: AccountsService): RequestHandler {
  return (req, res, next) => {
    const { user } = req
    const missing = user && isStaff(user.role) && !user.secondFactor && accounts.config.environment === 'production'
    if (!missing || exempt.has(req.path)) next()
    else res.redirect(303, paths.secondFactor({}))
  }
}

/** Signs in with a new session id; what the visitor's session held is gone, its form tokens too. */
export function startSession(req: Request, user: SignedInUser, at: Date): Promise<void> {
  return new Promise((resolve, reject) => {
    req.login(user, (error) => {
      if (error) {
        reject(error instanceof Error ? error : new Error('The session could not be started.'))
        return
      }
      Object.assign(req.session, {
        signedInAt: at.getTime(),
        seenAt: at.getTime(),
        device: (req.get('user-agent') ?? '').slice(0, 200),
        address: req.ip ?? '',
      })
      // Saved now: the next page may be asked of another process.
      req.session.save((fault: unknown) => {
        if (fault) reject(fault instanceof Error ? fault : new Error('The session could not be kept.'))
        else resolve()
      })
    })
  })
}

/** A new, empty session in place of this one. */
export function renewSession(req: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.regenerate((error: unknown) => {
      if (error) reject(error instanceof Error ? error : new Error('The session could not be renewed.'))
      else resolve()
    })
  })
}

export function endSession(req: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.destroy((error: unknown) => {
      if (error) reject(error instanceof Error ? error : new Error('The session could not be ended.'))
      else resolve()
    })
  })
}
