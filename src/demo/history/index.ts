/** Two years of invented use, told by the use cases themselves. */
export { tellHistoryBeside, type Beside } from './beside.js'
export { historyIsArriving, historyStore } from './history.store.js'
export type { HistoryDeps } from './begin-history.js'
export { loadHistory } from './load-history.js'
