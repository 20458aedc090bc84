/** Two years of invented use, told by the use cases themselves. */
export { tellHistoryBeside, type Beside } from './beside.js'
export { historyIsArriving, historyStore } from './history.store.js'
export { loadHistory, type HistoryDeps } from './load-history.js'
