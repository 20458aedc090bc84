/** Dated public data: industries, green classes, divisions, size bands, loan prime rate, holidays. */
export { loadReference, readTableFile, type LoadedReference } from './load-reference.js'
export { referenceStore, type ReferenceStore, type StoredTable } from './reference.store.js'
export { openReference, referenceOf, type Reference, type TableOrigin } from './reference.js'
export { tableNames, type TableName } from './table-schemas.js'
export { foldText, phoneticText, soundsLike, type PhoneticText } from './phonetic.js'
export type { Industries, Industry } from './industries.js'
export type { GreenClass, GreenClasses } from './green-classes.js'
export type { LprHistory, LprQuote, LprTenor } from './lpr.js'
