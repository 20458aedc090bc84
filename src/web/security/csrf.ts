import type { Request, RequestHandler } from 'express'
import { csrfSync } from 'csrf-sync'
import { FormExpired } from '../errors.js'

const { csrfSynchronisedProtection, generateToken } = csrfSync({
  getTokenFromRequest: (req: Request) => {
    const body: unknown = req.body
    const token = typeof body === 'object' && body !== null && '_csrf' in body ? body._csrf : undefined
    return typeof token === 'string' ? token : undefined
  },
})

/** Refuses a form without the token of this session; a route may have a page that keeps what was typed. */
export const csrfProtection: RequestHandler = (req, res, next) => {
  void csrfSynchronisedProtection(req, res, (error?: unknown) => {
    if (error) {
      next(new FormExpired())
      return
    }
    next()
  })
}

/** The token that a form carries in its hidden field `_csrf`; the first one of a visitor starts a session. */
export const csrfToken = (req: Request): string => generateToken(req)

/** Whether `csrfToken` would write a new session to the database. */
export const startsSession = (req: Request): boolean => req.session.csrfToken === undefined
