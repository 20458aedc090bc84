import { randomBytes } from 'node:crypto'

const BYTES = 18
const SHAPE = /^[A-Za-z0-9_-]{24}$/

/** A new id of a record: 144 random bits, so that nobody comes upon someone else's by counting. */
export const newRecordId = (): string => randomBytes(BYTES).toString('base64url')

/** Whether a text from an address could be such an id; anything else is not worth asking the database. */
export const isRecordId = (text: string): boolean => SHAPE.test(text)
