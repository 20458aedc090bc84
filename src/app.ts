import compression from 'compression'
import express, { type Express, type RequestHandler } from 'express'
import type { ServerResponse } from 'node:http'
import path from 'node:path'
import { authentication } from './accounts/index.js'
import type { Deps } from './deps.js'
import { errorPages } from './error-pages.js'
import { countUnread } from './notices/index.js'
import { projectRoot } from './root.js'
import { site } from './routes.js'
import { errorHandler, notFound } from './web/error-handler.js'
import { csrfProtection, sameOrigin, securityHeaders, sessions } from './web/security/index.js'
import { requestLog } from './web/request-log.js'

/** Browsers keep a file with a version for a year, and revalidate one without (a module that a script imports). */
const files = {
  index: false,
  redirect: false,
  cacheControl: false,
  setHeaders: (res: ServerResponse) => {
    const versioned = res.req.url?.includes('?v=') === true
    res.setHeader('Cache-Control', versioned ? 'public, max-age=31536000, immutable' : 'no-cache')
  },
} as const

/** The portal as an Express application: the order of middleware and nothing else. */
export function createApp(deps: Deps): Express {
  const https = deps.config.environment === 'production'
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', deps.config.trustProxy)
  app.set('views', [path.join(projectRoot, 'views')])
  app.set('view engine', 'ejs')
  app.enable('view cache')

  app.use(requestLog(deps.log))
  app.use(securityHeaders({ https }))
  app.use(compression())
  // The record verifier of the engine package runs in the browser.
  app.use('/js/verify', express.static(path.join(projectRoot, 'packages', 'matching-engine', 'browser'), files))
  for (const folder of ['css', 'js', 'img']) {
    app.use(`/${folder}`, express.static(path.join(projectRoot, 'public', folder), files))
  }

  const { machines, open, pages, authenticator } = site(deps)
  app.use(machines.router)
  app.use(withoutCookie(open.router))
  app.use(sessions(deps.db.connection, { secret: deps.sessionSecret, https }))
  app.use(...authentication(deps.accounts, authenticator))
  app.use(countUnread(deps.notices))
  app.use(express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 500 }))
  app.use(sameOrigin)
  app.use(csrfProtection)
  app.use(open.router)
  app.use(pages.router)
  app.use(pages.recover)

  app.use(notFound)
  app.use(errorHandler(errorPages))
  return app
}

/** Answers requests without a cookie before sessions are read: these pages are the same for all visitors. */
function withoutCookie(pages: RequestHandler): RequestHandler {
  return (req, res, next) => {
    if (req.headers.cookie === undefined) pages(req, res, next)
    else next()
  }
}
