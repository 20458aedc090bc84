import { createHash } from 'node:crypto'
import { Schema, type Connection } from 'mongoose'
import { isDuplicateKey } from '../db/index.js'
import { delaySeconds, type AttemptKind } from './lockout.js'

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
/** Either the attempt may be made, or it may not before so many seconds have passed. */
export type Leave = { readonly granted: true } | { readonly granted: false; readonly seconds: number }
export type AttemptStore = ReturnType<typeof attemptStore>

/**
 * Counts attempts in the database. An attempt is charged before it is made and forgiven when it succeeds, so that a
 * hundred guesses at the same moment count as a hundred.
 */
export function attemptStore(connection: Connection) {
  const model = connection.model<Row>('Attempt', schema)

  async function charge(key: AttemptKey, at: Date): Promise<Leave> {
    const _id = nameOf(key)
    for (let tries = 0; tries < 50; tries += 1) {
      const seen = await model.findById(_id).lean<Row>()
      const current = seen && seen.expiresAt > at ? seen : null
      if (current && current.blockedUntil > at) {
        return { granted: false, seconds: (current.blockedUntil.getTime() - at.getTime()) / 1000 }
      }
      const failures = (current?.failures ?? 0) + 1
      const blockedUntil = new Date(at.getTime() + delaySeconds(key.kind, failures) * 1000)
      const next = { failures, blockedUntil, expiresAt: new Date(at.getTime() + remembered) }
      if (await swap(_id, seen, next)) return { granted: true }
    }
    return { granted: false, seconds: 1 }
  }

  /** Writes the next state only where the one that was seen still stands. */
  async function swap(_id: string, seen: Row | null, next: Omit<Row, '_id'>): Promise<boolean> {
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
    /** Charges every key; the first that is blocked refuses. */
    async chargeAll(keys: readonly AttemptKey[], at: Date): Promise<Leave> {
      for (const key of keys) {
        const leave = await charge(key, at)
        if (!leave.granted) return leave
      }
      return { granted: true }
    },

    /** It was the right person: their failures no longer count. */
    async forget(key: AttemptKey): Promise<void> {
      await model.deleteOne({ _id: nameOf(key) })
    },

    /** Takes one charge back: an address keeps what others failed there. */
    async forgive(key: AttemptKey, at: Date): Promise<void> {
      await model.updateOne({ _id: nameOf(key) }, { $inc: { failures: -1 }, $set: { blockedUntil: at } })
    },
  }
}

/** Hashed: what someone typed as a mail address need not be one, and need not be kept. */
const nameOf = ({ kind, of }: AttemptKey): string => `${kind}:${createHash('sha256').update(of).digest('hex')}`
