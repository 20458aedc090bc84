/** Demonstration: sample enterprises labelled 示例 and one account per role, for evaluation. */
export { addSamples, removeDemo, samplesAreOn, type DemoDeps, type Removed } from './demo.js'
export { tellHistoryBeside, type Beside } from './history/index.js'
export { ensureDemo, type DemoAccount } from './demo-accounts.js'
