import type { Request, RequestHandler } from 'express'
import passport from 'passport'
import { Strategy as LocalStrategy } from 'passport-local'
import { paths } from '../paths.js'
import { isStaff } from '../kernel/roles.js'
import { toUser } from './account.js'
import type { AccountsService } from './accounts-service.js'
import { isOver, notedMs } from './session-limits.js'
import type { SignIn } from './sign-in.js'

/** What the strategy hands back beside its yes or no. */
type Told = { readonly message: string; readonly outcome: SignIn }

/** Passport for one application: who is signed in is loaded anew for every request, so that disabling works at once. */
export function passportOf(accounts: AccountsService) {
  const authenticator = new passport.Passport()
  authenticator.serializeUser((user, done) => done(null, user.id))
  authenticator.deserializeUser((id: string, done) => {
    accounts.find(id).then(
      (account) => done(null, account?.state === 'active' ? toUser(account) : false),
      (error: unknown) => done(error),
    )
  })
  authenticator.use(
    new LocalStrategy({ usernameField: 'email', passReqToCallback: true }, (req, email, password, done) => {
      accounts.signIn({ email, password, address: req.ip }).then(
        (outcome) => {
          const told: Told = { message: outcome.kind, outcome }
          done(null, outcome.kind === 'signed-in' ? toUser(outcome.account) : false, told)
        },
        (error: unknown) => done(error),
      )
    }),
  )
  return authenticator
}

export type Authenticator = ReturnType<typeof passportOf>

/** Asks the strategy who this is; nobody is signed in yet. */
export function askStrategy(
  authenticator: Authenticator,
  req: Request,
  res: Parameters<RequestHandler>[1],
): Promise<SignIn> {
  return new Promise((resolve, reject) => {
    const told = (error: unknown, _user: unknown, info: unknown) => {
      if (error) reject(error instanceof Error ? error : new Error('The strategy failed.'))
      else resolve(isTold(info) ? info.outcome : { kind: 'refused' })
    }
    const middleware = authenticator.authenticate('local', told) as RequestHandler
    void middleware(req, res, (error: unknown) =>
      reject(error instanceof Error ? error : new Error('The strategy failed.')),
    )
  })
}

const isTold = (info: unknown): info is Told => typeof info === 'object' && info !== null && 'outcome' in info

/** Before every page: who is signed in, whether the session is over, and whether a second factor has to be set up first. */
export function signedIn(accounts: AccountsService, authenticator: Authenticator): readonly RequestHandler[] {
  return [authenticator.session() as RequestHandler, limit(accounts), insistOnSecondFactor(accounts)]
}

function limit(accounts: AccountsService): RequestHandler {
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
    if (at.getTime() - (req.session.seenAt ?? 0) >= notedMs) req.session.seenAt = at.getTime()
    next()
  }
}

const always = new Set<string>([paths.secondFactor.pattern, paths.signOut.pattern])

/** In production staff reach nothing before their second factor is set up. */
function insistOnSecondFactor(accounts: AccountsService): RequestHandler {
  return (req, res, next) => {
    const { user } = req
    const owed = user && isStaff(user.role) && !user.secondFactor && accounts.config.environment === 'production'
    if (!owed || always.has(req.path)) next()
    else res.redirect(303, paths.secondFactor({}))
  }
}

/** Signs in with a new session id; what the visitor's session held is gone, its form tokens too. */
export function startSession(req: Request, user: Express.User, at: Date): Promise<void> {
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
