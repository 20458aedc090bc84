import { rateLimit, type Store } from 'express-rate-limit'
import type { RequestHandler } from 'express'
import { Schema, type Connection } from 'mongoose'
import { PageError } from '../errors.js'

const minute = 60_000

const hits = new Schema({
  _id: String,
  count: { type: Number, required: true },
  expiresAt: { type: Date, required: true },
})
hits.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

/** Counts calls in fixed windows of one minute in the database; the key holds the window, so that nothing must be reset. */
function countingStore(connection: Connection, now: () => Date): Store {
  const model = connection.model('RateLimitHit', hits, 'rate_limit_hits')
  const keyAt = (key: string, time: Date) => `${key}/${Math.floor(time.getTime() / minute)}`
  return {
    async increment(key) {
      const time = now()
      const resetTime = new Date((Math.floor(time.getTime() / minute) + 1) * minute)
      const record = await model
        .findOneAndUpdate(
          { _id: keyAt(key, time) },
          { $inc: { count: 1 }, $setOnInsert: { expiresAt: resetTime } },
          { upsert: true, returnDocument: 'after' },
        )
        .lean()
        .orFail()
      return { totalHits: record.count, resetTime }
    },
    async decrement(key) {
      await model.updateOne({ _id: keyAt(key, now()) }, { $inc: { count: -1 } })
    },
    async resetKey(key) {
      await model.deleteOne({ _id: keyAt(key, now()) })
    },
  }
}

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
