import { randomBytes } from 'node:crypto'

const BYTES = 18
const SHAPE = /^[A-Za-z0-9_-]{24}$/

/** A new address for a questionnaire or a result: 144 random bits, so that knowing it is the right to read it. */
export const newPublicId = (): string => randomBytes(BYTES).toString('base64url')

/** Whether a text could be such an address; anything else is not worth asking the database. */
export const isPublicId = (text: string): boolean => SHAPE.test(text)
