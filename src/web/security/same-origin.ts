import type { RequestHandler } from 'express'
import { PageError } from '../errors.js'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a state change that a browser sends from another site. `Sec-Fetch-Site` decides where it is sent; older
 * browsers are judged by `Origin`. Machines use the API, which keeps no cookie and so needs no such guard.
 */
export const sameOrigin: RequestHandler = (req, _res, next) => {
  if (safe.has(req.method)) {
    next()
    return
  }
  const site = req.get('sec-fetch-site')
  const allowed = site ? site === 'same-origin' || site === 'none' : sameHost(req.get('origin'), req.get('host'))
  if (!allowed) throw new PageError(403, '这次提交没有通过安全检查', '请从本站页面重新提交。')
  next()
}

function sameHost(origin: string | undefined, host: string | undefined): boolean {
  if (!origin || !host || !URL.canParse(origin)) return false
  return new URL(origin).host === host
}
