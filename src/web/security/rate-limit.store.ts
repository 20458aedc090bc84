import type { Store } from 'express-rate-limit'
import { Schema, type Connection } from 'mongoose'

const minute = 60_000

const hits = new Schema({
  _id: String,
  count: { type: Number, required: true },
  expiresAt: { type: Date, required: true },
})
hits.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

/** Counts calls in fixed windows of one minute in the database; the key holds the window, so nothing has to be reset. */
export function countingStore(connection: Connection, now: () => Date): Store {
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
