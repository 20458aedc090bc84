/** Dated public data: industries, green classes, divisions, size bands, loan prime rate, holidays. */
export { loadReference, readTableFile } from './load-reference.js'
export { referenceStore, type ReferenceStore } from './reference.store.js'
export { openReference, referenceOf, type Reference, type TableOrigin } from './reference.js'
export { tableNames, type TableName } from './table-schemas.js'
export { foldText, phoneticText, soundsLike, type PhoneticText } from './phonetic.js'
export type { Industries } from './industries.js'
export type { GreenClasses } from './green-classes.js'
