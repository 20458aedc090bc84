import type { Request, RequestHandler, Response } from 'express'
import { csrfSync } from 'csrf-sync'
import { FormExpired } from '../errors.js'

const { csrfSynchronisedProtection, generateToken } = csrfSync({
  getTokenFromRequest: (req: Request) => {
    const body: unknown = req.body
    const token = typeof body === 'object' && body !== null && '_csrf' in body ? body._csrf : undefined
    return typeof token === 'string' ? token : undefined
  },
})

/**
 * Refuses a form without the token of this session; a route may have a page that keeps what was typed. Only the route of
 * a form with a file reads its body and the token in it (`uploadReader`); until then every handler refuses to run.
 */
export const csrfProtection: RequestHandler = (req, res, next) => {
  if (isUnsafe(req) && req.is('multipart/form-data')) {
    res.locals.tokenOutstanding = true
    next()
    return
  }
  checkToken(req, res, next)
}

/** Checks the token of a form whose body has been read by now. */
export const checkToken: RequestHandler = (req, res, next) => {
  void csrfSynchronisedProtection(req, res, (error?: unknown) => {
    res.locals.tokenOutstanding = false
    next(error ? new FormExpired() : undefined)
  })
}

/** @throws PageError 403 when the token of this request was never checked. */
export function requireChecked(res: Response): void {
  if (res.locals.tokenOutstanding) throw new FormExpired()
}

const isUnsafe = (req: Request) => !['GET', 'HEAD', 'OPTIONS'].includes(req.method)

/** The token that a form carries in its hidden field `_csrf`; the first one of a visitor starts a session. */
export const csrfToken = (req: Request): string => generateToken(req)

/** Whether `csrfToken` would write a new session to the database. */
export const startsSession = (req: Request): boolean => req.session.csrfToken === undefined
