import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import { pinoHttp } from 'pino-http'
import type { Logger } from '../log/index.js'

/**
 * One line a request: number, method, route, status, audit name. The route is its pattern, never the address: whoever
 * knows the id in the address of a result can read it, and a query may hold what someone typed.
 */
export function requestLog(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    genReqId: () => randomUUID(),
    quietReqLogger: true,
    serializers: {
      req: (req: { method: string }) => ({ method: req.method }),
      res: (res: { statusCode: number }) => ({ status: res.statusCode }),
    },
    customLogLevel: (_req, res, error) =>
      error || res.statusCode >= 500 ? 'error' : res.statusCode >= 400 ? 'warn' : 'info',
    customProps: (_req: IncomingMessage, res: ServerResponse & { locals?: Express.Locals }) => {
      const { route, audit } = res.locals ?? {}
      return { ...(route ? { route } : {}), ...(audit ? { audit } : {}) }
    },
  })
}
