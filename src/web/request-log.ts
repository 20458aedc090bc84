import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { pinoHttp } from 'pino-http'
import type { Logger } from '../log/index.js'

/** One line a request: number, method, path without its query (it may hold what someone typed), status, audit name. */
export function requestLog(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    genReqId: () => randomUUID(),
    quietReqLogger: true,
    serializers: {
      req: (req: { method: string; url: string }) => ({
        method: req.method,
        path: withoutSecrets(req.url.split('?')[0] ?? ''),
      }),
      res: (res: { statusCode: number }) => ({ status: res.statusCode }),
    },
    customLogLevel: (_req, res, error) =>
      error || res.statusCode >= 500 ? 'error' : res.statusCode >= 400 ? 'warn' : 'info',
    customProps: (_req, res) => {
      const { locals } = res as unknown as { locals?: Express.Locals }
      return locals?.audit ? { audit: locals.audit } : {}
    },
  })
}

/** One-time links carry their token in the path: a log must not be able to open them. */
const withoutSecrets = (path: string): string => path.replace(/[A-Za-z0-9_-]{40,}/g, '…')
