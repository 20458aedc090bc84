// npm run bench: speed as ratios to named baselines, measured in one run. npm run bench -- statistics: one part alone.
import os from 'node:os'
import { runEmbeddedBench } from '../packages/mongo-sqlite/bench/bench.js'
import { runEngineBench } from '../packages/matching-engine/bench/engine-bench.js'
import { runStatisticsBench } from './statistics/overview.js'
import { runPagesBench } from './pages.js'
import { printTable } from './table.js'

const [processor] = os.cpus()
console.log(
  `${processor?.model ?? 'unknown processor'}, ${os.cpus().length} cores, Node ${process.version}, ${os.type()} ${os.release()}`,
)
const parts = {
  engine: runEngineBench,
  embedded: runEmbeddedBench,
  pages: runPagesBench,
  statistics: runStatisticsBench,
}
// All of them, or those that are named.
const named = process.argv.slice(2)
for (const [name, run] of Object.entries(parts)) {
  if (named.length === 0 || named.includes(name)) printTable(await run())
}
process.exit(0)
