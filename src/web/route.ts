import { Router, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express'
import { paths } from '../paths.js'
import { FormExpired, NotFound, PageError } from './errors.js'
import type { Role } from '../kernel/roles.js'
import { requireChecked } from './security/csrf.js'

export type RouteSpec = {
  /** Who may call the route: anyone (`visitor`), or people signed in with one of these roles. */
  readonly role: 'visitor' | Role | readonly Role[]
  /** What the audit log calls it: past tense, upper case. */
  readonly audit: string
  /** Middleware of this route alone, such as a limit or a body parser. */
  readonly before?: readonly RequestHandler[]
  /** Answers a form that was refused for its old token: the page again, with what was typed and a fresh token. */
  readonly expired?: Handler
}

export type Handler = (req: Request, res: Response) => void | Promise<void>
export type DeclaredRoute = { readonly method: 'GET' | 'POST'; readonly pattern: string } & RouteSpec

/**
 * The routes of the site. A route can only be made together with who may call it and what the audit log calls it;
 * `declared` lists them all, so that a test can walk every one.
 */
export class Site {
  readonly router = Router()
  readonly declared: DeclaredRoute[] = []
  readonly #expired = Router()

  /** Follows the router: shows expired forms again. The refused request never reaches the route itself. */
  readonly recover: ErrorRequestHandler = (error: unknown, req, res, next) => {
    if (!(error instanceof FormExpired)) next(error)
    else this.#expired(req, res, (other?: unknown) => next(other ?? error))
  }

  get(pattern: string, spec: RouteSpec, handler: Handler): this {
    return this.#add('GET', pattern, spec, handler)
  }

  post(pattern: string, spec: RouteSpec, handler: Handler): this {
    return this.#add('POST', pattern, spec, handler)
  }

  #add(method: 'GET' | 'POST', pattern: string, spec: RouteSpec, handler: Handler): this {
    this.declared.push({ method, pattern, ...spec })
    const steps = [named(pattern, spec), ...guard(spec), ...(spec.before ?? []), run(handler)]
    if (method === 'GET') this.router.get(pattern, ...steps)
    else this.router.post(pattern, ...steps)
    if (spec.expired)
      this.#expired.post(pattern, named(pattern, spec), ...guard(spec), ...(spec.before ?? []), run(spec.expired))
    return this
  }
}

const named =
  (pattern: string, spec: RouteSpec): RequestHandler =>
  (_req, res, next) => {
    res.locals.route = pattern
    res.locals.audit = spec.audit
    next()
  }

/** First middleware of a route, so that no body is parsed and no limit is used for someone who may not call it. */
const guard = (spec: RouteSpec): readonly RequestHandler[] => (spec.role === 'visitor' ? [] : [admit(spec.role)])

const run =
  (handler: Handler): RequestHandler =>
  async (req, res) => {
    requireChecked(res)
    await handler(req, res)
  }

/**
 * Admits the roles named. A visitor is sent to the sign-in page and back; a person with another role gets the page of
 * an address that does not exist.
 */
function admit(role: Role | readonly Role[]): RequestHandler {
  const admitted = new Set<Role>(typeof role === 'string' ? [role] : role)
  return (req, res, next) => {
    res.set('Cache-Control', 'no-store')
    if (req.user) {
      if (!admitted.has(req.user.role)) throw new NotFound()
      next()
      return
    }
    if (req.method === 'GET' || req.method === 'HEAD') {
      res.redirect(303, paths.signIn({}, { returnTo: req.originalUrl }))
      return
    }
    throw new PageError(401, '请先登录', '您还没有登录，或登录已过期，刚才提交的内容没有保存。', [
      { href: paths.signIn({}), text: '登录' },
    ])
  }
}
