/** Demonstration: sample enterprises labelled 示例 and one account per role, for evaluation. */
export { addSamples, samplesAreOn, type DemoDeps } from './demo.js'
export { removeDemo, type Removed } from './remove-demo.js'
export { historyIsArriving, tellHistoryBeside, type Beside } from './history/index.js'
export { ensureDemo, type DemoAccount } from './demo-accounts.js'
