import type { Request, RequestHandler } from 'express'
import { csrfSync } from 'csrf-sync'
import { PageError } from '../errors.js'

const { csrfSynchronisedProtection, generateToken } = csrfSync({
  getTokenFromRequest: (req: Request) => {
    const body: unknown = req.body
    const token = typeof body === 'object' && body !== null && '_csrf' in body ? body._csrf : undefined
    return typeof token === 'string' ? token : undefined
  },
})

/** Refuses a form without the token of this session. */
export const csrfProtection: RequestHandler = (req, res, next) => {
  void csrfSynchronisedProtection(req, res, (error?: unknown) => {
    if (error) {
      next(new PageError(403, '页面已过期', '页面打开太久，安全标记已失效。请返回上一页，刷新后重新提交。'))
      return
    }
    next()
  })
}

/** The token that a form carries in its hidden field `_csrf`; the first one of a visitor starts a session. */
export const csrfToken = (req: Request): string => generateToken(req)
