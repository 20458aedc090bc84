import { randomBytes } from 'node:crypto'

const BYTES = 18
const SHAPE = /^[A-Za-z0-9_-]{24}$/

/** A new id for a questionnaire or a result: 144 random bits, because whoever knows the id may read the record. */
export const newPublicId = (): string => randomBytes(BYTES).toString('base64url')

/** Whether a text has the form of such an id. Anything else is not looked up. */
export const isPublicId = (text: string): boolean => SHAPE.test(text)
