import { rateLimit } from 'express-rate-limit'
import type { RequestHandler } from 'express'
import type { Connection } from 'mongoose'
import { PageError } from '../errors.js'
import { countingStore } from './rate-limit.store.js'

/**
 * At most `perMinute` calls a minute from one address, counted in the database, so that all processes count together.
 * The answer to one call too many is 429 with `Retry-After` in seconds.
 */
export function anonymousLimit(connection: Connection, perMinute: number, now: () => Date): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    store: countingStore(connection, now),
    handler: () => {
      throw new PageError(429, '访问太频繁', `每分钟最多 ${perMinute} 次请求，请稍后再试。`)
    },
  })
}
