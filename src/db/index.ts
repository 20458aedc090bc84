export { openDatabase, type Database } from './connect.js'
export { ensureIndexes } from './indexes.js'
export { inTransaction } from './transaction.js'
export { sharedSetting } from './settings.js'
