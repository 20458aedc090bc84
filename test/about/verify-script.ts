/** The browser's own files, as they are served. */
import { createHash } from 'node:crypto'

export { canonicalJson } from '../../public/js/verify/canonical-json.js'
export { checkRecord, type Report } from '../../public/js/verify/check-record.js'
export { sha256hex } from '../../public/js/verify/sha256.js'
export { stateOf, verdictOf } from '../../public/js/verify/truth.js'

/** SHA-256 by Node's own implementation, to hold the script's against. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')
