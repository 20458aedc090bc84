/** The browser's own files, as they are served. */
import { createHash } from 'node:crypto'

export { canonicalJson } from '../../browser/canonical-json.js'
export { checkRecord, type Report } from '../../browser/check-record.js'
export { sha256hex } from '../../browser/sha256.js'
export { stateOf, verdictOf } from '../../browser/truth.js'

/** SHA-256 by Node's own implementation, to hold the script's against. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')
