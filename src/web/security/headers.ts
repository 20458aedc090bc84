import helmet from 'helmet'
import type { RequestHandler } from 'express'
import { PageError } from '../errors.js'

/** Strict headers: no inline script or style, nothing from elsewhere, no framing. Source: OWASP ASVS 5, chapter 3. */
export function securityHeaders(options: { https: boolean }): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'"],
        // The style sheet draws the arrow of a select from a data: image.
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(options.https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: options.https,
    referrerPolicy: { policy: 'same-origin' },
  })
}

const harmless = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a state change that a browser sends from another site: by `Sec-Fetch-Site`, in older browsers by `Origin`.
 * The API keeps no cookie and needs no such check.
 */
export const sameOrigin: RequestHandler = (req, _res, next) => {
  if (harmless.has(req.method)) {
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
