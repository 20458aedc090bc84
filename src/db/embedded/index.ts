/** The embedded database: a MongoDB-compatible server over SQLite for machines without one. */
export { attachUri, startEmbedded, type Embedded, type StartOptions } from './start.js'
