/** Dated public data: industries, green classes, divisions, size bands, loan prime rate, holidays. */
export { loadReference, readTableFile } from './load-reference.js'
export { referenceStore, type ReferenceStore } from './data/reference.store.js'
export { openReference, referenceOf, type Reference, type TableOrigin } from './reference.js'
export { tableNames, type TableName } from './data/table-schemas.js'
export { normalizeForSearch, phoneticText, matchesPhonetic, type PhoneticText } from './rules/phonetic.js'
export type { Industries } from './rules/industries.js'
export type { GreenClasses } from './rules/green-classes.js'
