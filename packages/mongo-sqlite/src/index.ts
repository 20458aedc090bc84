/** A MongoDB-compatible server over SQLite for machines without MongoDB: one worker thread, one data folder. */
export { attachUri, startEmbedded, type Embedded, type StartOptions } from './start.js'
export { serve, type Served, type ServeOptions } from './serve.js'
export { SET_NAME } from './version.js'
