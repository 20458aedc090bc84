import { createHash } from 'node:crypto'
import { Schema, type Connection } from 'mongoose'
import { isDuplicateKey } from '../../db/index.js'
import { delaySeconds, type AttemptKind } from '../rules/lockout.js'

type Row = { readonly _id: string; readonly failures: number; readonly blockedUntil: Date; readonly expiresAt: Date }

const remembered = 24 * 3600_000

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    failures: { type: Number, required: true },
    blockedUntil: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'attempts', versionKey: false },
)
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export type AttemptKey = { readonly kind: AttemptKind; readonly of: string }
/** Whether the attempt may be made now, or in how many seconds. */
export type AttemptCount = { readonly allowed: true } | { readonly allowed: false; readonly seconds: number }
export type AttemptStore = ReturnType<typeof attemptStore>

/**
 * Counts attempts in the database. An attempt is counted before it is made and taken back when it succeeds, so that a
 * hundred guesses at the same moment count as a hundred.
 */
export function attemptStore(connection: Connection) {
  const model = connection.model<Row>('Attempt', schema)

  async function count(key: AttemptKey, at: Date): Promise<AttemptCount> {
    const _id = nameOf(key)
    for (let tries = 0; tries < 50; tries += 1) {
      const seen = await model.findById(_id).lean<Row>()
      const current = seen && seen.expiresAt > at ? seen : null
      if (current && current.blockedUntil > at) {
        return { allowed: false, seconds: (current.blockedUntil.getTime() - at.getTime()) / 1000 }
      }
      const failures = (current?.failures ?? 0) + 1
      const blockedUntil = new Date(at.getTime() + delaySeconds(key.kind, failures) * 1000)
      const next = { failures, blockedUntil, expiresAt: new Date(at.getTime() + remembered) }
      if (await replace(_id, seen, next)) return { allowed: true }
    }
    return { allowed: false, seconds: 1 }
  }

  /** Writes the next state only if the one that was read is unchanged. */
  async function replace(_id: string, seen: Row | null, next: Omit<Row, '_id'>): Promise<boolean> {
    if (seen) {
      const same = { _id, failures: seen.failures, blockedUntil: seen.blockedUntil }
      return (await model.updateOne(same, { $set: next })).matchedCount === 1
    }
    try {
      await model.create([{ _id, ...next }])
      return true
    } catch (error) {
      if (isDuplicateKey(error)) return false
      throw error
    }
  }

  return {
    /** Counts one attempt for every key; the first key that is blocked refuses. */
    async countAll(keys: readonly AttemptKey[], at: Date): Promise<AttemptCount> {
      for (const key of keys) {
        const attempt = await count(key, at)
        if (!attempt.allowed) return attempt
      }
      return { allowed: true }
    },

    /** Forgets the failures of a key, after a success. */
    async reset(key: AttemptKey): Promise<void> {
      await model.deleteOne({ _id: nameOf(key) })
    },

    /** Takes one attempt back: an address keeps the failures of others. */
    async takeBack(key: AttemptKey, at: Date): Promise<void> {
      await model.updateOne({ _id: nameOf(key) }, { $inc: { failures: -1 }, $set: { blockedUntil: at } })
    },
  }
}

/** Hashed: what someone typed as a mail address need not be one, and need not be kept. */
const nameOf = ({ kind, of }: AttemptKey): string => `${kind}:${createHash('sha256').update(of).digest('hex')}`
